"""Make changes of a stored history subjects: all of it, some commits, or one change that is not part of it yet."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from knownhands.store import subjects

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

CHANGE_ID = -1
"""The `subject_id` of the change that `add_change` adds; commits of the history have numbers from 0."""
_SQL = "knownhands.store.history"


def add_history(connection: duckdb.DuckDBPyConnection, shas: Sequence[str] | None = None) -> int:
    """Make every stored commit (or those named) a subject, each as of its own base.

    Merges and commits that could not be read are no subjects. `subject_id` is the commit's number.

    Returns:
        How many subjects there are now.
    """
    connection.execute(_read("subjects.sql"), {"shas": shas})
    connection.execute(_read("files.sql"))
    connection.execute(_read("past.sql"))
    row = connection.execute("SELECT count(*) FROM subjects").fetchone()
    return int(row[0]) if row else 0


def add_change(
    connection: duckdb.DuckDBPyConnection, subject: Mapping[str, object], files: Sequence[Mapping[str, object]]
) -> None:
    """Make one change a subject, whose `subject_id` is `CHANGE_ID`.

    Args:
        connection: an open store.
        subject: the columns of `subjects` except `subject_id`, `base_at`, `person` and `committer_person`, plus
            `committer_name` and `committer_email`.
        files: one mapping of column → value per changed file.
    """
    connection.execute(_read("change.sql"), dict(subject))
    subjects.add(connection, [{**file, "subject_id": CHANGE_ID} for file in files], "subject_files")
    connection.execute(_read("past.sql"))


def _read(name: str) -> str:
    return resources.files(_SQL).joinpath(name).read_text("utf-8")
