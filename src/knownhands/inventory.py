"""What was found out about several subjects, such as the packages of a dependency file; all frozen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from knownhands._version import __version__
from knownhands.layout import html_table, plain
from knownhands.records import Answer, Band, Unknown
from knownhands.score import DIRECTION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.score import Score

SCHEMA = "knownhands.scores/2"


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject of a list, and what was found out about it.

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
class Shared:
    """A gap that many subjects of a list have in common.

    Attributes:
        id: of the gap, or of the check that has no answer.
        why: why it is one.
        count: how many subjects have it.
    """

    id: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was found out about several subjects.

    Attributes:
        path: of the dependency file, as it was given; "" where there is none.
        entries: in the order in which they are shown.
        gaps: what the file points at and could not be read.
    """

    path: str
    entries: tuple[Entry, ...]
    gaps: tuple[Unknown, ...] = ()

    @classmethod
    def of(cls, scores: Sequence[Score]) -> Inventory:
        """Make a list of scores that no file holds together."""
        return cls("", tuple(Entry(score) for score in scores))

    @property
    def scores(self) -> list[Score]:
        """One score for each entry, in the same order."""
        return [entry.score for entry in self.entries]

    @property
    def counts(self) -> dict[Band, int]:
        """How many entries are in each band, the gravest first."""
        bands = [entry.score.band for entry in self.entries]
        return {band: bands.count(band) for band in _BANDS if band in bands}

    @property
    def weakest(self) -> Entry | None:
        """The entry of least trust of which something is known; None where nothing is known of any."""
        known = [entry for entry in self.entries if _is_known(entry.score)]
        return min(known, key=lambda entry: -1 if entry.score.trust is None else entry.score.trust, default=None)

    @property
    def open(self) -> tuple[Unknown, ...]:
        """Everything that could not be read, or that the file leaves open."""
        odd = (entry for entry in self.entries if entry.gap or entry.score.trust is None)
        return (*self.gaps, *(Unknown(entry.score.subject.id, _why(entry)) for entry in odd))

    @property
    def unknown(self) -> tuple[Shared, ...]:
        """What is unknown of half of the entries or more, each once, the most frequent first."""
        counts = Counter(gap for score in self.scores for gap in dict.fromkeys(_unknown(score)))
        many = [(gap, count) for gap, count in counts.items() if count >= len(self.entries) * _MANY]
        return tuple(Shared(gap.id, gap.why, count) for gap, count in sorted(many, key=lambda pair: -pair[1]))

    @property
    def has_unknown(self) -> bool:
        """Whether anything is unknown of any entry, or could not be read."""
        return bool(self.open) or any(_unknown(score) for score in self.scores)

    def with_scores(self, scores: Sequence[Score]) -> Inventory:
        """Return the same with other scores, one for each entry in its order."""
        pairs = zip(self.entries, scores, strict=True)
        return replace(self, entries=tuple(replace(entry, score=score) for entry, score in pairs))

    def _repr_html_(self) -> str:
        """Show the list in a notebook: one row for each subject, what is unknown of many, and what is left open."""
        rows = [
            (score.subject.id, "?" if score.trust is None else str(score.trust), score.band, score.verdict)
            for score in self.scores
        ]
        size = len(rows)
        unknown = [(gap.id, f"of {gap.count} of {size}: {gap.why}" if size > 1 else gap.why) for gap in self.unknown]
        gaps = [*unknown, *((gap.id, gap.why) for gap in self.open)]
        return html_table(("subject", "trust", "band", "verdict"), rows) + html_table(("unknown", "why"), gaps)

    def to_dict(self) -> dict[str, Any]:
        """Lay the list out as the contract says: the roll-up beside the scores."""
        weakest = self.weakest
        failed = [score.subject.id for score in self.scores if score.policy.passed is False]
        return {
            "schema": SCHEMA,
            "direction": DIRECTION,
            "path": plain(self.path),
            "counts": {band.value: count for band, count in self.counts.items()},
            "weakest": weakest and plain(weakest.score.subject.id),
            "open": plain(self.open),
            "unknown": plain(self.unknown),
            "failed": plain(tuple(failed)),
            "entries": [
                {
                    "id": plain(entry.score.subject.id),
                    "is_direct": entry.is_direct,
                    "path": plain(entry.path),
                    "source": plain(entry.source),
                    "gap": plain(entry.gap),
                }
                for entry in self.entries
            ],
            "scores": [score.to_dict() for score in self.scores],
            "version": __version__,
        }


_MANY = 0.5
"""The share of a list from which on a gap is named once for all; chosen by eye."""
_BANDS = (Band.HIGH_RISK, Band.REVIEW, Band.ORDINARY, Band.TRUSTED, Band.UNKNOWN)


def _unknown(score: Score) -> list[Unknown]:
    """Return every gap of a score and every check without an answer."""
    unanswered = [finding for finding in score.findings if finding.answer is Answer.UNKNOWN]
    gaps = [Unknown(each.check, " ".join(filter(None, (each.sentence, each.remedy)))) for each in unanswered]
    return [*score.unknown, *gaps]


def _is_known(score: Score) -> bool:
    return score.trust is not None or any(finding.answer is Answer.YES for finding in score.findings)


def _why(entry: Entry) -> str:
    if entry.score.trust is not None:
        return f"{entry.gap}; scored at the registry's latest version"
    why = entry.score.unknown[0].why if entry.score.unknown else "no verdict"
    return why if not entry.gap or why.startswith(entry.gap) else f"{entry.gap}; {why}"
