"""Score an archive or folder: so far by checks alone, because there is no model for packages yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.checks.assemble import check_packages
from knownhands.harvest.archive.artifact import harvest_artifact
from knownhands.records import Answer, Band, Kind, Score, Subject, Unknown
from knownhands.store import package_subjects

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

_NO_MODEL = Unknown("model", "there is no model for packages yet, so there is no trust and no probability")


def score_artifact(connection: duckdb.DuckDBPyConnection, path: Path) -> Score:
    """Read an archive or folder and ask every check about it.

    Args:
        connection: a package store; what is read is kept there.
        path: an sdist, wheel, npm archive, zip, or a folder.

    Raises:
        NotFound: there is nothing at that path.
    """
    artifact = harvest_artifact(connection, path)
    package_subjects.prepare(connection)
    package_subjects.add(connection, [{"artifact": artifact}])
    findings = check_packages(connection, Kind.ARTIFACT)[0]
    known = [finding.answer is not Answer.UNKNOWN for finding in findings]
    return Score(
        subject=Subject(Kind.ARTIFACT, path.name, "", "", artifact, 0),
        as_of="",
        trust=None,
        band=Band.UNKNOWN,
        risk=None,
        coverage=round(sum(known) / len(known), 4),
        reasons=(),
        unknown=(_NO_MODEL, *_unread(connection, artifact)),
        model=None,
        findings=findings,
    )


def _unread(connection: duckdb.DuckDBPyConnection, artifact: str) -> tuple[Unknown, ...]:
    """Name what is odd about the archive, whether or not a check asks about it."""
    rows = connection.execute(
        "SELECT problem, count(*), min(path), min(detail) FROM artifact_problems WHERE artifact = $artifact "
        "AND problem <> 'nested-archive' GROUP BY problem ORDER BY problem",
        {"artifact": artifact},
    ).fetchall()
    odd = [
        Unknown(f"archive: {problem}", f"{detail} ({count} in all, such as {path})" if path else str(detail))
        for problem, count, path, detail in rows
    ]
    return (*odd, *_other_languages(connection, artifact))


def _other_languages(connection: duckdb.DuckDBPyConnection, artifact: str) -> tuple[Unknown, ...]:
    """Name the programs in languages that we cannot read: what they do is not among the answers."""
    row = connection.execute(
        r"SELECT count(*), min(path) FROM artifact_files WHERE artifact = $artifact AND kind = 'file' AND regexp_matches("
        r"path, '(?i)\.(sh|bash|zsh|fish|ps1|psm1|bat|cmd|vbs|rb|pl|pm|php|lua|go|rs|java|c|cc|cpp|cxx|m|swift|cs)$')",
        {"artifact": artifact},
    ).fetchone()
    if not row or not row[0]:
        return ()
    return (
        Unknown(
            "languages", f"{row[0]} programs are neither Python nor JavaScript and were not read, such as {row[1]}"
        ),
    )
