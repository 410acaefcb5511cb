"""A store to harvest into, and ways to look at what is in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from gitstory import Story
from knownhands.harvest.git.history import Harvest, harvest
from knownhands.harvest.git.process import open_repository
from knownhands.store.connection import open_store

Connection = duckdb.DuckDBPyConnection

_FACTS = {
    "commits": """
        SELECT c.* EXCLUDE (commit_no, author, committer), a.name, a.email, o.name, o.email
        FROM commits AS c
        LEFT JOIN identities AS a ON a.identity = c.author
        LEFT JOIN identities AS o ON o.identity = c.committer
        WHERE position IS NOT NULL
    """,
    "persons": """
        SELECT i.name, i.email, lower(coalesce(nullif(p.email, ''), p.name))
        FROM identities AS i
        JOIN identities AS p ON p.identity = i.person
        WHERE i.identity IN (
            SELECT unnest([author, committer]) FROM commits WHERE position IS NOT NULL)
    """,
    "file_changes": "SELECT c.sha, f.* EXCLUDE commit_no FROM file_changes AS f JOIN commits AS c USING (commit_no)"
    " WHERE position IS NOT NULL",
    "line_counts": "SELECT c.sha, l.* EXCLUDE commit_no FROM line_counts AS l JOIN commits AS c USING (commit_no)"
    " WHERE position IS NOT NULL",
    "title_words": "SELECT c.sha, w.word FROM title_words AS w JOIN commits AS c USING (commit_no) WHERE position IS NOT NULL",
    "markers": """
        SELECT c.sha, bad.sha, m.kind
        FROM markers AS m
        JOIN commits AS c USING (commit_no)
        JOIN commits AS bad ON bad.commit_no = m.blamed
        WHERE c.position IS NOT NULL AND bad.position IS NOT NULL
    """,
}


def facts_of(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything a store says about reachable commits, free of the numbers that depend on order."""
    return {name: sorted(connection.execute(sql).fetchall(), key=repr) for name, sql in _FACTS.items()}


@pytest.fixture(scope="session")
def facts() -> Callable[[Connection], dict[str, list[tuple[Any, ...]]]]:
    return facts_of


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Connection]:
    with open_store(tmp_path / "story.duckdb", pytest.fail) as connection:
        yield connection


@pytest.fixture
def read(store: Connection) -> Callable[..., Harvest]:
    """Harvest a story into the store."""

    def _read(story: Story | Path, *, lines: bool = False) -> Harvest:
        path = story.path if isinstance(story, Story) else story
        return harvest(store, open_repository(path, "pottery"), workers=1, lines=lines)

    return _read


@pytest.fixture
def ask(store: Connection) -> Callable[..., list[Any]]:
    """Query the store; rows of one column come without their tuple."""

    def _ask(sql: str, *parameters: object) -> list[Any]:
        rows = store.execute(sql, list(parameters)).fetchall()
        return [row[0] if len(row) == 1 else row for row in rows]

    return _ask
