"""What comparers of dependency files have in common: the file before the change, and where in the new one a word stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.harvest.dependencies.locks._lock import NOTHING as NO_LOCK
from knownhands.harvest.dependencies.locks._lock import LockContents, lock_of, read_lock
from knownhands.harvest.dependencies.manifests._manifest import NOTHING, Contents, manifest_of, read_manifest

if TYPE_CHECKING:
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

MOST = 20
"""Observations of a kind in one file; chosen by eye: a person reads no more of them."""


def both_manifests(file: Changed) -> tuple[Contents, Contents]:
    """Return what a file asks for before and after the change; one that was no such file before asked for nothing."""
    was = file.old is not None and manifest_of(file.old_path) is not None
    return read_manifest(file.old_path, file.old) if was else NOTHING, read_manifest(file.path, file.new)


def both_locks(file: Changed) -> tuple[LockContents, LockContents]:
    """Return what a lock file holds before and after the change."""
    was = file.old is not None and lock_of(file.old_path) is not None
    return read_lock(file.old_path, file.old) if was else NO_LOCK, read_lock(file.path, file.new)


def adds_nothing(file: Changed, lines: Lines) -> bool:
    """Whether a change adds no line to a file that was of the same kind before; one that becomes such a file adds all of it."""
    before, after = (manifest_of(path) or lock_of(path) for path in (file.old_path, file.path))
    return not lines.added and before == after


def line_of(lines: Lines, *words: str) -> int:
    """Return the first added line that holds all words, else the first that does, else 0."""
    parts = [word.encode("utf-8", "replace") for word in words if word]
    numbers = (*sorted(lines.added), *range(1, len(lines.after) + 1))
    return next((number for number in numbers if all(part in lines.after[number - 1] for part in parts)), 0)
