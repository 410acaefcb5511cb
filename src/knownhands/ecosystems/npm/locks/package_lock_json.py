"""package-lock.json and npm-shrinkwrap.json, versions 1 to 3: packages by the folder that they are put in.

Which of several copies a package gets is found as Node finds it: in its own folder, then in each one above.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.dependency import Found, Reader
from knownhands.documents.gaps import gap, origin, without_password
from knownhands.documents.graph import connect
from knownhands.documents.tree import parse_json
from knownhands.ecosystems.npm import ECOSYSTEM
from knownhands.ecosystems.npm.addresses import tarball_origin
from knownhands.errors import SourceError, Unparsable

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from knownhands.documents.dependency import Dependency
    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node

MAX_FOLDER = 4_096
"""Characters in the path of a package's folder, as systems allow."""

_ASKED = ("dependencies", "optionalDependencies", "peerDependencies")
_FOLDER = "node_modules/"


def read(document: Document) -> Found:
    """Read the lock; version 2 holds both layouts, and the newer one says more."""
    root = parse_json(document)
    if root["packages"]:
        return Found(_by_folder(root["packages"]), tuple(_strays(root["packages"])))
    return Found(_nested(document, root["dependencies"]))


def _by_folder(packages: Node) -> tuple[Dependency, ...]:
    """Read versions 2 and 3. A folder outside node_modules is the project's own: the project or its workspaces."""
    tables = {_checked(folder, table): table for folder, table in packages.items()}
    own = {folder for folder in tables if _FOLDER not in folder and not folder.startswith("..")}
    # A link stands for the folder that it points to.
    links = {folder: table["resolved"].text() for folder, table in tables.items() if table["link"].value is True}
    shelves = _shelves(tables)
    edges: dict[str, list[str]] = {}
    for folder in tables:
        real = links.get(folder, folder)
        names = _asked(tables[real], real) if real in tables else ()
        edges[folder] = _resolve(tables, [*_in_sight(shelves, real)], names)
    entries = {
        folder: _entry(folder, table)
        for folder, table in tables.items()
        if _FOLDER in folder and links.get(folder) not in own
    }
    return connect(entries, [other for folder in tables if folder in own for other in edges[folder]], edges)


def _strays(packages: Node) -> Iterator[tuple[str, str]]:
    """Name the folders outside node_modules that nothing links to, or that come from an address: no workspace does."""
    linked = {table["resolved"].text() for _, table in packages.items() if table["link"].value is True}
    for folder, table in packages.items():
        is_workspace = folder in linked and not table["resolved"]
        if folder and _FOLDER not in folder and not is_workspace:
            where = table["resolved"].text()
            origin_of_it = f" and comes from {without_password(where)[:200]}" if where else ""
            yield table.place, f"the folder {folder[:200]!r} is no workspace{origin_of_it}, so what it holds is unknown"


def _checked(folder: str, table: Node) -> str:
    """Refuse a path that would cost too much to search."""
    if len(folder) > MAX_FOLDER:
        raise Unparsable(f"{table.place[:200]}… is no possible folder.", "Let npm write the file again.")
    return folder


def _asked(table: Node, folder: str) -> Iterator[str]:
    for key in _ASKED if _FOLDER in folder else (*_ASKED, "devDependencies"):
        yield from table[key].keys()


def _shelves(folders: Iterable[str]) -> frozenset[str]:
    """Return every node_modules folder that holds a package."""
    return frozenset(folder.rpartition(_FOLDER)[0] + _FOLDER for folder in folders if _FOLDER in folder)


def _in_sight(shelves: frozenset[str], folder: str) -> Iterator[str]:
    """Give the node_modules folders where Node looks for what code in a folder asks for, nearest first."""
    while folder:
        if (shelf := f"{folder}/{_FOLDER}") in shelves:
            yield shelf
        folder = folder.rpartition("/")[0]
    yield _FOLDER


def _resolve(folders: Container[str], shelves: list[str], names: Iterable[str]) -> list[str]:
    """Find the copy of each package; one that is nowhere, as an optional one may be, is left out."""
    candidates = ([f"{shelf}{name}" for shelf in shelves] for name in names)
    return [copy for each in candidates if (copy := next((folder for folder in each if folder in folders), None))]


def _entry(folder: str, table: Node) -> Dependency:
    name = table["name"].text() or folder.rpartition(_FOLDER)[2]
    resolved = table["resolved"].text()
    if table["link"].value is True:
        return ECOSYSTEM.dependency(name, None, source=table.place, gap=gap("local path", resolved))
    return ECOSYSTEM.dependency(
        name,
        table["version"].text() or None,
        hashes=tuple(table["integrity"].text().split()),
        source=table.place,
        gap=tarball_origin(resolved, name),
    )


def _nested(document: Document, dependencies: Node) -> tuple[Dependency, ...]:
    """Read version 1, where a copy for one package is nested inside it; package.json beside it says what is direct."""
    tables = dict(_flatten(dependencies))
    entries = {folder: _old_entry(folder, table) for folder, table in tables.items()}
    shelves = _shelves(tables)
    edges = {
        folder: _resolve(tables, [*_in_sight(shelves, folder)], _required(table)) for folder, table in tables.items()
    }
    return connect(entries, direct_of(document, lambda name, _: [f"{_FOLDER}{name}"]), edges)


def _flatten(dependencies: Node) -> Iterator[tuple[str, Node]]:
    waiting: list[tuple[str, Node]] = [("", dependencies)]
    while waiting:
        above, table = waiting.pop()
        for name, entry in table.items():
            folder = _checked(f"{above}{_FOLDER}{name}", entry)
            yield folder, entry
            waiting.append((f"{folder}/", entry["dependencies"]))


def _required(table: Node) -> Iterable[str]:
    # Very old files say only `true` here.
    return table["requires"].keys() if table["requires"].holds(dict) else ()


def _old_entry(folder: str, table: Node) -> Dependency:
    """Read an entry whose version may be an address, or another package's name: "npm:other@1.0.0"."""
    name, version = folder.rpartition(_FOLDER)[2], table["version"].text()
    if version.startswith("npm:"):
        name, _, version = version.removeprefix("npm:").rpartition("@")
    why = origin(version) or tarball_origin(table["resolved"].text(), name)
    return ECOSYSTEM.dependency(
        name,
        None if why else version or None,
        hashes=tuple(table["integrity"].text().split()),
        source=table.place,
        gap=why,
    )


def direct_of(document: Document, keys: Callable[[str, str], Iterable[str]]) -> list[str] | None:
    """Return what the package.json beside a lock file asks for, or None when it cannot be read.

    Args:
        document: the lock file.
        keys: (name, range) → keys of entries.
    """
    try:
        manifest = document.beside("package.json")
        root = parse_json(manifest) if manifest else None
        requirements = [pair for key in (*_ASKED, "devDependencies") for pair in root[key].items()] if root else None
    except SourceError:
        return None
    if requirements is None:
        return None
    return [key for name, wish in requirements for key in keys(name, wish.text())]


def _recognises(document: Document) -> bool:
    return document.name.endswith(".json") and '"lockfileVersion"' in document.text


READER = Reader(
    "package_lock_json",
    "package-lock.json",
    ("package-lock.json", "npm-shrinkwrap.json", ".package-lock.json"),
    _recognises,
    read,
)
