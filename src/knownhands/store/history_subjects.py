"""Make changes of a stored history subjects: all of it, some commits, or one change that is not part of it yet."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from knownhands.store import subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

CHANGE_ID = -1
"""The `subject_id` of the first change that `add_changes` adds; commits of the history have numbers from 0."""
_SQL = "knownhands.store.history"


def add_history(connection: duckdb.DuckDBPyConnection, shas: Sequence[str] | None = None) -> int:
    """Make every stored commit (or those named) a subject, each as of its own base.

    Merges and commits that could not be read are no subjects. `subject_id` is the commit's number.

    Returns:
        How many subjects there are now.
    """
    connection.execute(_read("subjects.sql"), {"shas": shas})
    connection.execute(_read("commits.sql"))
    connection.execute(_read("files.sql"))
    connection.execute(_read("past.sql"))
    count_events(connection)
    row = connection.execute("SELECT count(*) FROM subjects").fetchone()
    return int(row[0]) if row else 0


class Given(NamedTuple):
    """A change that is no part of the stored history, or not as it is looked at.

    Attributes:
        subject: the columns of `given_changes` except `subject_id`.
        files: one mapping of column → value per changed file.
        commits: one such mapping per commit that could be read, newest first.
    """

    subject: Mapping[str, object]
    files: Sequence[Mapping[str, object]]
    commits: Sequence[Mapping[str, object]] = ()


def add_changes(connection: duckdb.DuckDBPyConnection, changes: Sequence[Given]) -> None:
    """Make changes subjects, numbered downwards from `CHANGE_ID`.

    Args:
        connection: an open store.
        changes: in any order.
    """
    numbered = [(CHANGE_ID - count, change) for count, change in enumerate(changes)]
    subjects.add(connection, [{**change.subject, "subject_id": number} for number, change in numbered], "given_changes")
    connection.execute(_read("change.sql"))
    for table in ("files", "commits"):
        rows = [{**row, "subject_id": number} for number, change in numbered for row in getattr(change, table)]
        subjects.add(connection, rows, f"subject_{table}")
    connection.execute(_read("past.sql"))


def keep_change(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget all subjects but the change that `add_change` added, with their files and commits, so that they can be added anew."""
    for table in ("subjects", "subject_files", "subject_commits"):
        connection.execute(f"DELETE FROM {table} WHERE subject_id <> $change", {"change": CHANGE_ID})  # noqa: S608 - our own names


def count_events(connection: duckdb.DuckDBPyConnection) -> None:
    """Count what the subjects do that attacks do, once it was read, and how often the changes before them did."""
    for name in ("windows.sql", "forged.sql", "events.sql"):
        connection.execute(_read(name))


def _read(name: str) -> str:
    return resources.files(_SQL).joinpath(name).read_text("utf-8")
