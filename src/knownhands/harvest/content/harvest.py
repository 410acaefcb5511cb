"""Read what changes do into a store, each change once."""

from __future__ import annotations

from collections import deque
from dataclasses import astuple
from itertools import chain
from typing import TYPE_CHECKING

from knownhands.capabilities.load import fingerprint
from knownhands.harvest.content.changed import read_changed
from knownhands.harvest.content.places import place_named
from knownhands.harvest.content.read import read_contents
from knownhands.harvest.content.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import duckdb

    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.contents import Contents
    from knownhands.harvest.git.process import Repository

_READER = 5  # raised whenever the readers see something else in the same change
_TABLES = ("readings", "change_observations", "change_unread")
_FLUSH = 100  # changes a transaction
_GROUP = 500  # changes that git is asked for at a time
_SMALL = 8_000  # bytes of a file; nested as deep as so many allow no parser has died, a tenth of what kills one
_FEW_FILES = 10


def read_missing(
    connection: duckdb.DuckDBPyConnection,
    repository: Repository,
    ends: Mapping[str, str],
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> None:
    """Read the changes that nobody has read yet.

    Args:
        connection: the repository's store.
        repository: where they are.
        ends: the name of each change → what git is asked to compare: a commit, or `HEAD BASE`.
        progress: called with changes done and changes to do.
    """
    forget_older_readers(connection)
    known = known_readings(connection, list(ends))
    missing = [name for name in ends if name not in known]
    if not missing:
        return
    small: deque[tuple[str, Contents | None]] = deque()
    large = _large(_changes(repository, ends, missing), small)
    first = next(large, None)
    done = 0
    if first is not None:
        with Workers() as workers:
            workers.start()
            waiting: list[tuple[str, Contents | None]] = []
            for answer in workers.read(chain([first], large)):
                waiting.append(answer)
                waiting += [small.popleft() for _ in range(len(small))]
                if len(waiting) >= _FLUSH:
                    keep(connection, waiting)
                    done, waiting = done + len(waiting), []
                    progress(done, len(missing))
            small.extend(waiting)
    keep(connection, list(small))
    progress(len(missing), len(missing))


def _large(
    changes: Iterable[tuple[str, list[Changed] | None]], small: deque[tuple[str, Contents | None]]
) -> Iterator[tuple[str, list[Changed] | None]]:
    """Read small changes here, which takes less time than to start a process that may die, and hand on the others."""
    for name, files in changes:
        if files is not None and is_small(files):
            small.append((name, read_contents(files)))
        else:
            yield name, files


def is_small(files: Sequence[Changed]) -> bool:
    """Whether a change is too small to kill a parser or to take long, whatever is in it."""
    sizes = [len(body) for file in files for body in (file.old, file.new) if body is not None]
    return len(files) <= _FEW_FILES and max(sizes, default=0) <= _SMALL


def _changes(
    repository: Repository, ends: Mapping[str, str], names: Sequence[str]
) -> Iterator[tuple[str, list[Changed] | None]]:
    """Yield the files of changes by their names, a group at a time."""
    for start in range(0, len(names), _GROUP):
        group = {ends[name]: name for name in names[start : start + _GROUP]}
        for end, files in read_changed(repository, list(group)):
            yield group[end], files


def known_readings(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> set[str]:
    """Return which changes were read by the readers of today."""
    rows = connection.execute(
        "SELECT change FROM readings SEMI JOIN (SELECT unnest($names::VARCHAR[]) AS change) USING (change) WHERE reader = $reader",
        {"names": list(names), "reader": reader()},
    ).fetchall()
    return {name for (name,) in rows}


def reader() -> str:
    """Name the readers and capabilities of today."""
    return f"{_READER}-{fingerprint()}"


def forget_older_readers(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget every change that other readers read, so that no answer rests on what they overlooked."""
    row = connection.execute("SELECT 1 FROM readings WHERE reader <> $reader LIMIT 1", {"reader": reader()}).fetchone()
    if row:
        connection.execute("BEGIN")
        for table in _TABLES:
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
        connection.execute("COMMIT")


def keep(connection: duckdb.DuckDBPyConnection, read: Sequence[tuple[str, Contents | None]]) -> None:
    """Put into a store what changes do, each beside its name; None where its files cannot be compared."""
    connection.execute("BEGIN")
    _insert(connection, "readings", [(name, reader(), contents.runs if contents else None) for name, contents in read])
    rows = [
        (name, o.path, sight.place, place_named(sight.place).group, *astuple(o)[1:], sight.excerpt)
        for name, contents in read
        for sight in (contents.sights if contents else ())
        for o in (sight.observation,)
    ]
    _insert(connection, "change_observations", rows)
    unread = [(name, *astuple(gap)) for name, contents in read for gap in (contents.unread if contents else ())]
    _insert(connection, "change_unread", unread)
    connection.execute("COMMIT")


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    if rows:
        columns = {f"c{place}": list(values) for place, values in enumerate(zip(*rows, strict=True))}
        lists = ", ".join(f"unnest(${name})" for name in columns)
        connection.execute(f"INSERT INTO {table} SELECT {lists}", columns)
