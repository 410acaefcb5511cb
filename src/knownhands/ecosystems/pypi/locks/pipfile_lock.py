"""Pipfile.lock: pins and hashes in flat lists; it does not say who brought what in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.dependency import Found, Reader
from knownhands.documents.gaps import gap, origin
from knownhands.documents.graph import unique
from knownhands.documents.tree import parse_json
from knownhands.ecosystems.pypi import ECOSYSTEM
from knownhands.ecosystems.pypi.addresses import index_gap
from knownhands.ecosystems.pypi.locks.pyproject_toml import exactly

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.documents.dependency import Dependency
    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node


def read(document: Document) -> Found:
    """Read every category, "default" and "develop" and whatever else there is."""
    root = parse_json(document)
    indexes = {source["name"].text(): source["url"].text() for source in root["_meta"]["sources"]}
    categories = [table for name, table in root.items() if name != "_meta"]
    return Found(unique(_dependency(name, pin, indexes) for table in categories for name, pin in table.items()))


def _dependency(name: str, pin: Node, indexes: Mapping[str, str]) -> Dependency:
    version = exactly(pin["version"].text())
    return ECOSYSTEM.dependency(
        name,
        version,
        hashes=tuple(item.need() for item in pin["hashes"]),
        marker=pin["markers"].text(),
        source=pin.place,
        gap=_gap(pin, indexes) or ("" if version else gap("unpinned", pin["version"].text())),
    )


def _gap(pin: Node, indexes: Mapping[str, str]) -> str:
    """Say where a pin is from. One that names no index is from the first."""
    for key, kind in (("git", "vcs"), ("path", "local path"), ("file", "url")):
        if address := pin[key].text():
            if pin["editable"].value is True:
                return gap("editable", address)
            return (kind == "url" and origin(address)) or gap(kind, address)
    name = pin["index"].text()
    return index_gap(indexes.get(name, name) if name else next(iter(indexes.values()), ""))


def _recognises(document: Document) -> bool:
    return '"_meta"' in document.text and '"pipfile-spec"' in document.text


READER = Reader("pipfile_lock", "Pipfile.lock", ("pipfile.lock",), _recognises, read)
