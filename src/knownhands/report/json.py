"""The score contract `knownhands.score/2`, for programs: one object for one score, an object with the roll-up for a list.

The text is plain ASCII: what a repository smuggled in arrives escaped, also on a terminal. Its JSON Schema is
`score.schema.json` beside this file.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from knownhands.report._format import PAPER, Format

if TYPE_CHECKING:
    from knownhands.inventory import Inventory
    from knownhands.report._format import Page
    from knownhands.score import Score


def render(result: Score | Inventory, _page: Page = PAPER) -> str:
    """Print the contract; a number that is none is our bug and raises `ValueError`."""
    return json.dumps(result.to_dict(), indent=2, allow_nan=False) + "\n"


FORMAT: Format = render
