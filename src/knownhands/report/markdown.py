"""A pull-request comment or job summary in GitHub's Markdown.

The first line is a hidden marker by which CI finds the comment that it should update.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.inventory import Inventory
from knownhands.records import Score
from knownhands.report import _format as shared
from knownhands.report import _inventory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knownhands.records import Reason

MARKER = "<!-- knownhands -->"
MOST_ROWS = 100
"""A comment may hold 65,536 characters; chosen by eye to stay well below."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>&|~@#!:$]|(?<=www)\.", re.IGNORECASE)
_PINGS = re.compile(r"@|#(?=\d)|:(?=//)|\bGH(?=-\d)", re.IGNORECASE)


def escape(text: str) -> str:
    """Turn cleaned text into Markdown that shows it and does nothing else.

    Entities cannot open a construct. GitHub looks for mentions and issue numbers after it has resolved entities,
    so those also get a zero-width space.

    >>> escape("@ada | <b>")
    '&#64;&#8203;ada &#124; &#60;b&#62;'
    """
    broken = _PINGS.sub(lambda found: found[0] + "\u200b", shared.clean(text))
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", broken).replace("\u200b", "&#8203;")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _reason(reason: Reason) -> str:
    refs = "<br>".join(f"<code>{escape(shared.evidence_text(ref))}</code>" for ref in reason.evidence)
    points = f"{shared.tenths(reason.points):+.1f}"
    return _row(points, escape(reason.sentence), reason.cost_to_fake or "", refs)


def _table(score: Score) -> Iterator[str]:
    """Write the reasons and their sum."""
    yield _row("points", "reason", "cost to fake", "evidence")
    yield _row("---:", "---", "---", "---")
    yield from map(_reason, shared.ordered(score.reasons))
    yield _row(f"**{shared.total(score.reasons):.1f}**", f"**{shared.sum_text(score)}**", "", "")
    yield ""
    yield shared.COST_LEGEND
    yield ""


def _findings(score: Score) -> Iterator[str]:
    """Write what the checks found, without what they found in order."""
    yield f"{shared.checks_text(score).capitalize()}."
    yield ""
    for finding in shared.notable(score):
        refs = " ".join(f"<code>{escape(shared.evidence_text(ref))}</code>" for ref in finding.evidence)
        yield f"- **{finding.severity}** {escape(finding.sentence)} {refs}".rstrip()
    yield ""


def _one(score: Score) -> Iterator[str]:
    """Write the full answer."""
    yield f"**{shared.headline(score)}**"
    yield ""
    yield f"{shared.legend(score)} {shared.NOT_A_PERSON}"
    yield ""
    yield escape(shared.subject_text(score))
    yield ""
    if score.reasons:
        yield from _table(score)
    if score.findings:
        yield from _findings(score)
    yield f"Unknown: {len(score.unknown) or 'nothing'}; {shared.coverage_text(score)}."
    yield ""
    yield from (f"- {escape(gap)}" for gap in shared.unknown_texts(score))
    yield ""
    yield f"<sub>{escape(shared.model_text(score))}</sub>"


def _several(scores: Sequence[Score]) -> Iterator[str]:
    """Write one row for each score."""
    yield f"**{len(scores)} score{'' if len(scores) == 1 else 's'}.** {shared.DIRECTION}. {shared.NOT_A_PERSON}"
    yield ""
    yield _row(*shared.row_titles(scores))
    yield _row("---:", "---", "---:", "---:", "---", "---")
    for score in scores[:MOST_ROWS]:
        yield _row(*map(escape, shared.row(score)))
    yield from _left_out(len(scores))


def _packages(inventory: Inventory) -> Iterator[str]:
    """Write the roll-up of a file, and one row for each of its packages."""
    first, *rest = _inventory.roll_up(inventory)
    yield f"**{escape(first)}**"
    for line in (*rest, f"{shared.DIRECTION}. {shared.NOT_A_PERSON}"):
        yield ""
        yield escape(line)
    if inventory.entries:
        yield ""
        yield _row(*_inventory.TITLES)
        yield _row("---:", "---", "---", "---", "---")
        for entry in inventory.entries[:MOST_ROWS]:
            yield _row(*map(escape, _inventory.row(entry)))
        yield from _left_out(len(inventory.entries))
    yield ""
    yield f"{_inventory.unread_title(inventory).capitalize()}"
    yield ""
    yield from (f"- {escape(line)}" for line in _inventory.folded(_inventory.unread(inventory)))


def _left_out(count: int) -> Iterator[str]:
    if count > MOST_ROWS:
        yield ""
        yield f"{count - MOST_ROWS} more are left out here; the JSON has them all."


def render(scores: Score | Sequence[Score] | Inventory) -> str:
    """Write one score in full, a list or a file as a table."""
    if isinstance(scores, Inventory):
        lines = _packages(scores)
    else:
        lines = _one(scores) if isinstance(scores, Score) else _several(scores)
    return "\n".join((MARKER, *lines)) + "\n"


FORMAT: shared.Format = render
