"""pnpm-lock.yaml, versions 6 and 9.

Version 6 keeps a package and what it asks for together, under "/name@version(peers)"; version 9 keeps the first in
`packages` and the second, once for each choice of peers, in `snapshots`, without the slash.
"""

from __future__ import annotations

from posixpath import normpath
from typing import TYPE_CHECKING

from knownhands.documents.dependency import Found, Reader
from knownhands.documents.gaps import gap, origin
from knownhands.documents.graph import connect
from knownhands.documents.yaml_tree import parse_yaml
from knownhands.ecosystems.npm import ECOSYSTEM
from knownhands.ecosystems.npm.addresses import tarball_origin
from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from knownhands.documents.dependency import Dependency
    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node

_KNOWN = ("6.", "7.", "9.")
_ASKED = ("dependencies", "optionalDependencies")
_OWN = (*_ASKED, "devDependencies", "configDependencies", "packageManagerDependencies")


def read(document: Document) -> Found:
    """Read the lock. Newer pnpm puts a second document before it, about itself; that is code that runs here too."""
    return Found(tuple(item for root in parse_yaml(document) for item in _read(root)))


def _read(root: Node) -> tuple[Dependency, ...]:
    version = root["lockfileVersion"].need()
    if not version.startswith(_KNOWN):
        raise Unparsable(
            f"{root.place} is of pnpm's lock version {version[:20]}; we read 6 and 9.",
            "Write it again with a newer pnpm.",
        )
    packages = dict(root["packages"].items())
    snapshots = dict(root["snapshots"].items()) if root["snapshots"] else packages
    entries = {key: _entry(key, packages.get(_base(key)) or table) for key, table in snapshots.items()}
    edges = {key: [*_edges(table, _ASKED, snapshots)] for key, table in snapshots.items()}
    projects = dict(root["importers"].items()) or {".": root}
    direct = [key for project in projects.values() for key in _edges(project, _OWN, snapshots)]
    for entry in _links(projects):
        entries[entry.source] = entry
        direct.append(entry.source)
    return connect(entries, direct, edges)


def _links(projects: Mapping[str, Node]) -> Iterator[Dependency]:
    """Give the folders that projects link to, without those that are projects of the same lock."""
    for folder, project in projects.items():
        for name, requirement in (pair for each in _OWN for pair in project[each].items()):
            chosen = (requirement["version"] if requirement.holds(dict) else requirement).text()
            if chosen.startswith("link:") and normpath(f"{folder}/{chosen[5:]}") not in projects:
                yield ECOSYSTEM.dependency(name, None, source=requirement.place, gap=gap("local path", chosen))


def _base(key: str) -> str:
    """Drop the choice of peers."""
    return key.partition("(")[0]


def _edges(table: Node, lists: tuple[str, ...], snapshots: Mapping[str, Node]) -> Iterator[str]:
    """Follow references: a version, or the whole key where the name is an alias. A project's are tables, with wishes."""
    for each in lists:
        for name, requirement in table[each].items():
            chosen = (requirement["version"] if requirement.holds(dict) else requirement).text()
            for key in (f"{name}@{chosen}", f"/{name}@{chosen}", chosen):
                if key in snapshots:
                    yield key


def _entry(key: str, table: Node) -> Dependency:
    base = _base(key).removeprefix("/")
    # The first character may be a scope's @, and an address after the name may hold others.
    split = base.find("@", 1)
    name = table["name"].text() or (base[:split] if split > 0 else base)
    version = table["version"].text() or (base[split + 1 :] if split > 0 else "")
    resolution = table["resolution"]
    why = _gap(resolution, name) or origin(version)
    return ECOSYSTEM.dependency(
        name,
        None if origin(version) else version or None,
        hashes=tuple(resolution["integrity"].text().split()),
        source=table.place,
        gap=why,
    )


def _gap(resolution: Node, name: str) -> str:
    if repository := resolution["repo"].text():
        return gap("vcs", repository)
    if folder := resolution["directory"].text():
        return gap("local path", folder)
    return tarball_origin(resolution["tarball"].text(), name)


def _recognises(document: Document) -> bool:
    return document.name.endswith((".yaml", ".yml")) and "lockfileVersion:" in document.text


READER = Reader("pnpm_lock_yaml", "pnpm-lock.yaml", ("pnpm-lock.yaml",), _recognises, read)
