"""The names that people use most."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb

from knownhands.errors import UsageError

_BUILT_IN = Path(__file__).parents[2] / "_data" / "names"
_CHECKOUT = Path(__file__).parents[4] / "data" / "names"


def folder() -> Path:
    """Return where the list and the weights are: inside the wheel, or in a checkout's data/."""
    return _BUILT_IN if _BUILT_IN.exists() else _CHECKOUT


@cache
def popular(ecosystem: str) -> tuple[str, ...]:
    """Return the most used names of an ecosystem, the most used first.

    Raises:
        UsageError: there is no list for that ecosystem.
    """
    if ecosystem not in listed():
        known = ", ".join(sorted(listed()))
        raise UsageError(f"There is no list of popular names for {ecosystem}.", f"There is one for: {known}.")
    path = str(folder() / "popular.parquet")
    with duckdb.connect(config={"threads": 1}) as connection:
        rows = connection.execute(
            "SELECT name FROM read_parquet($path) WHERE ecosystem = $ecosystem ORDER BY rank",
            {"path": path, "ecosystem": ecosystem},
        ).fetchall()
    return tuple(name for (name,) in rows)


@cache
def listed() -> frozenset[str]:
    """Return the ecosystems of which there is a list."""
    with duckdb.connect(config={"threads": 1}) as connection:
        rows = connection.execute(
            "SELECT DISTINCT ecosystem FROM read_parquet($path)", {"path": str(folder() / "popular.parquet")}
        ).fetchall()
    return frozenset(str(ecosystem) for (ecosystem,) in rows)
