"""What was observed in one file, each thing once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from knownhands.capabilities.load import capabilities
from knownhands.records import Observation

if TYPE_CHECKING:
    from knownhands.capabilities.capability import Capability

_LONGEST = 80
_MOST = 400  # chosen by eye: a file with more observations than this is understood long before
_MOST_LINES = 20_000  # chosen by eye: of the lines of one file, for a change adds few of them
PROGRAM = re.compile(r"\.(?:pyw?|[cm]?jsx?|tsx?)$")


class Ends(NamedTuple):
    """Where data comes from, the call that it goes to or that acts, and what that is done to; "" for none."""

    source: str = ""
    sink: str = ""
    target: str = ""

    def clipped(self) -> Ends:
        """Return them as they are kept."""
        return Ends(*(clip(text) if text else text for text in self))


NOTHING = Ends()


@dataclass
class Notes:
    """Gathers a file's observations: each only once for each trigger, at its first line.

    Attributes:
        path: the file.
        every_line: keep each line that shows something, for what asks which of them are new.
        is_program: whether what says something only in programs counts; None goes by the name.
    """

    path: str
    every_line: bool = False
    is_program: bool | None = None
    _seen: dict[tuple[str, str, Ends, int], Observation] = field(default_factory=dict)

    def wants(self, capability: str, trigger: str, ends: Ends) -> bool:
        """Tell whether an observation would be new."""
        return self.every_line or (
            (capability, trigger, ends.clipped(), 0) not in self._seen and len(self._seen) < _MOST
        )

    def add(self, line: int, capability: str, trigger: str, ends: Ends = NOTHING) -> None:
        """Note what was observed, unless it is known, there is too much already, or it says nothing in such a file."""
        if capabilities()[capability].only_in_programs and not self._is_program:
            return
        key = (capability, trigger, ends.clipped(), line if self.every_line else 0)
        if key not in self._seen and len(self._seen) < (_MOST_LINES if self.every_line else _MOST):
            self._seen[key] = Observation(self.path, line, capability, trigger, *key[2])

    def observations(self) -> tuple[Observation, ...]:
        """Everything noted, in the order of lines."""
        return tuple(sorted(self._seen.values()))

    @cached_property
    def _is_program(self) -> bool:
        return bool(PROGRAM.search(self.path)) if self.is_program is None else self.is_program


def ends_of(capability: Capability, call: str) -> Ends:
    """Say at which end of a flow a call stands: those that collect are sources, all others sinks."""
    return Ends(source=call) if capability.behaviour in {"credential-access", "discovery"} else Ends(sink=call)


def clip(text: str, longest: int = _LONGEST) -> str:
    r"""Shorten text from outside to one printable line.

    >>> clip("two\nlines")
    'two lines'
    """
    line = "".join(char if char.isprintable() else " " for char in text[: longest + 1])
    return line if len(line) <= longest else line[: longest - 1] + "…"
