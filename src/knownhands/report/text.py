"""One screen for a person at a terminal: the answer, the reasons that add up to it, and what is unknown.

The scores of a list get one line each.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from knownhands.inventory import Inventory
from knownhands.records import Score
from knownhands.report import _format as shared
from knownhands.report import _inventory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knownhands.records import Reason

_WIDTH = 100
_SENTENCE = 76
_SHORTEST = 40  # of a sentence in a list, even where names are long
_INDENT = " " * 8


def _wrap(text: str, indent: str = "") -> list[str]:
    """Break at spaces only, so that a path can be copied."""
    wrapper = textwrap.TextWrapper(_WIDTH, indent, indent or "  ")
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    return wrapper.wrap(text)


def _reason(reason: Reason) -> Iterator[str]:
    """Print points, sentence and cost on one line, and the evidence below."""
    first, *rest = textwrap.wrap(shared.clean(reason.sentence), _SENTENCE, break_on_hyphens=False) or [""]
    yield f"{shared.tenths(reason.points):+6.1f}  {first:<{_SENTENCE}}  {reason.cost_to_fake or ''}".rstrip()
    yield from (_INDENT + line for line in rest)
    if reason.evidence:
        yield from _wrap(", ".join(map(shared.evidence_text, reason.evidence)), _INDENT + "  ")


def _table(score: Score) -> Iterator[str]:
    """Print the reasons so that a reader can add them up."""
    yield f"points  {'reason':<{_SENTENCE}}  cost to fake"
    for reason in shared.ordered(score.reasons):
        yield from _reason(reason)
    yield "------"
    yield f"{shared.total(score.reasons):6.1f}  {shared.sum_text(score)}"
    yield ""
    yield shared.COST_LEGEND


def _findings(score: Score) -> Iterator[str]:
    """Print what the checks found, without what they found in order."""
    yield shared.checks_text(score)
    for finding in shared.notable(score):
        yield from _wrap(f"{finding.severity:<6}  {shared.clean(finding.sentence)}", "  ")
        if finding.evidence:
            yield from _wrap(", ".join(map(shared.evidence_text, finding.evidence)), _INDENT + "  ")
    yield ""


def _one(score: Score) -> Iterator[str]:
    """Print the full answer."""
    yield from _wrap(shared.headline(score))
    yield from _wrap(shared.subject_text(score))
    yield from _wrap(shared.legend(score))
    yield ""
    if score.reasons:
        yield from _table(score)
    if score.findings:
        yield from _findings(score)
    yield from _wrap(f"unknown: {'nothing' if not score.unknown else len(score.unknown)}")
    for gap in shared.unknown_texts(score):
        yield from _wrap(gap, "  ")
    yield from _wrap(shared.coverage_text(score))
    yield from _wrap(shared.model_text(score))


def _several(scores: Sequence[Score]) -> Iterator[str]:
    """Print one aligned line for each score."""
    rows = [shared.row_titles(scores), *map(shared.row, scores)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for trust, band, risk, percentile, name, sentence in rows:
        left = f"{trust:>{widths[0]}}  {band:<{widths[1]}}  {risk:>{widths[2]}}  {percentile:>{widths[3]}}  {name:<{widths[4]}}  "
        yield left + textwrap.shorten(sentence, max(_WIDTH - len(left), _SHORTEST), placeholder="…")
    yield ""
    names = shared.subjects_name(scores)
    yield f"{shared.DIRECTION}. Percentile: the share of {names} that are less risky, in percent."


def _packages(inventory: Inventory) -> Iterator[str]:
    """Print one aligned line for each package of a file, and below what stays on the screen: the roll-up."""
    rows = [_inventory.TITLES, *map(_inventory.row, inventory.entries)]
    if inventory.entries:
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for trust, band, name, sentence, way in rows:
            why = textwrap.shorten(sentence, _SHORTEST, placeholder="…")
            yield f"{trust:>{widths[0]}}  {band:<{widths[1]}}  {name:<{widths[2]}}  {why:<{_SHORTEST}}  {way}"
        yield ""
    counts, *rest = _inventory.roll_up(inventory)
    yield counts
    for line in rest:
        yield from _wrap(line)
    yield _inventory.unread_title(inventory)
    for line in _inventory.folded(_inventory.unread(inventory)):
        yield from _wrap(line, "  ")
    yield f"{shared.DIRECTION}."


def render(scores: Score | Sequence[Score] | Inventory) -> str:
    """Print one score in full, a list or a file as one."""
    if isinstance(scores, Inventory):
        lines = _packages(scores)
    else:
        lines = _one(scores) if isinstance(scores, Score) else _several(scores)
    return "\n".join(lines) + "\n"


FORMAT: shared.Format = render
