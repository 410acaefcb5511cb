"""Cargo.toml: what a crate asks for, what builds it, and what is put in the place of other crates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.tables import read_toml, table_at, text_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = ("dependencies", "dev-dependencies", "build-dependencies")


def read(body: bytes) -> Contents:
    """Read the tables of the package, of its workspace and of each target."""
    root = read_toml(body)
    tables = {"": root, "workspace.": table_at(root, "workspace")}
    targets = table_at(root, "target")
    tables |= {f"target.{name}.": table_at(targets, name) for name in targets}
    wishes = [
        _wish(name, value, f"{where}{part}")
        for where, table in tables.items()
        for part in _PARTS
        for name, value in table_at(table, part).items()
    ]
    patches = table_at(root, "patch")
    for source in patches:
        wishes += _swaps(table_at(patches, source), f"patch.{source}")
    wishes += _swaps(table_at(root, "replace"), "replace")
    return Contents(tuple(wishes), tuple(_indexes(root)))


def _wish(name: str, value: object, part: str) -> Wish:
    builds = part.endswith("build-dependencies")
    if not isinstance(value, dict):
        return Wish("cargo", name, part, str(value), builds=builds)
    address = text_at(value, "git") or text_at(value, "path")
    package = text_at(value, "package")
    text = text_at(value, "version")
    return Wish("cargo", name, part, text, address, package if package != name else "", builds)


def _swaps(table: dict[str, Any], part: str) -> Iterator[Wish]:
    for name, value in table.items():
        wish = _wish(name.partition(":")[0], value, part)
        yield wish._replace(is_override=True, package=wish.package or wish.address)


def _indexes(root: dict[str, Any]) -> Iterator[Index]:
    for where in (root, table_at(root, "workspace")):
        for part in _PARTS:
            for name, value in table_at(where, part).items():
                if registry := text_at(value, "registry-index") or text_at(value, "registry"):
                    yield Index("cargo", "registry", registry, name)


MANIFEST = Manifest("cargo_toml", "cargo", re.compile(r"(?:^|/)Cargo\.toml$"), read)
