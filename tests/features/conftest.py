"""What tests of features share."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import duckdb
import pytest

from gitstory import Story
from measured import Measure, Values, harvested, measure_history


@pytest.fixture
def measure(story: Story, tmp_path: Path) -> Measure:
    """What harvests the story as it stands and measures every commit."""

    def now() -> dict[str, Values]:
        with harvested(story.path, tmp_path / f"{story.head}.duckdb") as (connection, _):
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
