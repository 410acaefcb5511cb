"""A package that a project did not ask for before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.comparers._dependencies import adds_nothing, both_manifests, line_of
from knownhands.harvest.content.lines import Lines
from knownhands.harvest.dependencies.includes import included
from knownhands.harvest.dependencies.manifests._manifest import (
    Contents,
    like,
    manifest_of,
    manifests,
    read_manifest,
)
from knownhands.harvest.dependencies.tables import read_toml, text_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed

_MOST = 200  # in one file; chosen by eye
_FROM_OTHERS = "indirect"


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note each package once; those that were there in another part of the file are not new."""
    if adds_nothing(file, lines):
        return
    _note(notes, lines, *both_manifests(file), _own(file))


def across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    """Note what lists of pip's bring in by including files of other names."""
    lists = [
        file for file in files if file.new and (known := manifest_of(file.path)) and known.id == "requirements_txt"
    ]
    paths = {path for file in lists for path in included(file.new or b"", file.path) if not manifest_of(path)}
    for file in files:
        if file.path in paths and file.new:
            old, new = (read_manifest("requirements.txt", body) for body in (file.old, file.new))
            _note(notes_of(file.path), Lines(file.old or b"", file.new), old, new, set())


def _note(notes: Notes, lines: Lines, old: Contents, new: Contents, own: set[tuple[str, str]]) -> None:
    known = {wish.key for wish in old.wishes if not wish.is_override} | own
    added = {wish.key: wish for wish in reversed(new.wishes) if not wish.is_override and wish.part != _FROM_OTHERS}
    for key, wish in sorted(added.items())[:_MOST]:
        if key not in known:
            capability = "new_build_dependency" if wish.builds else "new_dependency"
            trigger = "build" if wish.builds else "install"
            notes.add(
                line_of(lines, wish.name.rpartition(":")[2]),
                capability,
                trigger,
                Ends("", f"{wish.part}.{wish.name}", wish.name),
            )


def _own(file: Changed) -> set[tuple[str, str]]:
    """Return the project's own name, by which it asks for its own extras."""
    body = file.new if file.new and file.path.endswith("pyproject.toml") else b""
    name = text_at(read_toml(body), "project", "name")
    return {("pypi", like("pypi", name))} if name else set()


COMPARER = Comparer(
    "new_dependency", re.compile("|".join(m.paths.pattern for m in manifests()), re.IGNORECASE), compare, across
)
