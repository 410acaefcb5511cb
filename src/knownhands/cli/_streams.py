"""Standard streams: there may be none, they may be full, and whoever reads them may have gone."""

from __future__ import annotations

import io
import os
import shutil
import sys
from typing import TYPE_CHECKING

from knownhands.report._format import PAPER, Page

if TYPE_CHECKING:
    from typing import TextIO

_WIDEST = 120
"""Longer lines are hard to read; chosen by eye."""
_DIGITS = 6


def prepare() -> None:
    """Give every stream somewhere to go, and stdout an answer to what its encoding lacks."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller closed it, and the next file opened would take its place: the store
            setattr(sys, name, open(os.devnull, "r+"))  # noqa: SIM115, PTH123 - for as long as we run
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def write(text: str) -> None:
    """Print to stdout at once; a reader who has seen enough, such as `head`, changes no exit code.

    Raises:
        OSError: it cannot be written for another reason.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as cause:
        silence(sys.stdout)
        if not isinstance(cause, BrokenPipeError):
            raise


def page(*, is_file: bool) -> Page:
    """Return where a result will be read: a terminal with its width and colours, or paper.

    COLUMNS sets the width of both. Colour needs a terminal that has some, and nobody who set NO_COLOR.

    Args:
        is_file: the result is written to a file, not to stdout.
    """
    is_screen = not is_file and sys.stdout.isatty()
    width = shutil.get_terminal_size((PAPER.width, 0)).columns if is_screen else _columns()
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") in {None, "", "dumb"}
    return Page(min(width, _WIDEST), is_screen and not is_plain)


def _columns() -> int:
    columns = os.environ.get("COLUMNS", "")
    is_width = columns.isdecimal() and len(columns) < _DIGITS
    return (int(columns) if is_width else 0) or PAPER.width


def note(text: str) -> None:
    """Print one line to stderr, if it can be written."""
    try:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Send what a stream still holds nowhere: Python would complain of it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
