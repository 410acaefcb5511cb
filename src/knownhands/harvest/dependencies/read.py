"""Read a dependency file of any known format, and say what a change adds to one."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, cast

from knownhands.documents.dependency import DependencyFile
from knownhands.documents.document import Document, decode, open_document
from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import Unparsable, UsageError
from knownhands.harvest.dependencies import formats
from knownhands.plugins import discover

if TYPE_CHECKING:
    from pathlib import Path

    from knownhands.documents.dependency import Dependency, Reader


@cache
def readers() -> tuple[Reader, ...]:
    """Return every reader, in the order of their ids: those of each ecosystem, and those for all."""
    known = cast("dict[str, Reader]", discover(formats, "READER"))
    for ecosystem in known_ecosystems().values():
        known |= ecosystem.locks()
    return tuple(known[name] for name in sorted(known))


def is_dependency_file(path: str) -> bool:
    """Whether a path has the name of a dependency file; tells which files of a change to look into."""
    return _named(Document(path, "")) is not None


def read_dependencies(path: Path) -> DependencyFile:
    """Read a dependency file; nothing but it and plain files below its folder is opened.

    Raises:
        UsageError: when no reader knows the format.
        NotFound: when there is no such file.
        Unreachable: when it may not be read.
        Unparsable: when it is malformed; the message says where.
    """
    return _read(open_document(path))


def added(before: bytes, after: bytes, path: str) -> tuple[Dependency, ...]:
    """Say what a change adds to a dependency file.

    Args:
        before: the old bytes, empty for a new file. When they make no sense, everything counts as added.
        after: the new bytes, empty for a file that is gone.
        path: names the format.

    Returns:
        Dependencies with a package, version or origin that was not there, and those whose version stayed the same
        while not one of its hashes did.

    Raises:
        UsageError: when no reader knows the format.
        Unparsable: when the new bytes are malformed.
    """
    if not after:
        return ()
    old: dict[tuple[str, str, str], set[str]] = {}
    for dependency in _read_or_nothing(before, path):
        old.setdefault(_identity(dependency), set()).update(dependency.hashes)
    return tuple(
        dependency
        for dependency in _read(Document(path, decode(after, path))).dependencies
        if _is_new(dependency, old.get(_identity(dependency)))
    )


def _is_new(dependency: Dependency, hashes: set[str] | None) -> bool:
    if hashes is None:
        return True
    return bool(hashes and dependency.hashes) and hashes.isdisjoint(dependency.hashes)


def _identity(dependency: Dependency) -> tuple[str, str, str]:
    return dependency.purl or dependency.name, dependency.version or "", dependency.gap


def _read_or_nothing(body: bytes, path: str) -> tuple[Dependency, ...]:
    if not body:
        return ()
    try:
        return _read(Document(path, decode(body, path))).dependencies
    except (Unparsable, UsageError):
        return ()


def _read(document: Document) -> DependencyFile:
    reader = _named(document) or next((reader for reader in readers() if reader.recognises(document)), None)
    if reader is None:
        raise UsageError(
            f"{document.path} is no dependency file that we know.",
            f"We read {', '.join(reader.title for reader in readers())}.",
        )
    contents = reader.read(document)
    return DependencyFile(reader.id, document.path, contents.dependencies, contents.gaps)


def _named(document: Document) -> Reader | None:
    matching = (reader for reader in readers() if any(fnmatchcase(document.name, name) for name in reader.names))
    return next(matching, None)
