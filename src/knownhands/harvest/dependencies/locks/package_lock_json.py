"""package-lock.json and npm-shrinkwrap.json, versions 1 to 3."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import read_json, table_at, text_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_FOLDER = "node_modules/"


def read(body: bytes) -> LockContents:
    """Read packages by folder, or nested ones."""
    root = read_json(body)
    packages = table_at(root, "packages")
    return _by_folder(packages) if packages else _nested(table_at(root, "dependencies"))


def _by_folder(packages: dict[str, Any]) -> LockContents:
    entries: list[Locked] = []
    wishes: dict[str, str] = {}
    needed: set[str] = set()
    for folder, table in packages.items():
        if not isinstance(table, dict):
            continue
        is_own = _FOLDER not in folder
        for part in _PARTS:
            names = table_at(table, part)
            needed.update(names)
            if is_own:
                wishes |= {f"{folder} {name}": str(text) for name, text in names.items()}
        if is_own or table.get("link") is True:
            needed.add(folder.rpartition(_FOLDER)[2])
            continue
        alias = folder.rpartition(_FOLDER)[2]
        entries.append(_entry(text_at(table, "name") or alias, table, f'"{folder}"'))
        needed.update({entries[-1].name} if alias in needed else ())
    return LockContents(tuple(entries), wishes, frozenset(needed))


def _entry(name: str, table: dict[str, Any], at: str) -> Locked:
    version = text_at(table, "version")
    resolved = text_at(table, "resolved") or ("" if "://" not in version else version)
    hashes = tuple(sorted(text_at(table, "integrity").split()))
    return Locked(name, version, hashes, (resolved,) if resolved else (), at=at)


def _nested(dependencies: dict[str, Any]) -> LockContents:
    """Read version 1, in which a package that nothing asks for cannot be told from one that the project does."""
    return LockContents(tuple(_entry(*each, f'"{each[0]}"') for each in _walk(dependencies)))


def _walk(dependencies: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    waiting = [dependencies]
    while waiting:
        for name, table in waiting.pop().items():
            if isinstance(table, dict):
                yield name, table
                waiting.append(table_at(table, "dependencies"))


LOCK = Lock("package_lock_json", "npm", re.compile(r"(?:^|/)(?:package-lock|npm-shrinkwrap)\.json$"), read)
