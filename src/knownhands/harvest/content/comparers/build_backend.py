"""A build backend that lies in the project itself: its code runs whenever somebody installs from source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.comparers._dependencies import line_of
from knownhands.harvest.dependencies.tables import list_at, read_toml, text_at

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note where `backend-path` is new, or names another place or module."""
    if not file.new or b"backend-path" not in file.new:
        return
    after = read_toml(file.new)
    paths, backend = list_at(after, "build-system", "backend-path"), text_at(after, "build-system", "build-backend")
    before = read_toml(file.old or b"")
    was = list_at(before, "build-system", "backend-path"), text_at(before, "build-system", "build-backend")
    if paths and (paths, backend) != was:
        line = line_of(lines, "backend-path") or line_of(lines, backend)
        notes.add(line, "build_backend_in_tree", "install", Ends("", backend, ", ".join(map(str, paths))))


COMPARER = Comparer("build_backend", re.compile(r"(?:^|/)pyproject\.toml$"), compare)
