"""Run every feature family over the subjects and put the columns side by side."""

from __future__ import annotations

import sys
from functools import cache
from struct import Struct
from typing import TYPE_CHECKING, cast

from knownhands.errors import KnownHandsError
from knownhands.plugins import discover
from knownhands.records import Evidence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import duckdb
    import numpy as np

    from knownhands.declarations import Family, Feature

_FOLDER = "knownhands.features"
_FLOAT = Struct("f")


@cache
def families_of(kind: str) -> tuple[Family, ...]:
    """Return the families about one kind of subject, by name."""
    return tuple(cast("dict[str, Family]", discover(f"{_FOLDER}.{kind}", "FAMILY")).values())


@cache
def features_of(kind: str) -> tuple[Feature, ...]:
    """Return every feature of one kind of subject, family by family; the order is that of every matrix."""
    return tuple(feature for family in families_of(kind) for feature in family.columns)


def families_with(kind: str, names: Collection[str] | None) -> tuple[Family, ...]:
    """Return the families that have any of the features named; all of the kind where none are named."""
    if names is None:
        return families_of(kind)
    return tuple(family for family in families_of(kind) if any(feature.id in names for feature in family.columns))


def unknown_when(family: Family) -> str:
    """Return what a family's docstring says of when its features are unknown."""
    text = sys.modules[f"{_FOLDER}.{family.subject}.{family.id}"].__doc__ or ""
    return text.partition("Unknown when: ")[2].partition("\n")[0].rstrip(".")


def measure_single(
    connection: duckdb.DuckDBPyConnection, kind: str, names: Collection[str] | None = None
) -> dict[str, float | None]:
    """Measure the only subject, to the precision in which many are measured.

    Args:
        connection: a store with one subject.
        kind: of the subject.
        names: features; only the families that have any of them are asked. None for all.

    Returns:
        Feature id → value, None where unknown.
    """
    values: dict[str, float | None] = {}
    for family in families_with(kind, names):
        row = _ask(connection, family, _select(family)).fetchone()
        for feature, value in zip(family.columns, row[1:] if row else [None] * len(family.columns), strict=True):
            values[feature.id] = None if value is None else _FLOAT.unpack(_FLOAT.pack(value))[0]
    return values


def measure_all(connection: duckdb.DuckDBPyConnection, kind: str, names: Collection[str] | None = None) -> None:
    """Measure all subjects into the temporary table `features`: subject_id and one FLOAT column per feature.

    Args:
        connection: a store with subjects.
        kind: of the subjects.
        names: features; only the families that have any of them are asked. None for all.
    """
    numbered = list(enumerate(families_with(kind, names)))
    for number, family in numbered:
        _ask(connection, family, f"CREATE OR REPLACE TEMP TABLE family_{number} AS {_select(family)}")
    columns = ", ".join(
        f'family_{number}."{feature.id}"::FLOAT AS "{feature.id}"'
        for number, family in numbered
        for feature in family.columns
    )
    joins = " ".join(f"LEFT JOIN family_{number} USING (subject_id)" for number, _ in numbered)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE features AS SELECT subject_id, {columns} FROM subjects {joins}")
    for number, _ in numbered:
        connection.execute(f"DROP TABLE family_{number}")


def matrix_of(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return what `measure_all` measured: subject_id, (n,) rising, and the features named, (n, len(names)), NaN where unknown."""
    import numpy as np

    columns = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(f"SELECT subject_id, {columns} FROM features ORDER BY subject_id").fetchnumpy()
    matrix = [np.ma.filled(np.ma.asarray(rows[name], np.float64), np.nan) for name in names]
    return np.asarray(rows["subject_id"]), np.column_stack(matrix)


def find_evidence(
    connection: duckdb.DuckDBPyConnection, kind: str, subjects: Mapping[str, Sequence[int]], *, limit: int = 3
) -> dict[tuple[int, str], list[Evidence]]:
    """Return what best shows features of many subjects, by one query for each feature.

    Args:
        connection: a store whose `subjects` are filled.
        kind: of the subjects.
        subjects: feature id → the subjects to find evidence of.
        limit: the most for each subject and feature.

    Returns:
        Subject and feature id → where to look, the best place first; nothing where there is none.
    """
    statements = {feature: sql for family in families_of(kind) for feature, sql in family.evidence.items()}
    evidence: dict[tuple[int, str], list[Evidence]] = {}
    for feature, numbers in subjects.items():
        if feature not in statements:
            continue
        rows = connection.execute(
            f"SELECT subject_id, kind, ref, nullif(line, 0), coalesce(excerpt, '') "
            f"FROM (SELECT NULL::INTEGER AS line, NULL::VARCHAR AS excerpt WHERE false UNION ALL BY NAME ({statements[feature]})) "
            f"WHERE list_contains($subjects, subject_id) "
            f"QUALIFY row_number() OVER (PARTITION BY subject_id ORDER BY weight DESC, ref) <= {limit:d} "
            "ORDER BY subject_id, weight DESC, ref",
            {"subjects": list(numbers)},
        ).fetchall()
        for subject, *place in rows:
            evidence.setdefault((subject, feature), []).append(Evidence(*place))
    return evidence


def find_counts(
    connection: duckdb.DuckDBPyConnection, kind: str, subjects: Mapping[str, Sequence[int]]
) -> dict[tuple[int, str], str]:
    """Return sentences that say what was counted for features, by one query for each feature that has such.

    An estimate is no sentence: "2 times as often", cautiously reckoned, may be 3 of 12 where 1 in 100 is usual.

    Args:
        connection: a store whose `subjects` are filled.
        kind: of the subjects.
        subjects: feature id → the subjects to count for.

    Returns:
        Subject and feature id → the sentence; nothing where there was nothing to count.
    """
    sentences: dict[tuple[int, str], str] = {}
    for family in families_of(kind):
        for feature in family.columns:
            if feature.id in family.counts and feature.id in subjects:
                rows = connection.execute(
                    f"SELECT subject_id, part, whole, usual, coalesce(name, '') FROM ({family.counts[feature.id]}) "
                    "WHERE whole > 0 AND usual IS NOT NULL AND list_contains($subjects, subject_id)",
                    {"subjects": list(subjects[feature.id])},
                ).fetchall()
                sentences |= {(number, feature.id): feature.recount(*counts) for number, *counts in rows}
    return sentences


def _ask(connection: duckdb.DuckDBPyConnection, family: Family, sql: str) -> duckdb.DuckDBPyConnection:
    """Run the statement of a family.

    Raises:
        KnownHandsError: it makes no sense, or not of these rows.
    """
    import duckdb

    try:
        return connection.execute(sql)
    except (duckdb.ProgrammingError, duckdb.DataError) as cause:
        file = sys.modules[f"{_FOLDER}.{family.subject}.{family.id}"].__file__
        raise KnownHandsError(
            f"The SQL of the feature family {family.id} cannot be run: {str(cause).partition(chr(10))[0]}",
            f"Mend {file}.",
        ) from cause


def _select(family: Family) -> str:
    names: Sequence[str] = [f'"{feature.id}"' for feature in family.columns]
    return f"SELECT subject_id, {', '.join(names)} FROM ({family.sql})"
