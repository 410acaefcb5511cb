"""The score contract `knownhands.score/2`, for programs: one object for one score, an object with the roll-up for a list.

The text is plain ASCII: what a repository smuggled in arrives escaped, also on a terminal.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from knownhands.inventory import Inventory
from knownhands.records import Score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.report._format import Format


def render(result: Score | Sequence[Score] | Inventory) -> str:
    """Print the contract; a number that is none is our bug and raises `ValueError`."""
    if not isinstance(result, Score):
        result = result if isinstance(result, Inventory) else Inventory.of(result)
    return json.dumps(result.to_dict(), indent=2, allow_nan=False) + "\n"


FORMAT: Format = render
