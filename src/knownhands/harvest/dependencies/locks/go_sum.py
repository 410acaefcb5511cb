"""go.sum: the hash of each version of a module, and of its go.mod."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import read_lines

_LINE = re.compile(r"(\S+) (v\S+) (h1:\S+)")


def read(body: bytes) -> LockContents:
    """Read each line."""
    matches = filter(None, map(_LINE.fullmatch, read_lines(body)))
    return LockContents(
        tuple(Locked(match[1], match[2], (match[3],), at=f"{match[1]} {match[2]}") for match in matches)
    )


LOCK = Lock("go_sum", "golang", re.compile(r"(?:^|/)go\.(?:work\.)?sum$"), read)
