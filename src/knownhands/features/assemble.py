"""Run every feature family over the subjects and put the columns side by side."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, cast

import knownhands.features.change
from knownhands.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from knownhands.records import Family, Feature


@cache
def change_families() -> tuple[Family, ...]:
    """Return the families about changes, by name."""
    return tuple(cast("dict[str, Family]", discover(knownhands.features.change, "FAMILY")).values())


@cache
def change_features() -> tuple[Feature, ...]:
    """Return every feature of a change, family by family; the order is that of every matrix."""
    return tuple(feature for family in change_families() for feature in family.columns)


def unknown_when(family: Family) -> str:
    """Return what a family's docstring says of when its features are unknown."""
    text = sys.modules[f"{knownhands.features.change.__name__}.{family.id}"].__doc__ or ""
    return text.partition("Unknown when: ")[2].partition("\n")[0].rstrip(".")


def measure_one(connection: duckdb.DuckDBPyConnection) -> dict[str, float | None]:
    """Measure the only subject.

    Returns:
        Feature id → value, None where unknown.
    """
    values: dict[str, float | None] = {}
    for family in change_families():
        row = connection.execute(_select(family)).fetchone()
        for feature, value in zip(family.columns, row[1:] if row else [None] * len(family.columns), strict=True):
            values[feature.id] = None if value is None else float(value)
    return values


def measure_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Measure all subjects into the temporary table `features`: subject_id and one FLOAT column per feature."""
    families = list(enumerate(change_families()))
    for number, family in families:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE family_{number} AS {_select(family)}")
    columns = ", ".join(
        f'family_{number}."{feature.id}"::FLOAT AS "{feature.id}"'
        for number, family in families
        for feature in family.columns
    )
    joins = " ".join(f"LEFT JOIN family_{number} USING (subject_id)" for number, _ in families)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE features AS SELECT subject_id, {columns} FROM subjects {joins}")
    for number, _ in families:
        connection.execute(f"DROP TABLE family_{number}")


def find_evidence(connection: duckdb.DuckDBPyConnection, feature: str, limit: int = 3) -> list[tuple[str, str]]:
    """Return (kind, ref) of what best shows a feature of the only subject, heaviest first."""
    for family in change_families():
        if feature in family.evidence:
            sql = f"SELECT kind, ref FROM ({family.evidence[feature]}) ORDER BY weight DESC, ref LIMIT {limit:d}"
            return cast("list[tuple[str, str]]", connection.execute(sql).fetchall())
    return []


def _select(family: Family) -> str:
    names: Sequence[str] = [f'"{feature.id}"' for feature in family.columns]
    return f"SELECT subject_id, {', '.join(names)} FROM ({family.sql})"
