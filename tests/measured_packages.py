"""Measure archives whose files stand in the test, the way that scoring and training do; nothing in them is ever run."""

from collections.abc import Callable, Mapping

import duckdb

from knownhands.features.assemble import features_of, measure_all
from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.contents import Contents
from knownhands.harvest.archive.reader import read_bytes
from knownhands.store import subjects
from measured import Values
from packing import tgz

Files = Mapping[str, str | bytes]
MeasureArchives = Callable[..., list[Values]]
"""Measures archives together: their contents → their values, in the same order."""

TABLES = (
    "artifacts",
    "artifact_files",
    "artifact_problems",
    "artifact_observations",
    "artifact_manifests",
    "name_matches",
)


def packed(files: Files, top: str = "pots-1.0") -> Contents:
    """Pack files below a top folder and read them back; `package` makes an npm archive where there is a package.json."""
    members = [(f"{top}/{name}", body if isinstance(body, bytes) else body.encode()) for name, body in files.items()]
    return read_bytes(f"{top}.tgz" if top == "package" else f"{top}.tar.gz", tgz(*members))


def sdist(files: Files) -> Contents:
    """Pack files as an sdist that says no more than its name."""
    return packed({"PKG-INFO": "Metadata-Version: 2.1\nName: pots\nVersion: 1.0\n", **files})


def measure_archives(connection: duckdb.DuckDBPyConnection, *archives: Contents) -> list[Values]:
    """Keep archives in an emptied store of packages and measure them at once."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")
    for number, contents in enumerate(archives):
        keep(connection, f"artifact {number}", contents)
    subjects.prepare(connection, "package")
    subjects.add(connection, [{"artifact": f"artifact {number}"} for number in range(len(archives))])
    return measure_subjects(connection)


def measure_subjects(connection: duckdb.DuckDBPyConnection) -> list[Values]:
    """Measure what stands in `subjects`."""
    measure_all(connection, "package")
    names = [feature.id for feature in features_of("package")]
    listed = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(f"SELECT {listed} FROM features ORDER BY subject_id").fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]
