"""What a lock file says, as far as a change of it is compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.dependencies.file_formats import FileFormat, FileFormats

if TYPE_CHECKING:
    from collections.abc import Mapping


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


class Lock(FileFormat[LockContents]):
    """Understands one format of lock files."""


_LOCKS: FileFormats[Lock, LockContents] = FileFormats(__package__, "LOCK", NOTHING, largest=12_000_000, kept=4)
locks, lock_of, read_lock = _LOCKS.all, _LOCKS.of, _LOCKS.read
