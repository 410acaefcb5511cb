"""Notebooks: the code of their cells as one program, and the shell commands in them.

A notebook is JSON, most often with a line for each line of code. Where it is so, lines keep their numbers in the file; where it
is not, all that is seen is on the line where its cell begins, or on the first.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import note_script

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 12_000_000  # bytes
_TEXT = re.compile(rb'^\s*("(?:[^"\\]|\\.)*+"),?\s*$')
_BANG = re.compile(r"^\s*(?:[\w, ]{1,80}=\s*)?!+\s*(\S.*)")
_MAGIC = re.compile(r"^\s*%{1,2}(?:system|sx|bash|sh|script|cmd)\b\s*(.*)")
_SHELL_CELL = re.compile(r"^\s*%%(?:bash|sh|script|cmd|system|sx)\b")
_OTHER = re.compile(r"^\s*%")
_QUICK = re.compile(rb"(?:\"|\\n)\s*(?:[\w, ]{1,80}=\s*)?!|%(?:system|sx|bash|sh|script|cmd)\b")


def _read(notes: Notes, body: bytes) -> None:
    from knownhands.harvest.code.python import read_python  # most projects have no notebooks

    cells = _cells(body)
    if cells is None:
        notes.add(0, "unparsable", "import", Ends(target="no notebook"))
        return
    program: list[tuple[int, str]] = []
    numbers = _numbers(body)
    for cell in cells:
        program += _read_cell(notes, list(_numbered(cell, numbers)))
    text = "\n".join(code for _, code in program)
    own = Notes(notes.path, notes.every_line, notes.is_program)
    for observation in read_python(notes.path, text.encode("utf-8", "replace"), own):
        at = program[observation.line - 1][0] if 0 < observation.line <= len(program) else 0
        ends = Ends(observation.source, observation.sink, observation.target)
        notes.add(at, observation.capability, observation.trigger, ends)


def _read_cell(notes: Notes, lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Note the shell commands of a cell, and yield its other lines."""
    if lines and _SHELL_CELL.search(lines[0][1]):
        first = lines[0][0]
        script = "".join(f"{text}\n" for _, text in lines[1:])
        notes.add(first, "notebook_shell", "import", Ends(target=clip(script.strip())))
        note_script(notes, script, first + 1)
        return
    for number, text in lines:
        command = _BANG.search(text) or _MAGIC.search(text)
        if command and command[1]:
            notes.add(number, "notebook_shell", "import", Ends(sink=_program(command[1]), target=clip(command[1])))
            note_script(notes, command[1], number)
            yield number, text[: len(text) - len(text.lstrip())] + "pass"
        elif not _OTHER.search(text):
            yield number, text


def _program(command: str) -> str:
    """Name what a command runs."""
    return clip(command.split(maxsplit=1)[0])


def _cells(body: bytes) -> list[list[str]] | None:
    """Return the lines of each cell of code; None where it is no notebook."""
    if len(body) > LARGEST:
        return None
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    cells = document.get("cells") if isinstance(document, dict) else None
    if cells is None and isinstance(document, dict):  # the format until 2015
        sheets = document.get("worksheets")
        first = sheets[0] if isinstance(sheets, list) and sheets else None
        cells = first.get("cells") if isinstance(first, dict) else None
    if not isinstance(cells, list):
        return None
    return [_source(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]


def _source(cell: dict[str, object]) -> list[str]:
    source = cell.get("source", cell.get("input"))
    parts = source if isinstance(source, list) else [source]
    return "".join(part for part in parts if isinstance(part, str)).splitlines()


def _numbers(body: bytes) -> dict[str, list[int]]:
    """Say in which lines of the file each line of code stands, the last of them first."""
    numbers: dict[str, list[int]] = {}
    for number, line in enumerate(body.split(b"\n"), start=1):
        shown = _TEXT.match(line) if line.lstrip().startswith(b'"') else None
        if shown:
            try:
                text = json.loads(shown[1])
            except ValueError:
                continue
            numbers.setdefault(text.rstrip("\r\n"), []).append(number)
    for places in numbers.values():
        places.reverse()
    return numbers


def _numbered(cell: list[str], numbers: dict[str, list[int]]) -> Iterator[tuple[int, str]]:
    """Yield each line of a cell with its number in the file; one that is not found is on the line of the one before."""
    at = 1
    for text in cell:
        places = numbers.get(text)
        while places and places[-1] < at:
            places.pop()
        at = places.pop() if places else at
        yield at, text


def _may_show(added: bytes) -> bool:
    from knownhands.harvest.code.python import may_show

    return bool(_QUICK.search(added)) or may_show(added)


READER = Reader(
    id="notebook",
    paths=re.compile(r"\.ipynb$", re.IGNORECASE),
    read=_read,
    may_show=_may_show,
)
