"""Who brought a package in: the shortest path from what the project itself asks for."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from knownhands.documents.dependency import Dependency

MOST_VERSIONS = 100
"""Versions of one package in one file; real ones stay below 10."""
Key = TypeVar("Key")

LONGEST = 64
"""Steps of a path that are kept. Real ones stay below 20; a made-up chain would fill the memory."""


def connect(
    entries: Mapping[Key, Dependency], direct: Iterable[Key] | None, edges: Mapping[Key, Iterable[Key]]
) -> tuple[Dependency, ...]:
    """Say of each entry whether it is direct and what brought it in.

    Args:
        entries: by the key that the file's own references resolve to.
        direct: keys that the project asks for; None when the file does not say, and then nothing is claimed.
        edges: key → the keys that it asks for. A key without an entry is passed over.

    Returns:
        The entries in order. One that nothing reaches is not direct and has no path.
    """
    if direct is None:
        return unique(entries.values())
    parents: dict[Key, Key | None] = {key: None for key in direct if key in entries}
    waiting = deque(parents)
    while waiting:
        key = waiting.popleft()
        for other in edges.get(key, ()):
            if other in entries and other not in parents:
                parents[other] = key
                waiting.append(other)
    return unique(
        replace(entry, is_direct=key in parents and parents[key] is None, brought_in_by=_path(key, parents, entries))
        for key, entry in entries.items()
    )


def by_name(pairs: Iterable[tuple[str, Key]], path: str) -> dict[str, list[Key]]:
    """Group keys by the name that references use.

    Raises:
        Unparsable: when one name stands for more than `MOST_VERSIONS`, which would make the graph grow without end.
    """
    groups: dict[str, list[Key]] = {}
    for name, key in pairs:
        group = groups.setdefault(name, [])
        group.append(key)
        if len(group) > MOST_VERSIONS:
            raise Unparsable(f"{path} holds {name[:80]} more than {MOST_VERSIONS} times.", "No real file does.")
    return groups


def unique(dependencies: Iterable[Dependency]) -> tuple[Dependency, ...]:
    """Keep one of those that are the same package from the same place, the one closest to the project."""
    kept: dict[tuple[object, ...], Dependency] = {}
    for new in dependencies:
        key = (new.purl, new.name, new.version, new.hashes, new.marker, new.gap)
        old = kept.get(key)
        if old is None or _distance(new) < _distance(old):
            kept[key] = new
    return tuple(kept.values())


def _distance(dependency: Dependency) -> int:
    if dependency.is_direct:
        return 0
    return len(dependency.brought_in_by) or LONGEST + 1


def _path(key: Key, parents: Mapping[Key, Key | None], entries: Mapping[Key, Dependency]) -> tuple[str, ...]:
    path: list[str] = []
    parent = parents.get(key)
    while parent is not None:
        if len(path) == LONGEST:
            return ()
        entry = entries[parent]
        path.append(entry.purl or entry.name)
        parent = parents[parent]
    return tuple(reversed(path))
