"""Cargo's settings: registries, and sources that stand for others."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest
from knownhands.harvest.dependencies.tables import read_toml, table_at, text_at


def read(body: bytes) -> Contents:
    """Read `[source]` and `[registries]`."""
    root = read_toml(body)
    indexes = [
        Index("cargo", f"{part}.{name}.{key}", value)
        for part in ("source", "registries")
        for name in table_at(root, part)
        for key in ("registry", "index", "git", "replace-with", "directory", "local-registry")
        if (value := text_at(root, part, name, key))
    ]
    return Contents(indexes=tuple(indexes))


MANIFEST = Manifest("cargo_config", "cargo", re.compile(r"(?:^|/)\.cargo/config(?:\.toml)?$"), read)
