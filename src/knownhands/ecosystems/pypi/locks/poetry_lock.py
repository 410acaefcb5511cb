"""poetry.lock: every package with its graph; what is direct only pyproject.toml beside it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.dependency import Found, Reader
from knownhands.documents.gaps import gap, origin
from knownhands.documents.graph import by_name, connect
from knownhands.documents.tree import parse_toml
from knownhands.ecosystems.pypi import ECOSYSTEM
from knownhands.ecosystems.pypi.addresses import index_gap
from knownhands.ecosystems.pypi.locks.pyproject_toml import asked_for
from knownhands.ecosystems.pypi.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node

_KINDS = {"git": "vcs", "directory": "local path", "file": "local path", "url": "url"}


def read(document: Document) -> Found:
    """Read the lock."""
    root = parse_toml(document)
    entries, wishes = {}, {}
    for item in root["package"]:
        name = item["name"].need()
        wishes[item.place] = [normalise(requirement) for requirement, _ in item["dependencies"].items()]
        entries[item.place] = ECOSYSTEM.dependency(
            name,
            item["version"].text() or None,
            hashes=tuple(_hashes(item, root["metadata"]["files"][name])),
            marker=item["markers"].text() if item["markers"].holds(str) else "",
            source=item.place,
            gap=_gap(item["source"]),
        )
    named = by_name(((normalise(entry.name), place) for place, entry in entries.items()), document.path)
    edges = {place: [other for name in names for other in named.get(name, ())] for place, names in wishes.items()}
    names = asked_for(document)
    direct = None if names is None else [place for name, places in named.items() if name in names for place in places]
    return Found(connect(entries, direct, edges))


def _gap(source: Node) -> str:
    """A source of type "legacy" is another index."""
    kind = _KINDS.get(source["type"].text())
    address = source["url"].text()
    if kind == "url":
        return origin(address) or gap(kind, address)
    return gap(kind, address) if kind else index_gap(address)


def _hashes(item: Node, older: Node) -> Iterator[str]:
    """Poetry kept the files of all packages in one table before 1.5."""
    for archive in (*item["files"], *older):
        if hash_ := archive["hash"].text():
            yield hash_


def _recognises(document: Document) -> bool:
    return "[[package]]" in document.text and "content-hash" in document.text


READER = Reader("poetry_lock", "poetry.lock", ("poetry.lock",), _recognises, read)
