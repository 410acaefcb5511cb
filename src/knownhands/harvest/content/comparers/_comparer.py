"""What a comparer says of itself: it sees what neither the file before nor the one after shows alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from knownhands.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_NO_FILE = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Comparer:
    """Compares a file before and after a change, or the files of a whole change with each other.

    Attributes:
        id: the file's name.
        paths: which files `compare` is given, searched in the whole path; also those that are new, and those that are gone.
        compare: notes what the change of a file shows; it may raise nothing.
        across: notes what the files of a change show together; the notes are by path, made where they are asked for.
        binary: whether files that hold zero bytes are compared.
        leads: whether what `across` notes is done elsewhere, in the file and line that is its target.
    """

    id: str
    paths: re.Pattern[str] = _NO_FILE
    compare: Callable[[Notes, Changed, Lines], object] | None = None
    across: Callable[[Sequence[Changed], Callable[[str], Notes]], object] | None = None
    binary: bool = False
    leads: bool = False


@cache
def comparers() -> tuple[Comparer, ...]:
    """Return every comparer, by name."""
    return tuple(cast("dict[str, Comparer]", discover("knownhands.harvest.content.comparers", "COMPARER")).values())


@lru_cache(maxsize=20_000)
def comparers_of(path: str) -> tuple[Comparer, ...]:
    """Return the comparers of one file that is at a path before or after a change."""
    return tuple(comparer for comparer in comparers() if comparer.compare and comparer.paths.search(path))
