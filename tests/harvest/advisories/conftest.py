"""A store of packages, and ways to fill it with advisories and to ask about subjects."""

import json
from collections.abc import Callable, Iterator

import duckdb
import pytest

from knownhands.harvest.advisories.harvest import Harvested, harvest_advisories
from knownhands.harvest.advisories.sources import Item, Source
from knownhands.store.connection import memory_store

NOW = 1_800_000_000


@pytest.fixture
def packages() -> Iterator[duckdb.DuckDBPyConnection]:
    with memory_store("package_schema") as connection:
        yield connection


@pytest.fixture
def harvest(packages) -> Callable[..., Harvested]:
    """Harvest records as if they came from a database's folder."""

    def now(*records: object, name: str = "shelf", is_database: bool = True) -> Harvested:
        bodies = [json.dumps(record).encode() for record in records]
        items = [Item(f"{number}.json", lambda body=body: body) for number, body in enumerate(bodies)]
        return harvest_advisories(packages, name, Source(items, is_database), NOW)

    return now
