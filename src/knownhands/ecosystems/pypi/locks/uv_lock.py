"""uv.lock: every package with its graph, the project itself among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.address import origin as origin_of
from knownhands.documents.address import split
from knownhands.documents.dependency import Found, Reader
from knownhands.documents.gaps import gap, origin
from knownhands.documents.graph import by_name, connect
from knownhands.documents.tree import parse_toml
from knownhands.ecosystems.pypi import ECOSYSTEM
from knownhands.ecosystems.pypi.addresses import index_gap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node


def read(document: Document) -> Found:
    """Read the lock; the project and the members of its workspace are where paths begin."""
    root = parse_toml(document)
    packages = {item.place: item for item in root["package"]}
    named = by_name(((item["name"].need(), item) for item in packages.values()), document.path)
    edges = {place: [*_edges(item, named)] for place, item in packages.items()}
    own = {place for place, item in packages.items() if _is_own(item["source"])}
    entries = {
        place: ECOSYSTEM.dependency(
            item["name"].need(),
            item["version"].text() or None,
            hashes=tuple(_hashes(item)),
            source=place,
            gap=_gap(item["source"]) or _loose(item),
        )
        for place, item in packages.items()
        if place not in own
    }
    direct = [other for place in packages if place in own for other in edges[place]]
    # The lock of a script has no project in it; its wishes stand apart.
    direct += _named(root["manifest"]["requirements"], named)
    return Found(connect(entries, direct if own or direct else None, edges))


def _edges(item: Node, named: dict[str, list[Node]]) -> Iterator[str]:
    """Follow dependencies, extras and groups. A reference names a version only where there are several."""
    lists = [item["dependencies"]]
    for key in ("optional-dependencies", "dev-dependencies"):
        lists += [requirement for _, requirement in item[key].items()]
    for each in lists:
        yield from _named(each, named)


def _named(wishes: Node, named: dict[str, list[Node]]) -> Iterator[str]:
    for requirement in wishes:
        version = requirement["version"].text()
        for other in named.get(requirement["name"].need(), ()):
            if not version or other["version"].text() == version:
                yield other.place


def _is_own(source: Node) -> bool:
    path = source["virtual"].text() or source["editable"].text()
    return bool(path) and not path.startswith(("..", "/"))


def _gap(source: Node) -> str:
    for key, kind in (("git", "vcs"), ("path", "local path"), ("directory", "local path"), ("editable", "editable")):
        if address := source[key].text():
            return gap(kind, address)
    if address := source["url"].text():
        return origin(address) or gap("url", address)
    if folder := source["virtual"].text():
        return gap("local path", folder)
    return index_gap(source["registry"].text())


def _loose(item: Node) -> str:
    """Say which archive is from another place than the index and has no hash by which it could be told from the index's."""
    index = item["source"]["registry"].text()
    for archive in (item["sdist"], *item["wheels"]):
        address = archive["url"].text()
        if split(address) and split(index) and origin_of(address) != origin_of(index) and not archive["hash"].text():
            return gap("url", address)
    return ""


def _hashes(item: Node) -> Iterator[str]:
    for archive in (item["sdist"], *item["wheels"]):
        if hash_ := archive["hash"].text():
            yield hash_


def _recognises(document: Document) -> bool:
    return (
        document.name.endswith((".lock", ".toml")) and "[[package]]" in document.text and "source = {" in document.text
    )


READER = Reader("uv_lock", "uv.lock", ("uv.lock", "*.py.lock"), _recognises, read)
