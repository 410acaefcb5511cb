"""Understand `--as-of`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knownhands.harvest.git.process import Repository


def resolve_as_of(repository: Repository, text: str | None) -> str | None:
    """Return the commit that a revision or ISO time names; times without a zone are UTC.

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
    return resolve_moment(repository, int(aware.timestamp()))
