"""Read many commits or files at once; a missing or corrupt one costs itself alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knownhands.harvest.git.process import Repository

MOST_OF_COMMIT = 200_000
"""Bytes of a commit object that are looked at, headers and signature included. The longest in some fifty projects has 77,000."""

_MOST_AT_ONCE = 64_000_000  # bytes of commit objects in memory; 4,000 ordinary ones have four million
_SHA1_LENGTH = 40


def read_commits(repository: Repository, shas: Sequence[str]) -> Iterator[bytes | None]:
    """Yield each commit's bytes, or None where it cannot be read, is no commit or is not what its name says.

    `git cat-file --batch` says "missing" and goes on, but stops at a corrupt object: it is then started again
    behind that one. What is longer than `MOST_OF_COMMIT` is cut there: twenty megabytes of message are no message.
    """
    for group in _groups(repository, shas):
        for body in _read(repository, group, b"commit"):
            yield body[:MOST_OF_COMMIT] if body and len(body) > MOST_OF_COMMIT else body


def _groups(repository: Repository, shas: Sequence[str]) -> Iterator[list[str]]:
    """Cut a list of commits into such as can be held at once: nearly always one. "" stands for one that is too large alone."""
    sizes = _sizes(repository, shas, b"commit") if shas else {}
    group: list[str] = []
    weight = 0
    for sha in shas:
        size = sizes.get(sha, 0)
        if weight + size > _MOST_AT_ONCE and group:
            yield group
            group, weight = [], 0
        is_held = size <= _MOST_AT_ONCE
        group.append(sha if is_held else "")
        weight += size * is_held
    if group:
        yield group


def read_files(repository: Repository, places: Sequence[tuple[str, str]], most_bytes: int) -> list[bytes | None]:
    """Return the contents of files, or None where there is none, it cannot be read or it is too large.

    Args:
        repository: where they are.
        places: the full name of a commit, and a path in it.
        most_bytes: larger files are not read.
    """
    revisions = [f"{commit}:{path}" if "\n" not in path else "" for commit, path in places]
    lines = "".join(f"{name}\n" for name in revisions).encode("utf-8", "surrogateescape")
    done = repository.try_run("cat-file", "--batch-check", stdin=lines)
    headers = [line.split(b" ") for line in done.stdout.splitlines()]
    names = {
        place: header[0].decode("ascii")
        for place, header in zip(places, headers, strict=False)
        if len(header) == 3 and header[1] == b"blob" and int(header[2]) <= most_bytes  # noqa: PLR2004 - name, type, size
    }
    distinct = list(dict.fromkeys(names.values()))
    bodies = dict(zip(distinct, _read(repository, distinct, b"blob"), strict=True))
    return [bodies[names[place]] if place in names else None for place in places]


def blob_sizes(repository: Repository, names: Sequence[str]) -> dict[str, int]:
    """Return the size in bytes of each blob that is there."""
    return _sizes(repository, names, b"blob") if names else {}


def _sizes(repository: Repository, names: Sequence[str], kind: bytes) -> dict[str, int]:
    done = repository.try_run(
        "cat-file", "--batch-check", "--buffer", stdin="".join(f"{name}\n" for name in names).encode()
    )
    headers = (line.split(b" ") for line in done.stdout.splitlines())
    return {header[0].decode("ascii"): int(header[2]) for header in headers if header[1:2] == [kind]}


def read_blobs(repository: Repository, names: Sequence[str]) -> dict[str, bytes | None]:
    """Return the contents of blobs; None where one is missing or corrupt."""
    return dict(zip(names, _read(repository, names, b"blob"), strict=True)) if names else {}


def _read(repository: Repository, shas: Sequence[str], kind: bytes) -> list[bytes | None]:
    bodies: list[bytes | None] = []
    while len(bodies) < len(shas):
        stdin = "\n".join(shas[len(bodies) :]).encode() + b"\n"
        done = repository.try_run("cat-file", "--batch", "--buffer", stdin=stdin)
        bodies.extend(_parse(done.stdout, kind))
        if done.returncode and len(bodies) < len(shas):
            bodies.append(None)
        elif not done.returncode:
            break
    return bodies[: len(shas)]


def _parse(data: bytes, kind: bytes) -> list[bytes | None]:
    bodies: list[bytes | None] = []
    at = 0
    while (end := data.find(b"\n", at)) >= 0:
        header = data[at:end].split(b" ")
        if len(header) != 3 or not header[2].isdigit():  # noqa: PLR2004 - name, type and size
            bodies.append(None)
            at = end + 1
            continue
        size = int(header[2])
        if end + 1 + size > len(data):
            break  # cut off: the object turned out corrupt half-way
        body = data[end + 1 : end + 1 + size]
        bodies.append(body if header[1] == kind and _name(kind, body, len(header[0])) == header[0] else None)
        at = end + 2 + size
    return bodies


def _name(kind: bytes, body: bytes, length: int) -> bytes:
    """Name an object by its contents, which `git cat-file` does not check."""
    hashed = hashlib.sha1 if length == _SHA1_LENGTH else hashlib.sha256
    return hashed(b"%s %d\0%s" % (kind, len(body), body), usedforsecurity=False).hexdigest().encode()
