"""Read an archive or folder into a package store: what it holds, what is odd about it, and what its files do."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from typing import TYPE_CHECKING

from knownhands.capabilities.load import fingerprint
from knownhands.harvest.archive.manifest import read_manifest
from knownhands.harvest.archive.reader import read_archive
from knownhands.harvest.code.chains import with_chains
from knownhands.harvest.code.handed import read_handed
from knownhands.harvest.code.installed import at_install, installed_files
from knownhands.harvest.code.many import read_files
from knownhands.harvest.code.notes import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from knownhands.harvest.archive.contents import Contents
    from knownhands.records import Observation

_BY_ITSELF = frozenset({"install", "start"})
"""When a file runs before anybody calls it."""
_TABLES = ("artifacts", "artifact_files", "artifact_problems", "artifact_observations", "artifact_manifests")
_READER = 3  # raised whenever the readers see something else in the same file


def harvest_artifact(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Store what can be read of an archive or folder; what was stored of it before is replaced.

    Returns:
        Its SHA-256, by which the tables name it.

    Raises:
        NotFound: there is nothing at that path.
    """
    contents = read_archive(path)
    artifact = _digest(path, contents)
    keep(connection, artifact, contents)
    return artifact


def keep(connection: duckdb.DuckDBPyConnection, artifact: str, contents: Contents) -> None:
    """Store what was read of an artifact, and what its files do; what was stored of it before is replaced.

    Args:
        connection: a package store.
        artifact: its SHA-256.
        contents: from `read_archive` or `read_bytes`.
    """
    observations = observe(contents)
    is_complete = contents.is_complete and _is_all_read(contents, observations)
    forget_older_readers(connection)
    connection.execute("BEGIN")
    if connection.execute("SELECT 1 FROM artifacts WHERE artifact = $artifact", {"artifact": artifact}).fetchone():
        for table in _TABLES:
            connection.execute(f"DELETE FROM {table} WHERE artifact = $artifact", {"artifact": artifact})  # noqa: S608 - our own names
    _insert(connection, "artifacts", [(artifact, contents.name, contents.form, is_complete)])
    listed = [
        (artifact, contents.inner_path(m.path), m.kind, m.size, m.mode, _sha256(m.body)) for m in contents.members
    ]
    _insert(connection, "artifact_files", listed)
    _insert(
        connection,
        "artifact_problems",
        [(artifact, problem.id, problem.path, problem.detail) for problem in contents.problems],
    )
    _insert(connection, "artifact_manifests", [(artifact, *astuple(read_manifest(contents)))])
    _insert(connection, "artifact_observations", [(artifact, *astuple(observation)) for observation in observations])
    connection.execute("COMMIT")


def _is_all_read(contents: Contents, observations: Sequence[Observation]) -> bool:
    """Whether what runs by itself was read: not where it cannot be parsed, or is a link that nobody follows.

    Of what is imported a link counts too.
    """
    bodiless = {contents.inner_path(m.path) for m in contents.members if m.body is None and m.kind != "folder"}
    files = [(contents.inner_path(m.path), m.body or b"") for m in contents.members if m.kind != "folder"]
    if not bodiless.isdisjoint(installed_files(contents.form, files)) or any(map(PROGRAM.search, bodiless)):
        return False
    return not any(seen.capability == "unparsable" and seen.trigger in _BY_ITSELF for seen in observations)


def observe(contents: Contents) -> list[Observation]:
    """Read what the files of an archive do, one by one and together.

    Args:
        contents: from `read_archive` or `read_bytes`.
    """
    files = [(contents.inner_path(m.path), m.body) for m in contents.members if m.body is not None]
    observations = at_install(read_files(files), installed_files(contents.form, files))
    observations += read_handed(files, observations)
    return with_chains(observations)


def forget_older_readers(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget every artifact that other readers or capabilities read, so that no answer rests on what they overlooked."""
    reader = f"{_READER}-{fingerprint()}"
    if connection.execute("SELECT fingerprint FROM artifact_reader").fetchall() == [(reader,)]:
        return
    connection.execute("BEGIN")
    for table in ("artifact_reader", *_TABLES):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    connection.execute("INSERT INTO artifact_reader VALUES ($reader)", {"reader": reader})
    connection.execute("COMMIT")


def _digest(path: Path, contents: Contents) -> str:
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    digest = hashlib.sha256()
    for member in sorted(contents.members, key=lambda member: member.path):
        body = hashlib.sha256(member.body or b"").hexdigest()
        digest.update(f"{member.path}\0{member.kind}\0{body}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _sha256(body: bytes | None) -> str | None:
    return None if body is None else hashlib.sha256(body).hexdigest()


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    if rows:
        columns = {f"c{place}": list(values) for place, values in enumerate(zip(*rows, strict=True))}
        lists = ", ".join(f"unnest(${name})" for name in columns)
        connection.execute(f"INSERT INTO {table} SELECT {lists}", columns)
