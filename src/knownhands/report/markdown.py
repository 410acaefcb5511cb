"""A pull-request comment or job summary in GitHub's Markdown.

The first line is a hidden marker by which CI finds the comment that it should update.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.report import _list, _score, _things
from knownhands.report._format import PAPER, Format
from knownhands.report._words import NOT_A_PERSON, clean, excerpt, place, tenths
from knownhands.score import DIRECTION, Score

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knownhands.inventory import Inventory
    from knownhands.records import Evidence, Finding, Reason
    from knownhands.report._format import Page

MARKER = "<!-- knownhands -->"
MOST_ROWS = 100
"""A comment may hold 65,536 characters; chosen by eye to stay well below."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]()<>&|~@#!:$]|(?<=www)\.", re.IGNORECASE)
_PINGS = re.compile(r"@|#(?=\d)|:(?=//)|\bGH(?=-\d)", re.IGNORECASE)
_MARKS = {"high-risk": "🔴", "review": "🟠", "ordinary": "⚪", "trusted": "🟢", "unknown": "❓"}


def escape(text: str) -> str:
    """Turn cleaned text into Markdown that shows it and does nothing else.

    Entities cannot open a construct. GitHub looks for mentions and issue numbers after it has resolved entities,
    so those also get a zero-width space.

    >>> escape("@ada | <b>")
    '&#64;&#8203;ada &#124; &#60;b&#62;'
    """
    broken = _PINGS.sub(lambda match: match[0] + "\u200b", clean(text))
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", broken).replace("\u200b", "&#8203;")


def render(result: Score | Inventory, _page: Page = PAPER) -> str:
    """Write one score in full, a list as a table."""
    parts = _one(result) if isinstance(result, Score) else _several(result)
    return "\n\n".join((MARKER, *parts)) + "\n"


def _one(score: Score) -> Iterator[str]:
    """Write the full answer, part by part."""
    yield f"### {_MARKS[score.band]} {_score.headline(score)}"
    yield f"**{escape(score.verdict)}**"
    yield from _policy(score)
    claims = _score.claims(score)
    yield escape(_score.subject_text(score)) + (f"<br>It claims: {escape(claims)}" if claims else "")
    if score.header:
        yield escape(score.header)
    yield from _look_at(score)
    yield from _concerns(score)
    yield from _reasons(score)
    yield from _findings(score)
    yield from _gaps(score)
    yield f"<sub>{DIRECTION}. {NOT_A_PERSON} {escape(_score.model_text(score))}</sub>"


def _policy(score: Score) -> Iterator[str]:
    title = _score.policy_title(score)
    if title:
        yield f"**{title.capitalize()}**"
        items = [f"{reason}. What to do: {remedy}" for reason, remedy in _score.broken(score)]
        yield _items([*items, *_score.ignored(score)])


def _look_at(score: Score) -> Iterator[str]:
    """Write the lines to look at first."""
    if things := _things.things(score):
        yield f"**{_things.title(things)}**"
        yield "\n".join(map(_thing, things))


def _thing(thing: _things.Thing) -> str:
    remedy = f"<br>**What to check next:** {escape(thing.remedy)}" if thing.remedy else ""
    return f"- {_evidence(thing.places)}<br>{escape(thing.why)}{remedy}"


def _concerns(score: Score) -> Iterator[str]:
    if score.concerns:
        rows = [
            _row(concern.id, concern.band.value, escape(f"{concern.question} {score.answer(concern)}"))
            for concern in score.concerns
        ]
        yield _table(("concern", "band", "answer"), rows)


def _reasons(score: Score) -> Iterator[str]:
    """Write the reasons of the concern that decides, and their sum."""
    if score.reasons:
        total = _row(f"**{_score.total(score.reasons):.1f}**", f"**{_score.sum_text(score)}**", "", "")
        rows = [*map(_reason, _score.ordered(score.reasons)), total]
        yield _table(("points", f"why: {escape(score.decided_by)}", "cost to fake", "evidence"), rows, "---:")
        yield _score.legend(score)


