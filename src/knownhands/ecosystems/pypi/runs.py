"""What Python runs whenever it starts, and the programs that a package puts on the path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.ecosystems._rules import Run

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 1_000_000  # bytes of a file that are looked at
_PICKLED = (b"PK", b"\x80")  # what others keep in files whose name ends in .pth
_SECTIONS = (b"console_scripts]", b"gui_scripts]", b"project.scripts]", b"tool.poetry.scripts]")
_ENTRY = re.compile(rb"^\s*[\"']?([\w.-]+)[\"']?\s*=", re.MULTILINE)


def runs(path: str, body: bytes) -> Iterator[Run]:
    """Yield the lines of a .pth file that are run, and the names under a heading of scripts, which become programs."""
    name = path.rpartition("/")[2].lower()
    if name.endswith(".pth") and not body.startswith(_PICKLED):
        yield from _lines_that_run(name, body)
    if name in {"entry_points.txt", "pyproject.toml"}:
        yield from _programs(body)


def _lines_that_run(name: str, body: bytes) -> Iterator[Run]:
    """Python runs every line that begins with `import`."""
    for number, line in enumerate(body[:_MOST].splitlines(), 1):
        if line.startswith((b"import ", b"import\t")):
            yield Run("python", "start", name, line.decode("utf-8", "surrogateescape"), number)


def _programs(body: bytes) -> Iterator[Run]:
    for section in re.split(rb"^\[", body[:_MOST], flags=re.MULTILINE):
        if section.startswith(_SECTIONS):
            for entry in _ENTRY.finditer(section):
                yield Run("program", "install", "scripts", entry[1].decode("ascii", "replace"))
