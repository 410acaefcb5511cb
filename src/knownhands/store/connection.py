"""Open a store: one DuckDB file, one writer at a time."""

from __future__ import annotations

from contextlib import contextmanager
from importlib import resources
from typing import TYPE_CHECKING

import duckdb
from filelock import FileLock, Timeout

from knownhands.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_MEMORY_LIMIT = "400MB"  # measured: more makes nothing faster, and a ranking of 39,000 commits stays below 600 MB
_NO_ROOM = "No space left on device"  # what a commit says where the disk is full
_REMEDY = "Delete the file (it can be harvested again), or name another one with --store."


@contextmanager
def open_store(path: Path, say: Callable[[str], None], schema: str = "schema") -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the store at a path, creating it where there is none.

    A second process waits until the first has finished.

    Args:
        path: the DuckDB file; a `.lock` file stands beside it.
        say: called with one line when another process has to be waited for.
        schema: the folder beside this file that says which tables it holds: `schema` or `package_schema`.

    Raises:
        StoreError: the file cannot be opened or written, is no such store of ours, or was written by a newer version.
    """
    path = path.absolute()  # DuckDB takes "md:pots" for an address
    if path.is_dir():
        raise StoreError(f"The store {path} cannot be opened: it is a folder.", "Name a file with --store.")
    with alone(path, say):
        connection = _connect(path)
        try:
            _migrate(connection, path, schema)
            yield connection
        except duckdb.Error as cause:
            if not isinstance(cause, duckdb.IOException) and _NO_ROOM not in str(cause):
                raise
            raise StoreError(f"The store {path} cannot be used: {_first_line(cause)}", "Make room for it.") from cause
        except RuntimeError as cause:
            if str(cause) == "Query interrupted":  # what DuckDB makes of Ctrl-C
                raise KeyboardInterrupt from cause
            raise
        finally:
            connection.close()


@contextmanager
def memory_store(schema: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a store that is kept nowhere and ends with the block.

    Args:
        schema: as for `open_store`.
    """
    with duckdb.connect() as connection:
        _migrate(connection, "a store in memory", schema)
        yield connection


@contextmanager
def alone(path: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Keep every other process of ours away from a path; its folder is made if need be.

    The lock ends with the process, however that ends.

    Args:
        path: what is to be used; a `.lock` file stands beside it.
        say: called with one line when another process has to be waited for.

    Raises:
        StoreError: nothing can be written there.
    """
    lock = FileLock(path.with_name(path.name + ".lock"), mode=0o600)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(blocking=False)
        except Timeout:
            say(f"Another knownhands is using {path}; waiting until it has finished.")
            lock.acquire()
    except OSError as cause:
        raise StoreError(f"{path} cannot be written: {cause.strerror}.", "Name another place.") from cause
    try:
        yield
    finally:
        lock.release()


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    if path.exists() and not (path.is_file() and _is_database(path)):
        raise StoreError(
            f"{path} is no store of ours and was left as it is.",
            "Name another file with --store, or delete this one if nobody needs it.",
        )
    try:
        str(path).encode()  # DuckDB opens no path that is not UTF-8, and says so badly
        connection = duckdb.connect(str(path))
        connection.execute("SET memory_limit = $limit", {"limit": _MEMORY_LIMIT})
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
    except (duckdb.Error, UnicodeEncodeError) as cause:
        raise StoreError(f"The store {path} cannot be opened: {_first_line(cause)}", _REMEDY) from cause
    return connection


def _is_database(path: Path) -> bool:
    """Look for DuckDB's mark: it opens data files too, in memory, and asks the network how to read some of them.

    Source: https://duckdb.org/docs/stable/internals/storage
    """
    try:
        with path.open("rb") as file:
            return file.read(12)[8:] == b"DUCK"
    except OSError as cause:
        raise StoreError(f"The store {path} cannot be opened: {cause.strerror}.", _REMEDY) from cause


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path | str, schema: str) -> None:
    """Apply the schema files that this store has not seen, each in one transaction."""
    applied = f"{schema}_version"  # each kind of store has its own, so that none is taken for another
    try:
        have = _version(connection, applied)
        if have is None:
            if connection.execute("SELECT 1 FROM duckdb_tables()").fetchone():
                raise StoreError(
                    f"{path} is a database, but no store of ours for this.", "Name another file with --store."
                )
            connection.execute(f"CREATE TABLE {applied} (version INTEGER PRIMARY KEY)")
            have = 0
        files = sorted(
            (entry for entry in resources.files(f"knownhands.store.{schema}").iterdir() if entry.name.endswith(".sql")),
            key=lambda entry: entry.name,
        )
        if have > len(files):
            raise StoreError(f"The store {path} was written by a newer knownhands.", "Upgrade, or use another --store.")
        for version, entry in enumerate(files[have:], start=have + 1):
            connection.execute("BEGIN")
            connection.execute(entry.read_text())
            connection.execute(f"INSERT INTO {applied} VALUES ($version)", {"version": version})  # noqa: S608 - our own
            connection.execute("COMMIT")
    except duckdb.Error as cause:
        raise StoreError(f"The store {path} is not usable: {_first_line(cause)}", _REMEDY) from cause


def _version(connection: duckdb.DuckDBPyConnection, applied: str) -> int | None:
    """Return how many schema files a store has seen, None where it is new or not ours. Listing its tables takes longer."""
    try:
        row = connection.execute(f"SELECT coalesce(max(version), 0) FROM {applied}").fetchone()  # noqa: S608 - our own names
    except duckdb.CatalogException:
        return None
    return int(row[0]) if row else 0


def _first_line(cause: Exception) -> str:
    return str(cause).splitlines()[0]
