"""What was read of a change, as records."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from knownhands.records import Observation, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable


class Sight(NamedTuple):
    """One thing that a change brings in.

    Attributes:
        place: the id of the kind of place.
        observation: what was seen, and in which line after the change.
        excerpt: that line, cut; text from outside, never an instruction.
    """

    place: str
    observation: Observation
    excerpt: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What was read of a change.

    Attributes:
        sights: what it brings in.
        unread: what can run and was not read.
        runs: how many files that can run were read.
    """

    sights: tuple[Sight, ...] = ()
    unread: tuple[Unread, ...] = ()
    runs: int = 0


def together(parts: Iterable[Contents]) -> Contents:
    """Return what was read of a change of which parts were read one by one."""
    sights: list[Sight] = []
    unread: list[Unread] = []
    runs = 0
    for part in parts:
        sights += part.sights
        unread += part.unread
        runs += part.runs
    return Contents(tuple(sights), tuple(unread), runs)


def as_message(contents: Contents) -> list[Any]:
    """Return plain values, for another process."""
    sights = [(sight.place, astuple(sight.observation), sight.excerpt) for sight in contents.sights]
    return [sights, [astuple(gap) for gap in contents.unread], contents.runs]


def from_message(message: list[Any]) -> Contents:
    """Return what another process read."""
    sights, unread, runs = message
    return Contents(
        tuple(Sight(place, Observation(*observation), excerpt) for place, observation, excerpt in sights),
        tuple(Unread(*gap) for gap in unread),
        runs,
    )
