"""What tests of features share."""

from collections.abc import Callable, Iterator
from functools import partial
from importlib import resources
from pathlib import Path

import duckdb
import pytest

from gitstory import Story
from knownhands.harvest.content.harvest import read_missing
from knownhands.store.connection import memory_store
from measured import Measure, Values, harvested, measure_history
from measured_packages import MeasureArchives, measure_archives


@pytest.fixture
def measure(story: Story, tmp_path: Path) -> Measure:
    """What harvests the story as it stands and measures every commit."""

    def now() -> dict[str, Values]:
        with harvested(story.path, tmp_path / f"{story.head}.duckdb") as (connection, _):
            return measure_history(connection)

    return now


@pytest.fixture
def measure_read(story: Story, tmp_path: Path) -> Callable[..., dict[str, Values]]:
    """What harvests the story as it stands, reads all changes, or those named, and measures every commit."""

    def now(*shas: str) -> dict[str, Values]:
        name = f"{story.head}-{'-'.join(shas)}"
        with harvested(story.path, tmp_path / f"{name}.duckdb") as (connection, repository):
            named = shas or tuple(story.git("rev-list", "--no-merges", "HEAD").split())
            read_missing(connection, repository, {sha: sha for sha in named})
            return measure_history(connection)

    return now


@pytest.fixture(scope="session")
def store() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty store in memory; who fills it clears it."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        for file in sorted(resources.files("knownhands.store.schema").iterdir(), key=lambda entry: entry.name):
            if file.name.endswith(".sql"):
                connection.execute(file.read_text())
        yield connection


@pytest.fixture(scope="session")
def package_store() -> Iterator[duckdb.DuckDBPyConnection]:
    """A store of packages in memory; who fills it clears it."""
    with memory_store("package_schema") as connection:
        connection.execute("SET threads = 1")
        yield connection


@pytest.fixture
def measure_packages(package_store: duckdb.DuckDBPyConnection) -> MeasureArchives:
    """What measures archives, and nothing that was kept before."""
    return partial(measure_archives, package_store)
