"""Turn clones into examples of changes: which commits can be learnt from, and how each turned out."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from knownhands.errors import UsageError
from knownhands.features.assemble import families_of, measure_all
from knownhands.features.change._events import VIEW
from knownhands.store import history_subjects, subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import pyarrow as pa

MATURE_DAYS = 365
"""How long a change is watched before it is believed to be no mistake."""
NEVER = 2**15 - 1
"""The day of what has not happened."""
TEST_DAY = 18628
"""Changes that came in from this day on (2021-01-01) are tested with; nothing said after it is trained on."""
MOST = 4000
"""Changes that were no mistake, kept of each project on each side of the day that parts training from testing."""


def read_clone(clone: str, store: Path | None, cache: Path, say: Callable[[str], None], most: int = MOST) -> pa.Table:
    """Harvest one clone and turn it into examples.

    Raises:
        SourceError: the clone cannot be read.
    """
    from knownhands.harvest.git.history import count_lines, harvest
    from knownhands.harvest.git.source import locate, store_path
    from knownhands.settings import WORKERS
    from knownhands.store.connection import open_store

    repository = locate(clone, cache, offline=False, say=say)
    with open_store(store or store_path(repository, cache), say) as connection:
        harvest(connection, repository, workers=WORKERS)
        return extract(
            connection,
            lambda shas: count_lines(connection, repository, shas, workers=WORKERS),
            most=most,
            since=TEST_DAY,
        )


def extract(
    connection: duckdb.DuckDBPyConnection, count: Callable[[Sequence[str]], None], *, most: int, since: int
) -> pa.Table:
    """Turn one harvested repository into examples.

    Args:
        connection: the repository's store.
        count: asked to count lines for the commits that were chosen.
        most: how many changes that were no mistake to keep on each side of `since`.
        since: the day that parts training from testing.

    Returns:
        day, reverted, blamed, last, weight and one column per feature; no row when the project has no label era.
    """
    sql = resources.files(__package__)
    connection.execute(sql.joinpath("examples.sql").read_text())
    connection.execute(sql.joinpath("sample.sql").read_text(), {"most": most, "since": since, "mature": MATURE_DAYS})
    shas = [sha for (sha,) in connection.execute("SELECT sha FROM sample").fetchall()]
    if shas:
        count(shas)
    subjects.prepare(connection, "change")
    history_subjects.add_history(connection, shas)
    names = [feature.id for family in families_of("change") if family.view != VIEW for feature in family.columns]
    measure_all(connection, "change", names)
    columns = ", ".join(f'significant("{name}") AS "{name}"' for name in names)
    return connection.sql(
        f"SELECT sample.day::SMALLINT AS day, coalesce(reverted, {NEVER})::SMALLINT AS reverted, "  # noqa: S608 - our own names
        f"coalesce(blamed, {NEVER})::SMALLINT AS blamed, last::SMALLINT AS last, "
        f"weight::FLOAT AS weight, {columns} "
        f"FROM sample JOIN features ON features.subject_id = sample.commit_no ORDER BY position, sha"
    ).to_arrow_table()


def join(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Put the examples of several projects into one table, with their names in a first column.

    Raises:
        UsageError: there is not one example.
    """
    import pyarrow as pa

    parts = [
        table.add_column(0, "project", pa.array([name] * len(table), pa.string()))
        for name, table in sorted(tables.items())
        if len(table)
    ]
    if not parts:
        raise UsageError("No project has a change to learn from.", "Add projects that revert or blame commits by name.")
    return pa.concat_tables(parts)


def write(tables: Mapping[str, pa.Table], path: Path) -> None:
    """Write the examples of several projects into one Parquet file."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(join(tables), path, compression="zstd", compression_level=19)
