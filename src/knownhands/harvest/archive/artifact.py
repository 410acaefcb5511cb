"""Read an archive or folder into a package store: what it holds, what is odd about it, and what its files do."""

from __future__ import annotations

import hashlib
from dataclasses import astuple
from typing import TYPE_CHECKING

from knownhands.harvest.archive.code.facts import Chain, Fact, chains
from knownhands.harvest.archive.code.handed import read_handed
from knownhands.harvest.archive.code.installed import at_install, installed_files
from knownhands.harvest.archive.code.many import read_files
from knownhands.harvest.archive.manifest import read_manifest
from knownhands.harvest.archive.reader import read_archive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from knownhands.harvest.archive.contents import Contents

_TABLES = ("artifacts", "artifact_files", "artifact_problems", "artifact_facts", "artifact_manifests")
_MAY_BE_NPM = frozenset({"npm", "folder", "tar", "zip"})


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
    files = [(contents.inner_path(m.path), m.body) for m in contents.members if m.body is not None]
    installed = installed_files(files) if contents.form in _MAY_BE_NPM else set()
    facts = at_install(read_files(files), installed)
    facts += read_handed(files, facts)
    facts += [_as_fact(chain) for chain in chains(facts) if _is_telling(chain)]
    connection.execute("BEGIN")
    if connection.execute("SELECT 1 FROM artifacts WHERE artifact = $artifact", {"artifact": artifact}).fetchone():
        for table in _TABLES:
            connection.execute(f"DELETE FROM {table} WHERE artifact = $artifact", {"artifact": artifact})  # noqa: S608 - our own names
    _insert(connection, "artifacts", [(artifact, contents.name, contents.form, contents.is_complete)])
    listed = [
        (artifact, contents.inner_path(m.path), m.kind, m.size, m.mode, _sha256(m.body)) for m in contents.members
    ]
    _insert(connection, "artifact_files", listed)
    _insert(connection, "artifact_problems", [(artifact, one.id, one.path, one.detail) for one in contents.problems])
    _insert(connection, "artifact_manifests", [(artifact, *astuple(read_manifest(contents)))])
    _insert(connection, "artifact_facts", [(artifact, f.path, f.line, f.kind, f.what, f.when) for f in facts])
    connection.execute("COMMIT")


def _is_telling(chain: Chain) -> bool:
    """Leave out the many honest files that read some setting and talk to a server when they are asked to."""
    is_unasked = chain.sends.when != "call"
    return (chain.flows and is_unasked) or (chain.one_file and chain.collects.kind == "credential")


def _as_fact(chain: Chain) -> Fact:
    what = f"{chain.collects.what} → {chain.sends.what}"
    return Fact(chain.sends.path, chain.sends.line, "chain", what, chain.sends.when)


def _digest(path: Path, contents: Contents) -> str:
    if path.is_file():
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    digest = hashlib.sha256()
    for member in sorted(contents.members, key=lambda one: one.path):
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
