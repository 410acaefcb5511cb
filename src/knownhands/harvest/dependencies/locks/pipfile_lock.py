"""Pipfile.lock: pins and hashes; it does not say who asks for what."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import list_at, read_json, table_at, text_at

_PLACES = ("git", "file", "path", "index")


def read(body: bytes) -> LockContents:
    """Read every category."""
    root = read_json(body)
    indexes = {text_at(source, "name"): text_at(source, "url") for source in list_at(root, "_meta", "sources")}
    entries = [
        Locked(
            name,
            text_at(pin, "version").removeprefix("=="),
            tuple(sorted(str(text) for text in list_at(pin, "hashes"))),
            tuple(indexes.get(place, place) for key in _PLACES if (place := text_at(pin, key))),
            at=f'"{name}"',
        )
        for category in root
        if category != "_meta"
        for name, pin in table_at(root, category).items()
    ]
    own = text_at(root, "_meta", "hash", "sha256")
    return LockContents(tuple(entries), {"hash": own} if own else {})


LOCK = Lock("pipfile_lock", "pypi", re.compile(r"(?:^|/)Pipfile\.lock$"), read)
