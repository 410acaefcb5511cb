"""Look up what the names of `subjects` resemble, once for each name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.harvest.names.nearest import Names

if TYPE_CHECKING:
    import duckdb

    from knownhands.harvest.names.nearest import Match


def store_matches(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `name_matches` for the subjects whose names are not in it yet.

    A subject is called what `subjects` says, else what its archive's manifest says.

    Args:
        connection: a store of packages whose `subjects` are filled.
    """
    wanted = connection.execute("""
        SELECT DISTINCT coalesce(subjects.ecosystem, m.ecosystem) AS ecosystem, coalesce(subjects.name, m.name) AS name
        FROM subjects LEFT JOIN artifact_manifests AS m USING (artifact)
        WHERE coalesce(subjects.name, m.name) <> '' AND coalesce(subjects.ecosystem, m.ecosystem) IN ('pypi', 'npm')
        EXCEPT SELECT ecosystem, name FROM name_matches
        ORDER BY ALL
    """).fetchall()
    if not wanted:
        return
    known = {ecosystem: Names(ecosystem) for ecosystem in {ecosystem for ecosystem, _ in wanted}}
    rows = [(ecosystem, name, *_columns(known[ecosystem].nearest(name))) for ecosystem, name in wanted]
    names = ("ecosystem", "name", "target", "rank", "kinds", "distance", "confusability")
    types = ("VARCHAR", "VARCHAR", "VARCHAR", "INTEGER", "VARCHAR[]", "DOUBLE", "DOUBLE")
    lists = ", ".join(f"unnest(${name}::{kind}[])" for name, kind in zip(names, types, strict=True))
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    connection.execute(f"INSERT INTO name_matches SELECT {lists}", columns)  # our own names


def _columns(match: Match | None) -> tuple[object, ...]:
    if match is None:
        return None, None, None, None, None
    return match.target, match.rank, list(match.kinds), match.distance, match.confusability
