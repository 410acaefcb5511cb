"""One page that needs nothing else: no scripts, no outside resources, readable in dark and light.

The bars are a waterfall from 0 to 100: each begins where the one before it ended.
"""

from __future__ import annotations

import html
from itertools import accumulate
from typing import TYPE_CHECKING

from knownhands.inventory import Inventory
from knownhands.records import Score
from knownhands.report import _format as shared
from knownhands.report import _inventory

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knownhands.records import Finding

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root { color-scheme: light dark; --text: #1b1f24; --page: #fff; --line: #d0d7de; --up: #1f6feb; --down: #bc4c00; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --page: #0d1117; --line: #30363d; --up: #58a6ff; --down: #f0883e; }
}
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color: var(--text); background: var(--page); overflow-wrap: anywhere; }
h1, h2 { font-size: 1.25rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem; text-align: left; vertical-align: top; }
.points { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
.track { position: relative; height: .6rem; min-width: 8rem; border: 1px solid var(--line); }
.bar { position: absolute; height: 100%; min-width: 2px; background: var(--up); }
.down { background: var(--down); }
code, small { font-size: .85rem; }
"""


def escape(text: str) -> str:
    """Clean text and make it safe between tags and in attributes."""
    return html.escape(shared.clean(text))


def _bar(start: float, end: float) -> str:
    """Draw from one trust to the next, cut off where the scale ends."""
    low, high = (min(max(bound, 0.0), 100.0) for bound in sorted((start, end)))
    side = "bar down" if end < start else "bar"
    place = f"left:{low:.1f}%;width:{high - low:.1f}%"
    return f'<div class="track"><div class="{side}" style="{place}"></div></div>'


def _table(score: Score) -> Iterator[str]:
    """Write the reasons, a bar for each, and their sum."""
    reasons = shared.ordered(score.reasons)
    ends = list(accumulate(shared.tenths(reason.points) for reason in reasons))
    yield '<table><tr><th class="points">points</th><th>trust, 0 to 100</th><th>reason</th><th>cost to fake</th></tr>'
    for reason, start, end in zip(reasons, [0.0, *ends], ends, strict=False):
        refs = "".join(f"<br><code>{escape(shared.evidence_text(ref))}</code>" for ref in reason.evidence)
        yield (
            f'<tr><td class="points">{shared.tenths(reason.points):+.1f}</td><td>{_bar(start, end)}</td>'
            f"<td>{escape(reason.sentence)}{refs}</td><td>{reason.cost_to_fake or ''}</td></tr>"
        )
    sum_cell = f'<td class="points"><b>{shared.total(score.reasons):.1f}</b></td>'
    yield f"<tr>{sum_cell}<td></td><td><b>{shared.sum_text(score)}</b></td><td></td></tr></table>"
    yield f"<p><small>{shared.COST_LEGEND}</small></p>"


def _finding(finding: Finding) -> str:
    refs = "".join(f"<br><code>{escape(shared.evidence_text(ref))}</code>" for ref in finding.evidence)
    return f"<li><b>{finding.severity}</b> {escape(finding.sentence)}{refs}</li>"


def _article(score: Score) -> Iterator[str]:
    """Write one score in full."""
    yield f"<article><h2>{shared.headline(score)}</h2>"
    yield f"<p>{escape(shared.subject_text(score))}</p>"
    yield f"<p>{shared.legend(score)} {shared.NOT_A_PERSON}</p>"
    if score.reasons:
        yield from _table(score)
    if score.findings:
        items = "".join(map(_finding, shared.notable(score)))
        yield f"<p>{shared.checks_text(score).capitalize()}.</p><ul>{items}</ul>"
    gaps = "".join(f"<li>{escape(gap)}</li>" for gap in shared.unknown_texts(score))
    yield f"<p>Unknown: {len(score.unknown) or 'nothing'}; {shared.coverage_text(score)}.</p>"
    if gaps:
        yield f"<ul>{gaps}</ul>"
    yield f"<p><small>{escape(shared.model_text(score))}</small></p></article>"


def _packages(inventory: Inventory) -> Iterator[str]:
    """Write the roll-up of a file, and its packages folded, each under its summary."""
    yield from (f"<p>{escape(line)}</p>" for line in _inventory.roll_up(inventory))
    yield f"<p>{shared.DIRECTION}.</p>"
    for entry in inventory.entries:
        trust, band, name, why, way = map(escape, _inventory.row(entry))
        yield f"<details><summary><b>{trust}</b> · {band} · <code>{name}</code> · {why} · {way}</summary>"
        yield from _article(entry.score)
        yield "</details>"
    items = "".join(f"<li>{escape(line)}</li>" for line in _inventory.folded(_inventory.unread(inventory)))
    yield f"<p>{escape(_inventory.unread_title(inventory)).capitalize()}</p>"
    if items:
        yield f"<ul>{items}</ul>"


def _body(scores: Score | Sequence[Score] | Inventory) -> Iterator[str]:
    """Write one score openly; fold those of a list or a file, each under its summary."""
    if isinstance(scores, Inventory):
        yield from _packages(scores)
        return
    if isinstance(scores, Score):
        yield from _article(scores)
        return
    yield f"<p>{shared.DIRECTION}.</p>"
    for score in scores:
        trust, band, risk, _, name, sentence = map(escape, shared.row(score))
        yield f"<details><summary><b>{trust}</b> · {band} · {risk} · <code>{name}</code> · {sentence}</summary>"
        yield from _article(score)
        yield "</details>"


def render(scores: Score | Sequence[Score] | Inventory) -> str:
    """Write the page."""
    head = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>knownhands</title><style>{_STYLE}</style></head><body><h1>knownhands</h1>"
    )
    return "\n".join((head, *_body(scores), "</body></html>")) + "\n"


FORMAT: shared.Format = render
