"""Ask every check about every subject."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from knownhands.plugins import discover
from knownhands.records import Answer, Evidence, Finding

if TYPE_CHECKING:
    import duckdb

    from knownhands.declarations import Check, Kind

_FOLDER = "knownhands.checks"
_MOST_REFS = 3


def checks_of(kind: Kind) -> tuple[Check, ...]:
    """Return the checks that may be asked about a kind of subject, by name; none where it has no folder of checks."""
    return _checks_in(kind.evidence)


@cache
def _checks_in(folder: str) -> tuple[Check, ...]:
    if importlib.util.find_spec(f"{_FOLDER}.{folder}") is None:
        return ()
    return tuple(cast("dict[str, Check]", discover(f"{_FOLDER}.{folder}", "CHECK")).values())


def run_checks(connection: duckdb.DuckDBPyConnection, kind: Kind) -> dict[int, tuple[Finding, ...]]:
    """Ask every check about every row of `subjects`, but none about a concern that is not open.

    Args:
        connection: a store whose `subjects` are filled.
        kind: of the subjects, with the questions that are open. A check that is about another kind is asked only if something it compares with is given.

    Returns:
        subject_id → its findings, in the order of the checks' names.
    """
    given, concerns = _given(connection, kind), {question.id for question in kind.questions}
    about = (check for check in checks_of(kind) if check.concern in concerns)
    checks = [check for check in about if _is_about(check, kind) or check.compares in given]
    findings: dict[int, list[Finding]] = {}
    for check in checks:
        for subject, is_yes, refs in connection.execute(check.sql).fetchall():
            findings.setdefault(subject, []).append(_finding(check, kind, is_yes, refs or []))
    return {subject: tuple(answers) for subject, answers in findings.items()}


def unknown_when(check: Check, kind: Kind) -> str:
    """Return what a check's docstring says of when its answer is unknown."""
    text = sys.modules[f"{_FOLDER}.{kind.evidence}.{check.id}"].__doc__ or ""
    return text.partition("Unknown when: ")[2].partition("\n")[0].rstrip(".")


def _is_about(check: Check, kind: Kind) -> bool:
    """Whoever has all the evidence of a kind may be asked everything that the kind's folder asks."""
    return kind.id in {kind.evidence, check.subject}


def _given(connection: duckdb.DuckDBPyConnection, kind: Kind) -> set[str]:
    """Return the columns that name an artifact to compare with, as far as any subject has one."""
    columns = sorted({check.compares for check in checks_of(kind) if check.compares})
    if not columns:
        return set()
    counts = ", ".join(f"count({column})" for column in columns)
    row = connection.execute(f"SELECT {counts} FROM subjects").fetchone() or ()  # noqa: S608 - our own names
    return {column for column, count in zip(columns, row, strict=True) if count}


def _finding(check: Check, kind: Kind, is_yes: bool | None, refs: list[str | dict[str, Any]]) -> Finding:
    answer = Answer.UNKNOWN if is_yes is None else Answer.YES if is_yes else Answer.NO
    words = f"unknown; it is when {unknown_when(check, kind)}." if is_yes is None else f"{answer}."
    evidence_kind = "file" if check.subject == "artifact" or check.compares else "field"
    return Finding(
        check=check.id,
        severity=check.severity,
        answer=answer,
        sentence=f"{check.question} {words}",
        remedy=check.supply if is_yes is None else check.remedy if is_yes else "",
        evidence=tuple(_evidence(evidence_kind, ref) for ref in refs[:_MOST_REFS]) if is_yes else (),
        concern="" if check.earns else check.concern,
    )


def _evidence(kind: str, ref: str | dict[str, Any]) -> Evidence:
    return Evidence(kind, ref) if isinstance(ref, str) else Evidence(**{"kind": kind, **ref})
