"""What to look at first in a change that does what attacks do: the lines, and the findings that settle it.

Nothing where that is no rarer than one change in ten, so that ordinary changes stay quiet.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knownhands.declarations import Severity
from knownhands.records import Answer
from knownhands.report._words import clean, counted, sentence
from knownhands.score import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knownhands.records import Concern, Evidence, Finding, Reason
    from knownhands.score import Score

MOST = 5
"""More is no longer a place to begin; chosen by eye, the reasons have them all."""
_CONCERN = "attack"
_DECISIVE = (Severity.CRITICAL, Severity.HIGH)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing to look at.

    Attributes:
        id: of the feature or check that speaks of it.
        places: where it is, the best place first; never none.
        why: the sentence of what speaks of it.
        remedy: what to check next; "" where the line says it all.
    """

    id: str
    places: tuple[Evidence, ...]
    why: str
    remedy: str = ""


def things(score: Score) -> list[Thing]:
    """Return what to look at, the most weighty first: severe findings, then lines by how much they lower the trust."""
    about = concern(score)
    if about is None:
        return []
    severe = [each for each in score.findings if each.concern == _CONCERN and _is_decisive(each)]
    if not severe and (about.alarm_share is None or about.alarm_share > USUAL):
        return []
    settled = {finding.check for finding in severe}
    severe.sort(key=lambda finding: (_DECISIVE.index(finding.severity), finding.check))
    speaking = [
        *(Thing(each.check, each.evidence, sentence(each.sentence), sentence(each.remedy)) for each in severe),
        *(
            Thing(each.feature, _files(each), sentence(each.sentence))
            for each in _weighty(about)
            if each.feature not in settled
        ),
    ]
    return list(_once(speaking))[:MOST]


def _once(speaking: Iterable[Thing]) -> Iterator[Thing]:
    """Show each line once, under the gravest that speaks of it; what points at nothing else is left out."""
    shown: set[tuple[str, int | None]] = set()
    for thing in speaking:
        places = tuple({(each.ref, each.line): each for each in thing.places}.values())
        new = tuple(each for each in places if (each.ref, each.line) not in shown)
        shown |= {(each.ref, each.line) for each in new}
        if new:
            yield replace(thing, places=new)


def concern(score: Score) -> Concern | None:
    """Return what was found out about attacks; None where that is not asked."""
    return next((each for each in score.concerns if each.id == _CONCERN), None)


def title(found: list[Thing]) -> str:
    """Count them."""
    return f"{counted(len(found), 'thing')} to look at"


def next_step(thing: Thing) -> str:
    """Say what to check next; "" where there is nothing to say."""
    return f"what to check next: {clean(thing.remedy)}" if thing.remedy else ""


def _is_decisive(finding: Finding) -> bool:
    return finding.answer is Answer.YES and finding.severity in _DECISIVE and bool(finding.evidence)


def _weighty(about: Concern) -> list[Reason]:
    """Return the reasons that lower the trust and have a file to look at, the heaviest first."""
    reasons = [each for each in about.reasons if each.cost_to_fake is not None and each.points < 0 and _files(each)]
    return sorted(reasons, key=lambda reason: (reason.points, reason.feature))


def _files(reason: Reason) -> tuple[Evidence, ...]:
    return tuple(each for each in reason.evidence if each.kind == "file")
