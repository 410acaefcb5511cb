"""Ask every check about every subject."""

from __future__ import annotations

import sys
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


def check_packages(connection: duckdb.DuckDBPyConnection, kind: str = "package") -> dict[int, tuple[Finding, ...]]:
    """Ask every check about every row of `subjects`.

    Args:
        connection: a store of packages whose `subjects` are filled.
        kind: for artifacts only what can be asked of an archive alone, and beside the others that are given.

    Returns:
        subject_id → its findings, in the order of the checks' names.
    """
    given = _given(connection)
    asked = [one for one in package_checks() if kind == "package" or one.subject == kind or one.compares in given]
    found: dict[int, list[Finding]] = {}
    for check in asked:
        for subject, is_yes, refs in connection.execute(check.sql).fetchall():
            found.setdefault(subject, []).append(_finding(check, is_yes, refs or []))
    return {subject: tuple(findings) for subject, findings in found.items()}


def unknown_when(check: Check) -> str:
    """Return what a check's docstring says of when its answer is unknown."""
    text = sys.modules[f"{knownhands.checks.package.__name__}.{check.id}"].__doc__ or ""
    return text.partition("Unknown when: ")[2].partition("\n")[0].rstrip(".")


def _given(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the columns that name an artifact to compare with, as far as any subject has one."""
    columns = sorted({check.compares for check in package_checks() if check.compares})
    counts = ", ".join(f"count({column})" for column in columns)
    row = connection.execute(f"SELECT {counts} FROM subjects").fetchone() or ()  # noqa: S608 - our own names
    return {column for column, count in zip(columns, row, strict=True) if count}


def _finding(check: Check, is_yes: bool | None, refs: list[str]) -> Finding:
    answer = Answer.UNKNOWN if is_yes is None else Answer.YES if is_yes else Answer.NO
    told = {
        Answer.YES: f"yes. {check.remedy}",
        Answer.NO: "no.",
        Answer.UNKNOWN: f"unknown; it is when {unknown_when(check)}.",
    }
    kind = "file" if check.subject == "artifact" or check.compares else "field"
    evidence = tuple(Evidence(kind, ref) for ref in refs[:_MOST_REFS]) if is_yes else ()
    return Finding(check.id, check.severity, answer, f"{check.question} {told[answer]}", evidence)
