"""What a lock file says, as far as a change of it is compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from knownhands.plugins import discover

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping

LARGEST = 12_000_000  # bytes


class Locked(NamedTuple):
    """One package at one version.

    Attributes:
        name, version: as they stand there.
        hashes: "algorithm:value" or "algorithm-value".
        addresses: URLs and repositories that it is from; none where the file names none.
        is_own: whether it is a part of the project itself.
        at: what of its lines stands there once, by which its line is found.
        archives: the name of the archive that each hash is of; none where the file names none.
    """

    name: str
    version: str
    hashes: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    is_own: bool = False
    at: str = ""
    archives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LockContents:
    """What a lock file says.

    Attributes:
        entries: every package.
        wishes: what it says that the project itself asks for: where and name → range; or a hash of all that.
        needed: the names that a package in it, or the project, asks for; None where it does not say.
    """

    entries: tuple[Locked, ...] = ()
    wishes: Mapping[str, str] = field(default_factory=dict)
    needed: frozenset[str] | None = None


NOTHING = LockContents()


@dataclass(frozen=True, slots=True)
class Lock:
    """Understands one format.

    Attributes:
        id: the file's name.
        ecosystem: a purl's type.
        paths: which files, searched in the whole path.
        read: what a body says; it raises nothing.
    """

    id: str
    ecosystem: str
    paths: re.Pattern[str]
    read: Callable[[bytes], LockContents]


@cache
def locks() -> tuple[Lock, ...]:
    """Return every format, by name."""
    found = discover("knownhands.harvest.dependencies.locks", "LOCK")
    return tuple(cast("dict[str, Lock]", found).values())


@lru_cache(maxsize=10_000)
def lock_of(path: str) -> Lock | None:
    """Return the format of a file by its path; None where it is no such file."""
    return next((lock for lock in locks() if lock.paths.search(path)), None)


@lru_cache(maxsize=4)
def read_lock(path: str, body: bytes | None) -> LockContents:
    """Read a file; one of no known format, and one that makes no sense, says nothing."""
    lock = lock_of(path)
    return lock.read(body) if lock and body and len(body) <= LARGEST else NOTHING
