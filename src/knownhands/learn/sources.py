"""Turn what a user names, Parquet files or clones, into one data set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.errors import UsageError
from knownhands.harvest.git.history import count_lines, harvest
from knownhands.harvest.git.source import locate, store_path
from knownhands.learn import dataset
from knownhands.learn.split import TEST_DAY
from knownhands.settings import WORKERS
from knownhands.store.connection import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pyarrow as pa

MOST = 4000
"""Unregretted changes kept of each project on each side of the day that parts training from testing."""


def examples(clone: str, store: Path | None, cache: Path, say: Callable[[str], None], most: int = MOST) -> pa.Table:
    """Harvest one clone and turn it into examples.

    Raises:
        SourceError: the clone cannot be read.
    """
    repository = locate(clone, cache, offline=False, say=say)
    with open_store(store or store_path(repository, cache), say) as connection:
        harvest(connection, repository, workers=WORKERS)
        return dataset.extract(
            connection,
            lambda shas: count_lines(connection, repository, shas, workers=WORKERS),
            most=most,
            since=TEST_DAY,
        )


def package_examples(names: Sequence[str]) -> Path | None:
    """Return the only file of examples that is named, or in the folder that is, when it is about packages; else None.

    Raises:
        UsageError: the file cannot be read.
    """
    from pathlib import Path

    import pyarrow.parquet as pq

    files = [
        file
        for name in names
        for file in (sorted(Path(name).glob("*.parquet")) if Path(name).is_dir() else [Path(name)])
    ]
    if len(files) != 1 or files[0].suffix != ".parquet" or not files[0].is_file():
        return None
    try:
        return files[0] if "is_malicious" in pq.read_schema(files[0]).names else None
    except (OSError, ValueError) as cause:
        raise UsageError(f"{files[0]} cannot be read: {cause}", "Name a Parquet file of examples.") from cause


def gather(names: Sequence[str], cache: Path, say: Callable[[str], None]) -> dataset.Dataset:
    """Read Parquet files (or folders of them) and clones, but not both at once.

    Raises:
        UsageError: nothing to read, or a mixture.
    """
    from pathlib import Path

    paths = [Path(name) for name in names]
    files = [
        file
        for path in paths
        for file in (sorted(path.glob("*.parquet")) if path.is_dir() else [path])
        if file.suffix == ".parquet"
    ]
    if files and len(files) >= len(names):
        return dataset.read(files)
    if files:
        raise UsageError(
            "Clones and Parquet files cannot be mixed.", "Turn the clones into Parquet with scripts/build_corpus.py."
        )
    tables = {}
    for name in names:
        say(f"Reading {name} …")
        tables[name] = examples(name, None, cache, say)
    return dataset.from_table(dataset.join(tables))
