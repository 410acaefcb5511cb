"""Keep which well-known package each name might be mistaken for, so that SQL can ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.harvest.names.nearest import Names
from knownhands.harvest.names.popular import listed

if TYPE_CHECKING:
    import duckdb

_TYPES = {
    "ecosystem": "VARCHAR",
    "name": "VARCHAR",
    "is_well_known": "BOOLEAN",
    "target": "VARCHAR",
    "rank": "INTEGER",
    "kinds": "VARCHAR[]",
    "distance": "DOUBLE",
    "confusability": "DOUBLE",
}

_NEW = """
    SELECT DISTINCT coalesce(subjects.ecosystem, m.ecosystem) AS ecosystem, coalesce(subjects.name, m.name) AS name
    FROM subjects
    LEFT JOIN artifact_manifests AS m USING (artifact)
    WHERE coalesce(subjects.name, m.name) <> '' AND list_contains($listed, coalesce(subjects.ecosystem, m.ecosystem))
    EXCEPT SELECT ecosystem, name FROM name_matches
    ORDER BY ecosystem, name
"""


def store_matches(connection: duckdb.DuckDBPyConnection) -> int:
    """Look at every name in `subjects` that was not looked at before; without such names no list is loaded.

    A subject is called what `subjects` says, else what its archive says. Names of ecosystems without a list are passed over, so that what they resemble stays unknown.

    Args:
        connection: a store of packages whose `subjects` are filled.

    Returns:
        How many names were looked at.
    """
    new = connection.execute(_NEW, {"listed": sorted(listed())}).fetchall()
    lists = {ecosystem: Names(ecosystem) for ecosystem in {ecosystem for ecosystem, _ in new}}
    rows = [_row(lists[ecosystem], ecosystem, name) for ecosystem, name in new]
    if rows:
        columns = ", ".join(f"unnest(${name}::{kind}[])" for name, kind in _TYPES.items())
        connection.execute(
            f"INSERT INTO name_matches SELECT {columns}",
            dict(zip(_TYPES, map(list, zip(*rows, strict=True)), strict=True)),
        )
    return len(rows)


def _row(names: Names, ecosystem: str, name: str) -> tuple[object, ...]:
    match = names.nearest(name)
    if match is None:
        return (ecosystem, name, name in names, None, None, None, None, None)
    columns = (match.target, match.rank, list(match.kinds), match.distance, match.confusability)
    return (ecosystem, name, name in names, *columns)
