"""The names that people use most, and the modules that come with the language."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import duckdb

from knownhands.errors import UsageError

_BUILT_IN = Path(__file__).parents[2] / "_data" / "names"
_CHECKOUT = Path(__file__).parents[4] / "data" / "names"

# As Node documents them; `test` and `sqlite` are left out because only `node:test` reaches them.
_NODE = (
    "assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events "
    "fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream "
    "string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib"
)


def folder() -> Path:
    """Return where the list and the weights are: inside the wheel, or in a checkout's data/."""
    return _BUILT_IN if _BUILT_IN.exists() else _CHECKOUT


@cache
def popular(ecosystem: str) -> tuple[str, ...]:
    """Return the most used names of an ecosystem, the most used first.

    Raises:
        UsageError: there is no list for that ecosystem.
    """
    path = str(folder() / "popular.parquet")
    with duckdb.connect(config={"threads": 1}) as connection:
        rows = connection.execute(
            "SELECT name FROM read_parquet($path) WHERE ecosystem = $ecosystem ORDER BY rank",
            {"path": path, "ecosystem": ecosystem},
        ).fetchall()
        if not rows:
            known = connection.execute(
                "SELECT string_agg(DISTINCT ecosystem, ', ' ORDER BY ecosystem) FROM read_parquet($path)",
                {"path": path},
            ).fetchall()[0][0]
            raise UsageError(f"There is no list of popular names for {ecosystem}.", f"There is one for: {known}.")
    return tuple(name for (name,) in rows)


def standard_library(ecosystem: str) -> frozenset[str]:
    """Return the top-level modules that come with the language; empty where we have no list."""
    if ecosystem == "pypi":
        return frozenset(name for name in sys.stdlib_module_names if not name.startswith("_"))
    return frozenset(_NODE.split() if ecosystem == "npm" else ())
