"""composer.lock: packages with the commit that each tag stood for."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import list_at, read_json, table_at, text_at


def read(body: bytes) -> LockContents:
    """Read it. A branch has no version, and so no commit that stays."""
    root = read_json(body)
    tables = [*list_at(root, "packages"), *list_at(root, "packages-dev")]
    entries = [_entry(table) for table in tables if text_at(table, "name")]
    own = text_at(root, "content-hash")
    needed = {name for table in tables for part in ("require", "suggest") for name in table_at(table, part)}
    return LockContents(tuple(entries), {"content-hash": own} if own else {}, frozenset(needed) or None)


def _entry(table: object) -> Locked:
    name, version = text_at(table, "name"), text_at(table, "version")
    is_branch = "dev" in version
    hashes = [f"sha1:{text_at(table, 'dist', 'shasum')}"] if text_at(table, "dist", "shasum") else []
    hashes += [f"git:{text_at(table, 'source', 'reference')}"] if text_at(table, "source", "reference") else []
    addresses = [text_at(table, part, "url") for part in ("source", "dist") if text_at(table, part, "url")]
    return Locked(name, version, () if is_branch else tuple(hashes), tuple(addresses), at=f'"name": "{name}"')


LOCK = Lock("composer_lock", "composer", re.compile(r"(?:^|/)composer\.lock$"), read)
