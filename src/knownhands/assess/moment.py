"""Understand `--as-of`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

    from knownhands.harvest.git.process import Repository


def resolve_as_of(connection: duckdb.DuckDBPyConnection, repository: Repository, text: str | None) -> str | None:
    """Return the commit that a revision or ISO time names; times without a zone are UTC.

    Args:
        connection: a store that is up to date with the repository.
        repository: where the commit is.
        text: the revision or time; None for no limit.

    Raises:
        NotFound: there is no such commit, or none that old.
    """
    from knownhands.harvest.git.target import resolve, resolve_moment

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return resolve(repository, text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return resolve_moment(connection, repository, int(aware.timestamp()))
