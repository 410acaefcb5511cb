"""Understand `--as-of` and `--since`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from knownhands.errors import NotFound, UsageError

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
        UsageError: it is a time, and a revision too.
    """
    from knownhands.harvest.git.target import resolve_moment

    if text is None:
        return None
    moment = _moment(repository, text)
    return _named(repository, text) if moment is None else resolve_moment(connection, repository, moment)


def resolve_since(connection: duckdb.DuckDBPyConnection, repository: Repository, text: str | None) -> str | None:
    """Return the commit after which something is asked for; None for no limit, also where all of history is later.

    Args:
        connection: a store that is up to date with the repository.
        repository: where the commit is.
        text: a revision or ISO time, as `resolve_as_of` understands it; None for no limit.

    Raises:
        NotFound: there is no such commit.
        UsageError: as of `resolve_as_of`.
    """
    from knownhands.harvest.git.target import resolve_moment

    if text is None:
        return None
    moment = _moment(repository, text)
    if moment is None:
        return _named(repository, text)
    try:
        return resolve_moment(connection, repository, moment)
    except NotFound:
        return None


def _moment(repository: Repository, text: str) -> int | None:
    """Return an ISO time as seconds since 1970-01-01 UTC; None where it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if repository.resolve(text):
        raise UsageError(
            f"{text} is a time, and names a revision here.",
            f"Write refs/tags/{text} or the like, or {moment:%Y-%m-%dT%H:%M}.",
        )
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _named(repository: Repository, revision: str) -> str:
    from knownhands.harvest.git.target import resolve

    try:
        return resolve(repository, revision)
    except NotFound as cause:
        raise NotFound(cause.message, "Give a revision that is there, or a time such as 2025-04-08.") from cause
