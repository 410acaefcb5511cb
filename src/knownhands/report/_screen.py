"""A screen of text for a person: aligned rows and paragraphs, laid out by rich.

Nothing in a text is markup, and no path is ever broken: what can be copied stays whole, even where it is wider than
the screen.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from knownhands.report._words import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.report._format import Page

_GAP = 2
_NARROWEST = 40
_HEIGHT = 100  # rich wants to know; nothing depends on it


class Screen:
    """Collects what will be shown."""

    def __init__(self, page: Page) -> None:
        self.width = max(page.width, _NARROWEST)
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=self.width,
            height=_HEIGHT,
            force_terminal=page.has_colour,
            color_system="standard" if page.has_colour else None,
            no_color=not page.has_colour,
            force_jupyter=False,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
            _environ={},
        )

    def say(self, text: str, style: str = "", indent: int = 0, hang: int = 2) -> None:
        """Add a paragraph, broken at spaces only; its further lines stand `hang` columns further in."""
        for number, line in enumerate(_wrap(clean(text), self.width - indent, hang)):
            self.keep(line, style, indent + (hang if number else 0))

    def keep(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add a line that is never broken."""
        line = Text(" " * indent).append(clean(text), style)
        self._console.print(line, no_wrap=True, overflow="ignore", crop=False)

    def row(self, cells: Iterable[tuple[str, str]], widths: Iterable[int], *, first_is_number: bool = False) -> None:
        """Add one row: texts with their styles; the last column takes what the widths leave."""
        table = Table.grid(padding=(0, _GAP, 0, 0))
        for number, width in enumerate(widths):
            table.add_column(width=width, justify="right" if first_is_number and not number else "left")
        table.add_column(overflow="fold")
        table.add_row(*(Text(clean(text), style) for text, style in cells))
        self._console.print(table)

    def blank(self) -> None:
        """Add an empty line."""
        self._console.print()

    def text(self) -> str:
        """Return all of it, without spaces at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._out.getvalue().split("\n"))


def _wrap(text: str, width: int, hang: int) -> list[str]:
    """Break at spaces, by the columns that letters take; a word that is wider stays whole, unlike in rich.

    Args:
        text: one paragraph.
        width: of the first line.
        hang: by how much the others are shorter.
    """
    lines: list[str] = []
    for word in text.split(" "):
        room = width - hang if len(lines) > 1 else width
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
