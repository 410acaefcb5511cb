"""What a report format is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from knownhands.inventory import Inventory
    from knownhands.score import Score


@dataclass(frozen=True, slots=True)
class Page:
    """Where a report will be read; most formats need not know.

    Attributes:
        width: columns of text.
        has_colour: whether colour and bold are shown there.
    """

    width: int = 100
    has_colour: bool = False


PAPER = Page()


class Format(Protocol):
    """Turns a score or a list of them into a text that ends with a newline; the same gives the same text."""

    def __call__(self, result: Score | Inventory, page: Page = PAPER, /) -> str:
        """Render one score in full, or a list with its roll-up in the order given, also where it holds a single score.

        A format shows all of the contract: the verdict for somebody who reads nothing else, what it rests on, what is
        not known, and which bar of a policy was missed.
        """
