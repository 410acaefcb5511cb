"""composer.json: packages, and the repositories that they are from."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.tables import list_at, read_json, table_at, text_at


def read(body: bytes) -> Contents:
    """Read it; what PHP itself brings is no package."""
    root = read_json(body)
    wishes = [
        Wish("composer", name, part, str(text))
        for part in ("require", "require-dev")
        for name, text in table_at(root, part).items()
        if "/" in name
    ]
    repositories = [*list_at(root, "repositories"), *table_at(root, "repositories").values()]
    indexes = [
        Index("composer", f"repositories.{text_at(table, 'type')}", text_at(table, "url"))
        for table in repositories
        if text_at(table, "url") and text_at(table, "type") != "path"
    ]
    return Contents(tuple(wishes), tuple(indexes))


MANIFEST = Manifest("composer_json", "composer", re.compile(r"(?:^|/)composer\.json$"), read)
