"""The temporary table that says which packages are to be measured and checked."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from knownhands.capabilities.load import capabilities

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

_FILES = ("package_subjects.sql", "package_differences.sql")
_TYPES = {
    "subject_id": "INTEGER",
    "ecosystem": "VARCHAR",
    "name": "VARCHAR",
    "version": "VARCHAR",
    "artifact": "VARCHAR",
    "previous": "VARCHAR",
    "sibling": "VARCHAR",
    "tree": "VARCHAR",
    "as_of": "BIGINT",
}


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Create an empty `subjects` table, that of the capabilities, and the macros that families and checks share."""
    for name in _FILES:
        connection.execute(resources.files(__package__).joinpath(name).read_text())
    rows = [
        (one.id, one.behaviour, one.is_suspicious, one.is_common, one.is_counted) for one in capabilities().values()
    ]
    lists = ", ".join(f"unnest(${place})" for place in range(1, len(rows[0]) + 1))
    connection.execute(f"INSERT INTO capabilities SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])


def add(connection: duckdb.DuckDBPyConnection, subjects: Iterable[Mapping[str, object]]) -> None:
    """Make packages subjects, numbered from 0 in their order.

    Args:
        connection: a store of packages, prepared.
        subjects: the columns of `subjects` except `subject_id`; one that is left out is unknown.
    """
    rows = [{**one, "subject_id": number} for number, one in enumerate(subjects)]
    lists = ", ".join(f"unnest(${name}::{kind}[])" for name, kind in _TYPES.items())
    connection.execute(
        f"INSERT INTO subjects SELECT {lists}",
        {name: [row.get(name) for row in rows] for name in _TYPES},
    )
