"""One page that needs nothing else: no scripts, no outside resources, readable in dark and light and on a phone.

The bars are a waterfall from 0 to 100: each begins where the one before it ended.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import accumulate
from typing import TYPE_CHECKING

from knownhands.report import _list, _score, _things, _words
from knownhands.report._format import PAPER, Format
from knownhands.score import DIRECTION, Score

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

    from knownhands.inventory import Inventory
    from knownhands.records import Reason
    from knownhands.report._format import Page


def render(result: Score | Inventory, _page: Page = PAPER) -> str:
    """Write the page: one score openly, those of a list folded, each under its summary."""
    is_score = isinstance(result, Score)
    scores = [result] if isinstance(result, Score) else result.scores
    return _template().render(
        inventory=None if is_score else result,
        scores=scores,
        rows=[] if isinstance(result, Score) else _list.rows(result),
        say=_score,
        look=_things,
        lists=_list,
        words=_words,
        waterfall=waterfall,
        direction=DIRECTION,
    )


def waterfall(score: Score) -> Iterator[tuple[Reason, float, float, bool]]:
    """Yield each reason with where its bar begins on the scale, how wide it is, and whether it goes down."""
    reasons = _score.ordered(score.reasons)
    ends = list(accumulate(_words.tenths(reason.points) for reason in reasons))
    for reason, start, end in zip(reasons, [0.0, *ends], ends, strict=False):
        low, high = (min(max(bound, 0.0), 100.0) for bound in sorted((start, end)))
        yield reason, low, high - low, end < start


@cache
def _template() -> Template:
    """Read the template; what it shows is cleaned and escaped wherever it stands."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_cleaned,
    )
    text = resources.files("knownhands.report").joinpath("html.jinja").read_text("utf-8")
    return environment.from_string(text)


def _cleaned(value: object) -> object:
    return _words.clean(value) if type(value) is str else value


FORMAT: Format = render