def _reason(reason: Reason) -> str:
    points = f"{tenths(reason.points):+.1f}"
    return _row(points, escape(reason.sentence), reason.cost_to_fake or "", _evidence(reason.evidence))


def _evidence(evidence: Iterable[Evidence]) -> str:
    return "<br>".join(_place(each) for each in evidence)


def _place(evidence: Evidence) -> str:
    quoted = f" <code>{escape(excerpt(evidence))}</code>" if evidence.excerpt else ""
    return f"<code>{escape(place(evidence))}</code>{quoted}"


def _findings(score: Score) -> Iterator[str]:
    """Write what the checks found, without what they found in order."""
    if score.findings:
        yield f"**{_score.checks_text(score).capitalize()}**"
        shown, folded = _score.in_full(score)
        if shown:
            yield "\n".join(map(_finding, shown))
        if folded:
            yield f"Could not be answered, the gravest first; the JSON says why: {escape(', '.join(folded))}."


def _finding(finding: Finding) -> str:
    remedy = f" **What to do:** {escape(finding.remedy)}" if finding.remedy else ""
    places = f"<br>{_evidence(finding.evidence)}" if finding.evidence else ""
    return f"- **{finding.severity}** {escape(finding.sentence)}{remedy}{places}"


def _gaps(score: Score) -> Iterator[str]:
    """Write what can run and was read or not, and what is not known."""
    if _score.read_text(score):
        yield f"**{_score.read_text(score).capitalize()}**"
    if unread := _list.folded(_score.unread_texts(score)):
        yield _items(unread)
    if title := _score.unknown_title(score):
        yield f"**{title.capitalize()}**"
    if gaps := _score.gap_texts(score):
        yield _items(gaps)


def _several(inventory: Inventory) -> Iterator[str]:
    """Write the roll-up, and one row for each subject."""
    yield f"### {escape(_list.counts(inventory))}"
    if inventory.entries:
        yield f"**{escape(_list.weakest(inventory))}**"
    policy = _list.policy(inventory)
    if policy:
        yield f"**{policy[0].capitalize()}**"
        yield _items(policy[1:])
    yield f"{DIRECTION}. {NOT_A_PERSON}"
    yield from _rows(inventory)
    for title, *lines in filter(None, (_list.unknown(inventory), _list.left_open(inventory))):
        yield f"**{title.capitalize()}**"
        if lines:
            yield _items(lines)


def _rows(inventory: Inventory) -> Iterator[str]:
    rows = _list.rows(inventory)
    if rows:
        lines = [_entry(row, is_file=bool(inventory.path)) for row in rows[:MOST_ROWS]]
        titles = ("trust", "band", "subject", "why", *(("how it comes in",) if inventory.path else ()))
        yield _table(titles, lines, "---:")
    if len(rows) > MOST_ROWS:
        yield f"{len(rows) - MOST_ROWS} more are left out here; the JSON has them all."


def _entry(row: _list.Row, *, is_file: bool) -> str:
    subject = "<br>".join(escape(part) for part in (row.name, row.title, row.byline) if part)
    why = "<br>".join(escape(part) for part in (row.why, row.where) if part) + (
        f"<br>**fails:** {escape(row.policy)}" if row.policy else ""
    )
    return _row(row.trust, f"{_MARKS[row.band]} {row.band}", subject, why, *((escape(row.way),) if is_file else ()))


def _items(lines: Iterable[str]) -> str:
    return "\n".join(f"- {escape(line)}" for line in lines)


def _table(titles: Iterable[str], rows: Iterable[str], first: str = "---") -> str:
    head = [*titles]
    return "\n".join((_row(*head), _row(first, *("---" for _ in head[1:])), *rows))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


FORMAT: Format = render
