"""pylock.toml, PEP 751: the lock file that all Python installers share.

packaging reads it too, but refuses the whole file for one odd entry and keeps no places.
"""

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


def read(document: Document) -> Found:
    """Read the lock. Its graph is optional, and what is direct only pyproject.toml beside it says."""
    packages = [*parse_toml(document)["packages"]]
    named = by_name(((normalise(item["name"].need()), item) for item in packages), document.path)
    entries = {
        item.place: ECOSYSTEM.dependency(
            item["name"].need(),
            item["version"].text() or None,
            hashes=tuple(_hashes(item)),
            marker=item["marker"].text(),
            source=item.place,
            gap=_gap(item),
        )
        for item in packages
    }
    edges = {item.place: [*_edges(item, named)] for item in packages}
    names = asked_for(document)
    direct = None if names is None else [item.place for name in named if name in names for item in named[name]]
    return Found(connect(entries, direct, edges))


def _edges(item: Node, named: dict[str, list[Node]]) -> Iterator[str]:
    for requirement in item["dependencies"]:
        version = requirement["version"].text()
        for other in named.get(normalise(requirement["name"].text()), ()):
            if not version or other["version"].text() == version:
                yield other.place


def _gap(item: Node) -> str:
    for key, kind in (("vcs", "vcs"), ("directory", "local path"), ("archive", "url")):
        if source := item[key]:
            is_editable = kind == "local path" and source["editable"].value is True
            address = source["url"].text() or source["path"].text()
            return (kind == "url" and origin(address)) or gap("editable" if is_editable else kind, address)
    return index_gap(item["index"].text())


def _hashes(item: Node) -> Iterator[str]:
    for archive in (item["archive"], item["sdist"], *item["wheels"]):
        for algorithm, value in archive["hashes"].items():
            yield f"{algorithm}:{value.need()}"


def _recognises(document: Document) -> bool:
    return "[[packages]]" in document.text and "lock-version" in document.text


READER = Reader("pylock_toml", "pylock.toml", ("pylock.toml", "pylock.*.toml"), _recognises, read)
