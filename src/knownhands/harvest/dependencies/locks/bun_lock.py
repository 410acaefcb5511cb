"""bun.lock, by line, as Bun writes it: one package a line."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import LONGEST_LINE

_LINE = re.compile(r'\s*"([^"]+)": \["([^"]+)"(?:, "([^"]*)")?')
_HASH = re.compile(r'"(sha\d+-[A-Za-z0-9+/=]+)"\]')
_NAMES = re.compile(r'"(@?[^"\s:{}\[\]]+)": "')
_LONGEST = 10 * LONGEST_LINE


def read(body: bytes) -> LockContents:
    """Read the lines of packages."""
    entries = []
    needed: set[str] = set()
    for line in body.decode("utf-8", "replace").split("\n"):
        text = line[:_LONGEST]
        needed.update(_NAMES.findall(text))
        if match := _LINE.match(text):
            whole = match[2]
            split = whole.find("@", 1)
            version = whole[split + 1 :] if split > 0 else ""
            hash_ = _HASH.search(text)
            address = match[3] if match[3] and "://" in match[3] else version if ":" in version else ""
            is_own = version.startswith("workspace:")
            entries.append(
                Locked(
                    whole[:split] if split > 0 else whole,
                    version,
                    (hash_[1],) if hash_ else (),
                    (address,) if address else (),
                    is_own,
                    match[1],
                )
            )
    return LockContents(tuple(entries), {}, frozenset(needed) if entries else None)


LOCK = Lock("bun_lock", "npm", re.compile(r"(?:^|/)bun\.lock$"), read)
