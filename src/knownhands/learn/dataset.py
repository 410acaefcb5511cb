"""Changes with their features and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from knownhands.errors import UsageError
from knownhands.features.assemble import features_of, measure_all
from knownhands.store import history_subjects, subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import duckdb
    import pyarrow as pa

MATURE_DAYS = 365
"""How long a change is watched before "nobody regretted it" is believed."""
_NEVER = 2**15 - 1


@dataclass(frozen=True, slots=True)
class Dataset:
    """One row per change.

    Attributes:
        names: feature ids; the columns of `features`.
        features: (n, len(names)) float32, NaN where unknown.
        project: (n,) index into `projects`.
        projects: what the projects are called.
        day: (n,) days since 1970 on which the change came in.
        reverted: (n,) day of the first revert; 32767 for never.
        blamed: (n,) day on which a later commit first named it as the cause; 32767 for never.
        last: (len(projects),) the newest day of each project.
        weight: (n,) how many changes of its project a row stands for: every regretted change is kept, of the others a
            sample.
    """

    names: tuple[str, ...]
    features: np.ndarray
    project: np.ndarray
    projects: tuple[str, ...]
    day: np.ndarray
    reverted: np.ndarray
    blamed: np.ndarray
    last: np.ndarray
    weight: np.ndarray

    def __len__(self) -> int:
        return len(self.day)

    def take(self, rows: np.ndarray) -> Dataset:
        """Return the rows that a mask or an index array selects."""
        return replace(
            self,
            features=self.features[rows],
            project=self.project[rows],
            day=self.day[rows],
            reverted=self.reverted[rows],
            blamed=self.blamed[rows],
            weight=self.weight[rows],
        )

    def column(self, name: str) -> np.ndarray:
        """Return one feature, (n,) float64."""
        return self.features[:, self.names.index(name)].astype(np.float64)

    def columns(self) -> dict[str, np.ndarray]:
        """Return every feature by its id."""
        return {name: self.column(name) for name in self.names}

    def regretted(self, *, kind: str = "any", seen_by: int = _NEVER) -> np.ndarray:
        """Return the label: regretted within a year, as far as anybody could know on a day.

        Args:
            kind: "any", "revert" or "blame".
            seen_by: markers after this day are not looked at.
        """
        told = {"any": np.minimum(self.reverted, self.blamed), "revert": self.reverted, "blame": self.blamed}[kind]
        return np.asarray((told - self.day <= MATURE_DAYS) & (told <= seen_by) & (told < _NEVER))


def extract(
    connection: duckdb.DuckDBPyConnection, count_lines: Callable[[Sequence[str]], None], *, most: int, since: int
) -> pa.Table:
    """Turn one harvested repository into examples.

    Args:
        connection: the repository's store.
        count_lines: asked to count lines for the commits that were chosen.
        most: how many unregretted changes to keep on each side of `since`.
        since: the day that parts training from testing.

    Returns:
        day, reverted, blamed, last, weight and one column per feature; no row when the project has no label era.
    """
    sql = resources.files(__package__)
    connection.execute(sql.joinpath("examples.sql").read_text())
    connection.execute(sql.joinpath("sample.sql").read_text(), {"most": most, "since": since, "mature": MATURE_DAYS})
    shas = [sha for (sha,) in connection.execute("SELECT sha FROM sample").fetchall()]
    if shas:
        count_lines(shas)
    subjects.prepare(connection, "change")
    history_subjects.add_history(connection, shas)
    measure_all(connection, "change")
    columns = ", ".join(f'significant("{feature.id}") AS "{feature.id}"' for feature in features_of("change"))
    return connection.sql(
        f"SELECT sample.day::SMALLINT AS day, coalesce(reverted, {_NEVER})::SMALLINT AS reverted, "  # noqa: S608 - our own names
        f"coalesce(blamed, {_NEVER})::SMALLINT AS blamed, last::SMALLINT AS last, "
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
        table.add_column(0, "project", pa.array([name] * len(table)).dictionary_encode())
        for name, table in sorted(tables.items())
        if len(table)
    ]
    if not parts:
        raise UsageError("No project has a change to learn from.", "Add projects that revert or blame commits by name.")
    return pa.concat_tables(parts).unify_dictionaries()


def write(tables: Mapping[str, pa.Table], path: Path) -> None:
    """Write the examples of several projects into one Parquet file."""
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(join(tables), path, compression="zstd", compression_level=19)


def read(paths: Sequence[Path]) -> Dataset:
    """Read examples.

    Raises:
        UsageError: files whose features are not those of this version.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [pq.read_table(path) for path in paths]
    text = pa.field("project", pa.string())
    return from_table(pa.concat_tables([table.cast(table.schema.set(0, text)) for table in tables]))


def from_table(table: pa.Table) -> Dataset:
    """Turn an Arrow table of examples into a data set.

    Raises:
        UsageError: its features are not those of this version.
    """
    names = tuple(feature.id for feature in features_of("change"))
    missing = sorted({*names, "weight"} - set(table.column_names))
    if missing:
        raise UsageError(
            f"The examples lack the features {', '.join(missing[:5])}.",
            "Build them again with scripts/build_corpus.py.",
        )
    projects, project = np.unique(np.asarray(table["project"].to_pylist()), return_inverse=True)
    last = table["last"].to_numpy().astype(np.int64)
    features = np.column_stack([table[name].to_numpy(zero_copy_only=False).astype(np.float32) for name in names])
    return Dataset(
        names=names,
        features=features,
        project=project,
        projects=tuple(str(name) for name in projects),
        day=table["day"].to_numpy().astype(np.int64),
        reverted=table["reverted"].to_numpy().astype(np.int64),
        blamed=table["blamed"].to_numpy().astype(np.int64),
        weight=table["weight"].to_numpy().astype(np.float64),
        last=np.array([last[project == number].max() for number in range(len(projects))]),
    )
