"""Documents with code that runs as they are built: modules of MDX, cells of R Markdown, Quarto and MyST.

All else is blanked, so that lines keep their numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader

if TYPE_CHECKING:
    from collections.abc import Callable

_LARGEST = 2_000_000  # bytes
_MODULE = re.compile(r"\.mdx$", re.IGNORECASE)
_FENCE = re.compile(rb"[ \t]{0,3}(`{3,}|~{3,})(.{0,200})")
_CELL = re.compile(rb"\s*\{\s*(python|r|bash|sh)\b[^`]*$", re.IGNORECASE)
_OF_MYST = re.compile(rb"\s*\{code-cell\}\s*(?:i?(python|r|bash))?\d?\b[^`]*$", re.IGNORECASE)
_STATEMENT = re.compile(
    rb"import\s*(?:[\"'{*(]|\w{1,60}\s+from\b|\w{1,60}\s*,\s*[{*])|export\s*(?:[{*]|(?:const|let|var|function|async|default|class)\b)"
)


def _read(notes: Notes, body: bytes) -> None:
    lines = body[:_LARGEST].replace(b"\r\n", b"\n").split(b"\n")
    if _MODULE.search(notes.path):
        _read_javascript(notes, b"\n".join(_statements(lines)))
        return
    cells = _cells(lines, _OF_MYST if notes.path.lower().endswith(".md") else _CELL)
    for language, read in _READERS.items():
        code = [line if kind == language else b"" for kind, line in zip(cells, lines, strict=True)]
        if any(code):
            read(notes, b"\n".join(code))


def _statements(lines: list[bytes]) -> list[bytes]:
    """Keep what begins with `import` or `export` up to an empty line; in a fence it is shown and not run."""
    kept: list[bytes] = []
    fence, is_code = b"", False
    for line in lines:
        mark = _FENCE.match(line)
        if mark and not is_code:
            fence = b"" if fence and mark[1].startswith(fence) else fence or mark[1]
        is_code = not fence and (_STATEMENT.match(line) is not None or (is_code and bool(line.strip())))
        kept.append(line if is_code else b"")
    return kept


def _cells(lines: list[bytes], begins: re.Pattern[bytes]) -> list[str]:
    """Say of each line in a cell of which language it is, "" of any other line."""
    kinds: list[str] = []
    fence, kind = b"", ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            cell = begins.match(mark[2])
            fence, kind = mark[1], _NAMES.get((cell[1] or b"python").decode().lower(), "") if cell else ""
            kinds.append("")
            continue
        if mark and mark[1].startswith(fence) and not mark[2].strip():
            fence, kind = b"", ""
        kinds.append(kind)
    return kinds


def _read_javascript(notes: Notes, body: bytes) -> None:
    from knownhands.harvest.code.javascript import read_javascript  # most projects have no such documents

    read_javascript(notes.path, body, notes, "tsx")


def _read_python(notes: Notes, body: bytes) -> None:
    from knownhands.harvest.code.python import read_python

    read_python(notes.path, body, notes)


def _read_r(notes: Notes, body: bytes) -> None:
    from knownhands.harvest.code.readers.source import read_source

    own = Notes(f"{notes.path}.r", notes.every_line, is_program=True)
    read_source(own, body, {})
    for seen in own.observations():
        notes.add(seen.line, seen.capability, seen.trigger, Ends(seen.source, seen.sink, seen.target))


def _read_shell(notes: Notes, body: bytes) -> None:
    from knownhands.harvest.code.shell import note_script

    note_script(notes, body.decode("utf-8", "replace"), 1)


_NAMES = {"python": "python", "r": "r", "bash": "shell", "sh": "shell"}
_READERS: dict[str, Callable[[Notes, bytes], None]] = {
    "python": _read_python,
    "r": _read_r,
    "shell": _read_shell,
}

READER = Reader(
    id="literate",
    paths=re.compile(r"\.(?:mdx|rmd|rmarkdown|qmd|md)$", re.IGNORECASE),
    read=_read,
)
