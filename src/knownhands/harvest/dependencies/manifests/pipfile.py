"""Pipfile: every category of packages, and the sources that they are from."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Manifest
from knownhands.harvest.dependencies.manifests._python import named, sources
from knownhands.harvest.dependencies.tables import list_at, read_toml

_OTHER = frozenset({"source", "requires", "scripts", "pipenv", "build-system"})


def read(body: bytes) -> Contents:
    """Read it."""
    root = read_toml(body)
    categories = {part: table for part, table in root.items() if part not in _OTHER and isinstance(table, dict)}
    wishes = [
        wish for part, table in categories.items() for name, value in table.items() for wish in named(name, value, part)
    ]
    return Contents(tuple(wishes), tuple(sources(list_at(root, "source"), "source")))


MANIFEST = Manifest("pipfile", "pypi", re.compile(r"(?:^|/)Pipfile$"), read)
