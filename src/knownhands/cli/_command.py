"""What a command file defines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Command:
    """One command of the command line.

    Attributes:
        path: the words a user types, such as ("score", "change").
        run: a function in typer's style; its docstring is the help text. It returns the exit code.
    """

    path: tuple[str, ...]
    run: Callable[..., int]
