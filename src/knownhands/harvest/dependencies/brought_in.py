"""What a change brings in by any file that asks for packages: those that registries serve, and what no registry that we ask does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.documents.gaps import gap, origin
from knownhands.ecosystems._known import known_ecosystems
from knownhands.harvest.dependencies.hosts import is_home, owner_of
from knownhands.harvest.dependencies.manifests._manifest import manifest_of, read_manifest
from knownhands.harvest.dependencies.read import added, is_dependency_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.documents.dependency import Dependency
    from knownhands.harvest.dependencies.manifests._manifest import Index, Wish

_EXACT = {
    "npm": re.compile(r"=?\s*v?(\d+\.\d+\.\d+[\w.+-]*)"),
    "pypi": re.compile(r"={2,3}\s*([^\s,;*<>=!~]+)\s*(?:;.*)?"),
}
_REQUIREMENTS = "requirements.txt"


def asks_for_packages(path: str) -> bool:
    """Whether a path is that of a file of any format that names packages of registries that we know, or the registries."""
    manifest = manifest_of(path)
    return is_dependency_file(path) or (manifest is not None and _is_known(manifest.ecosystem))


def brought_in(before: bytes, after: bytes, old_path: str, path: str) -> tuple[Dependency, ...]:
    """Say which packages a change brings in by a file.

    Args:
        before: what it held; it counts only where it was such a file.
        after: what it holds; empty for a file that is gone.
        old_path: where it was.
        path: where it is, which names the format; one of no known name is read as a list of pip's.

    Raises:
        UsageError: when no reader knows the format.
        Unparsable: when the new bytes are malformed.
    """
    was = before if asks_for_packages(old_path) or old_path == path else b""
    if is_dependency_file(path):
        return added(was if is_dependency_file(old_path) else b"", after, path)
    name = path if manifest_of(path) else _REQUIREMENTS
    old = read_manifest(old_path if manifest_of(old_path) else name, was).wishes
    known = {(wish.key, wish.package, wish.address, _version(wish)) for wish in old}
    new = {
        key: wish
        for wish in read_manifest(name, after).wishes
        if _is_known(wish.ecosystem)
        and _names_package(wish)
        and (key := (wish.key, wish.package, wish.address, _version(wish))) not in known
    }
    return tuple(_dependency(wish, path) for wish in new.values())


def other_indexes(before: bytes, after: bytes, old_path: str, path: str) -> Iterator[Index]:
    """Yield the registries that a file now names and did not before, but for the home of all packages."""
    known = {index.address for index in read_manifest(old_path, before).indexes}
    for index in read_manifest(path, after).indexes:
        is_other = index.address not in known and not is_home(index.ecosystem, index.address)
        if is_other and _is_known(index.ecosystem) and owner_of(index.address):
            yield index


def _is_known(ecosystem: str) -> bool:
    return ecosystem in known_ecosystems() or ecosystem == "conda"


def _names_package(wish: Wish) -> bool:
    """Whether a wish brings a package in: what only says which version others get names one where it is exact."""
    return wish.ecosystem in known_ecosystems() and bool(
        not wish.is_override or wish.package or wish.address or _version(wish)
    )


def _version(wish: Wish) -> str | None:
    """Return the exact version that a wish allows; None where it leaves a choice."""
    text = wish.text.removeprefix("npm:")
    text = text[1:].partition("@")[2] if wish.package else text
    match = _EXACT[wish.ecosystem].fullmatch(text.strip()) if wish.ecosystem in _EXACT else None
    return match[1] if match else None


def _dependency(wish: Wish, path: str) -> Dependency:
    version = _version(wish)
    why = "" if version else gap("unpinned", wish.text)
    if wish.address:
        version, why = None, origin(wish.address) or gap("url", wish.address)
    ecosystem = known_ecosystems()[wish.ecosystem]
    return ecosystem.dependency(
        wish.package or wish.name, version, is_direct=True, source=f"{path}#/{wish.part}", gap=why
    )
