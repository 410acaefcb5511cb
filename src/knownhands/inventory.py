"""What was found out about a dependency file and its packages, all frozen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.records import Score, Unknown


@dataclass(frozen=True, slots=True)
class Entry:
    """One package of a dependency file, and what was found out about it.

    Attributes:
        score: without a trust where it cannot be looked up.
        is_direct: whether the project itself asks for it; None when the file does not say.
        path: the packages that bring it in, from one that the project asks for; empty when it is direct or nobody knows.
        source: where it stands, "file:line" or "file#/json/pointer".
        gap: what the file leaves open, or why it cannot be looked up; empty for neither.
    """

    score: Score
    is_direct: bool | None = None
    path: tuple[str, ...] = ()
    source: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was found out about a dependency file.

    Attributes:
        path: of the file, as it was given.
        entries: the riskiest first.
        gaps: what the file points at and could not be read.
    """

    path: str
    entries: tuple[Entry, ...]
    gaps: tuple[Unknown, ...] = ()

    @property
    def scores(self) -> list[Score]:
        """One score for each entry, in the same order."""
        return [entry.score for entry in self.entries]

    def with_scores(self, scores: Sequence[Score]) -> Inventory:
        """Return the same with other scores, one for each entry in its order."""
        pairs = zip(self.entries, scores, strict=True)
        return replace(self, entries=tuple(replace(entry, score=score) for entry, score in pairs))
