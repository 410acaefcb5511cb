"""The temporary tables that say what is to be measured; every feature family reads them beside the history."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Create empty `subjects` and `subject_files` tables and the views that families share."""
    connection.execute(resources.files(__package__).joinpath("subjects.sql").read_text())


def add_history(connection: duckdb.DuckDBPyConnection, shas: Sequence[str] | None = None) -> int:
    """Make every stored commit (or those named) a subject, each as of its own base.

    Merges and commits that could not be read are no subjects. `subject_id` is the commit's number.

    Returns:
        How many subjects there are now.
    """
    connection.execute(resources.files(__package__).joinpath("subjects_from_history.sql").read_text(), {"shas": shas})
    connection.execute(resources.files(__package__).joinpath("subject_files_from_history.sql").read_text())
    row = connection.execute("SELECT count(*) FROM subjects").fetchone()
    return int(row[0]) if row else 0


def add_one(
    connection: duckdb.DuckDBPyConnection, subject: Mapping[str, object], files: Sequence[Mapping[str, object]]
) -> None:
    """Make one change a subject, number 0.

    Args:
        connection: an open store.
        subject: the columns of `subjects` except `subject_id`, `base_at`, `person` and `committer_person`, plus
            `committer_name` and `committer_email`.
        files: one mapping of column → value per changed file.
    """
    connection.execute(resources.files(__package__).joinpath("subject_of_one.sql").read_text(), dict(subject))
    if files:
        names = ("path", "previous_path", "status", "old_mode", "new_mode", "lines_added", "lines_deleted", "is_binary")
        types = ("VARCHAR", "VARCHAR", "VARCHAR", "INTEGER", "INTEGER", "INTEGER", "INTEGER", "BOOLEAN")
        lists = ", ".join(f"unnest(${name}::{kind}[])" for name, kind in zip(names, types, strict=True))
        connection.execute(
            f"INSERT INTO subject_files SELECT 0, {lists}",
            {name: [file[name] for file in files] for name in names},
        )
