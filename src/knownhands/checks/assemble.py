"""Ask every check about one subject."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import knownhands.checks.package
from knownhands.plugins import discover
from knownhands.records import Answer, Evidence, Finding

if TYPE_CHECKING:
    import duckdb

    from knownhands.records import Check

_MOST_REFS = 3


@cache
def package_checks() -> tuple[Check, ...]:
    """Return the checks about packages and artifacts, by name."""
    return tuple(cast("dict[str, Check]", discover(knownhands.checks.package, "CHECK")).values())


def check_artifact(connection: duckdb.DuckDBPyConnection, artifact: str) -> tuple[Finding, ...]:
    """Ask every check about one artifact.

    Args:
        connection: a package store that holds what was read of the artifact.
        artifact: its SHA-256.
    """
    return tuple(_ask(connection, check, artifact) for check in package_checks())


def _ask(connection: duckdb.DuckDBPyConnection, check: Check, artifact: str) -> Finding:
    row = connection.execute(check.sql, {"artifact": artifact}).fetchone()
    is_yes, refs = row or (None, [])
    answer = Answer.UNKNOWN if is_yes is None else Answer.YES if is_yes else Answer.NO
    told = {
        Answer.YES: f"yes. {check.remedy}",
        Answer.NO: "no.",
        Answer.UNKNOWN: "unknown, because part of it could not be read.",
    }
    evidence = tuple(Evidence("file", ref) for ref in (refs or [])[:_MOST_REFS]) if is_yes else ()
    return Finding(check.id, check.severity, answer, f"{check.question} {told[answer]}", evidence)
