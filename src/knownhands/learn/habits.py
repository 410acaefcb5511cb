"""Turn clones into examples of what ordinary changes do: the last changes of a project, in the order in which it took them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.checks.assemble import run_checks
from knownhands.declarations import Severity
from knownhands.features.assemble import families_of, measure_all
from knownhands.features.change._events import VIEW
from knownhands.kinds.change import KIND
from knownhands.learn.reference import WINDOW
from knownhands.records import Answer
from knownhands.store import history_subjects, subjects

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from knownhands.records import Finding

MOST = 1400
"""Changes of a project that become examples; as many as a tested change is compared with, and 400 to be tested."""


def read_clone(clone: str, store: Path | None, cache: Path, say: Callable[[str], None], most: int = MOST) -> pa.Table:
    """Harvest one clone, read what its last changes do, and turn them into examples.

    Raises:
        SourceError: the clone cannot be read.
    """
    from knownhands.harvest.content.harvest import read_missing
    from knownhands.harvest.git.history import harvest
    from knownhands.harvest.git.source import locate, store_path
    from knownhands.settings import WORKERS
    from knownhands.store.connection import open_store

    repository = locate(clone, cache, offline=False, say=say)
    with open_store(store or store_path(repository, cache), say) as connection:
        harvest(connection, repository, workers=WORKERS)
        changes = last_changes(connection, most + WINDOW)
        read_missing(connection, repository, {sha: sha for sha in changes})
        return extract(connection, changes[-most:])


def last_changes(connection: duckdb.DuckDBPyConnection, most: int) -> list[str]:
    """Return the last changes of the default branch, oldest first; merges are none."""
    rows = connection.execute(
        "SELECT sha FROM commits WHERE state = 'ok' AND parents < 2 AND position IS NOT NULL "
        "ORDER BY position DESC, sha DESC LIMIT $most",
        {"most": most},
    ).fetchall()
    return [sha for (sha,) in reversed(rows)]


def extract(connection: duckdb.DuckDBPyConnection, shas: list[str]) -> pa.Table:
    """Turn changes that were read into examples.

    Returns:
        ordinal, newcomer (whether its author's address had landed nothing before), whole (whether all that can run was read),
        decisive (whether a check settles it) and one column per feature.
    """
    names = [feature.id for family in families_of("change") if family.view == VIEW for feature in family.columns]
    subjects.prepare(connection, "change")
    history_subjects.add_history(connection, shas)
    measure_all(connection, "change", names)
    findings = run_checks(connection, KIND).items()
    settled = [number for number, found in findings if any(_settles(finding) for finding in found)]
    columns = ", ".join(f'"{name}"' for name in names)
    return connection.sql(
        "SELECT row_number() OVER (ORDER BY c.position, c.sha)::INTEGER AS ordinal, "  # noqa: S608 - our own names
        "(c.position = f.first)::UTINYINT AS newcomer, (u.change IS NULL)::UTINYINT AS whole, "
        "list_contains($settled, features.subject_id)::UTINYINT AS decisive, "
        f"{columns} FROM features JOIN commits AS c ON c.commit_no = features.subject_id "
        "JOIN identities AS i ON i.identity = c.author "
        "JOIN (SELECT person, min(position) AS first FROM commits JOIN identities ON identity = author GROUP BY person) AS f USING (person) "
        "LEFT JOIN (SELECT DISTINCT change FROM change_unread) AS u ON u.change = c.sha ORDER BY ordinal",
        params={"settled": settled},
    ).to_arrow_table()


def _settles(finding: Finding) -> bool:
    """Whether a finding decides by itself."""
    return finding.answer is Answer.YES and finding.severity is Severity.CRITICAL
