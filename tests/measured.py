"""Measure the commits of a repository, the way that scoring and training do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import isclose
from pathlib import Path

import duckdb

from knownhands.features.assemble import measure_all, measure_single
from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import Repository, open_repository
from knownhands.harvest.git.target import read_target
from knownhands.store import history_subjects, subjects
from knownhands.store.connection import open_store

Values = dict[str, float | None]
"""Feature id → value, None where unknown."""
Measure = Callable[[], dict[str, Values]]
"""Harvests a story as it stands and measures every commit: commit → its values."""


@contextmanager
def harvested(path: Path, store: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Repository]]:
    """Read a repository's history into a store, lines too."""
    repository = open_repository(path, "pottery")
    with open_store(store, lambda _line: None) as connection:
        harvest(connection, repository, workers=2, lines=True)
        yield connection, repository


def measure_history(connection: duckdb.DuckDBPyConnection) -> dict[str, Values]:
    """Measure every commit of a store at once, as training does: commit → its values."""
    subjects.prepare(connection, "change")
    history_subjects.add_history(connection)
    measure_all(connection, "change")
    rows = connection.execute(
        "SELECT sha, features.* EXCLUDE subject_id FROM subjects JOIN features USING (subject_id)"
    )
    names = [column[0] for column in rows.description[1:]]
    return {sha: dict(zip(names, values, strict=True)) for sha, *values in rows.fetchall()}


def measure_revision(
    connection: duckdb.DuckDBPyConnection, repository: Repository, revision: str, as_of: str | None = None
) -> Values:
    """Measure one revision or range, as scoring does."""
    read_target(connection, repository, revision, as_of)
    history_subjects.count_events(connection)
    return measure_single(connection, "change")


def differences(values: Values, other: Values) -> dict[str, tuple[float | None, float | None]]:
    """Say where two measurements differ, beyond the last digits of a 32-bit number."""
    return {name: (value, other[name]) for name, value in values.items() if not _is_same(value, other[name])}


def _is_same(value: float | None, other: float | None) -> bool:
    return value == other or (
        value is not None and other is not None and isclose(value, other, rel_tol=1e-5, abs_tol=1e-6)
    )
