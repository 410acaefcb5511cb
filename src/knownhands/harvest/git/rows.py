"""Write what was read from git into a store, in transactions that are whole or absent."""

from __future__ import annotations

import hashlib
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import duckdb

    from knownhands.harvest.git.changes import Changes
    from knownhands.harvest.git.commits import Commit, Person
    from knownhands.harvest.git.process import Repository
    from knownhands.harvest.git.walk import Place

_TABLES = ("harvest_runs", "identities", "commits", "file_changes", "line_counts", "markers", "title_words")
_COLUMNS: dict[str, dict[str, str]] = {
    "commits": {
        "commit_no": "int32", "sha": "string", "state": "string", "parents": "int32", "author": "int32",
        "committer": "int32", "authored_claimed_at": "int64", "author_tz": "int16", "committed_claimed_at": "int64",
        "committer_tz": "int16", "message": "string", "signing_key": "string", "position": "int32", "base": "int32",
        "is_mainline": "bool_",
    },
    "file_changes": {
        "commit_no": "int32", "path": "string", "previous_path": "string", "status": "string", "old_mode": "int32",
        "new_mode": "int32",
    },
    "line_counts": {
        "commit_no": "int32", "path": "string", "lines_added": "int32", "lines_deleted": "int32", "is_binary": "bool_",
    },
    "identities": {"identity": "int32", "name": "string", "email": "string", "person": "int32"},
}  # fmt: skip
FEW = 2000
"""Fewer rows than this are written row by row: measured, that is done before pyarrow is imported."""

_PLACES = {"sha": "string", "position": "int32", "base": "int32", "is_mainline": "bool_"}


def boundary_digest(repository: Repository) -> str:
    """Return a short name for the set of commits at which a shallow clone ends; "" for a whole history."""
    joined = "\n".join(sorted(repository.boundary))
    return hashlib.sha256(joined.encode()).hexdigest()[:16] if joined else ""


class Writer:
    """Writes one repository's history.

    Args:
        connection: an open store.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._next = self._number("SELECT coalesce(max(commit_no) + 1, 0) FROM commits")
        self._identities: dict[tuple[str, str], int] | None = None
        self._persons: dict[str, int] = {}
        self._stored_identities = 0

    def last_head(self, repository: Repository, harvester: int) -> str | None:
        """Return the head of the last run if it is complete.

        What an older reader wrote, or what was read before a shallow clone's boundary moved, is dropped.
        """
        row = self._connection.execute(
            "SELECT head, boundary, is_complete, harvester FROM harvest_runs ORDER BY run DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        head, boundary, is_complete, version = row
        if (boundary, version) != (boundary_digest(repository), harvester):
            self.clear()
            return None
        return str(head) if is_complete else None

    def clear(self) -> None:
        """Drop all that is stored."""
        self._in_one_transaction(f"DELETE FROM {table}" for table in (*_TABLES, "risks"))  # noqa: S608 - our own names
        self._next = 0

    def newest_without_contents(self, most: int) -> list[str]:
        """Return the newest commits some of whose lines could not be counted, for their contents were missing."""
        rows = self._connection.execute(
            "SELECT sha FROM commits WHERE commit_no IN (SELECT commit_no FROM line_counts WHERE is_binary IS NULL) "
            "ORDER BY position DESC, sha LIMIT $most",
            {"most": most},
        )
        return [sha for (sha,) in rows.fetchall()]

    def known(self) -> set[str]:
        """Return every commit that is stored."""
        return {sha for (sha,) in self._connection.execute("SELECT sha FROM commits").fetchall()}

    def unreachable(self) -> set[str]:
        """Return the stored commits that the default branch had lost at the last run."""
        return {sha for (sha,) in self._connection.execute("SELECT sha FROM commits WHERE position IS NULL").fetchall()}

    def broken(self) -> dict[str, str]:
        """Return the stored commits whose object or trees could not be read, with their state."""
        rows = self._connection.execute("SELECT sha, state FROM commits WHERE state IN ('unreadable', 'no-changes')")
        return dict(rows.fetchall())

    def forget(self, shas: Iterable[str]) -> None:
        """Drop commits whose object or trees could not be read; they have no rows but their own and what messages say."""
        broken = {"shas": list(shas)}
        numbers = "SELECT commit_no FROM commits WHERE list_contains($shas, sha)"
        self._connection.execute("BEGIN")
        self._connection.execute(f"DELETE FROM title_words WHERE commit_no IN ({numbers})", broken)  # noqa: S608 - our own
        self._connection.execute("DELETE FROM commits WHERE list_contains($shas, sha)", broken)
        self._connection.execute("COMMIT")

    def newest_first_parents(self, shas: Iterable[str]) -> dict[str, int]:
        """Return, for stored commits, the number of the newest first-parent commit that each contains or is."""
        rows = self._connection.execute(
            "SELECT sha, CASE WHEN is_mainline THEN position ELSE base END FROM commits WHERE list_contains($shas, sha)",
            {"shas": list(shas)},
        )
        return dict(rows.fetchall())

    def begin_run(self, repository: Repository, harvester: int) -> int:
        """Note that a run has begun; until `finish_run` the store counts as incomplete."""
        run = self._number("SELECT coalesce(max(run) + 1, 0) FROM harvest_runs")
        self._connection.execute(
            "INSERT INTO harvest_runs VALUES ($run, $source, $head, $boundary, false, NULL, NULL, $harvester)",
            {
                "run": run,
                "source": repository.source,
                "head": repository.head,
                "boundary": boundary_digest(repository),
                "harvester": harvester,
            },
        )
        return run

    def finish_run(self, run: int, added: int) -> None:
        """Derive what messages say and call the run complete, all at once."""
        self._connection.execute("BEGIN")
        self._connection.execute(resources.files(__package__).joinpath("messages.sql").read_text())
        self._connection.execute(
            "UPDATE harvest_runs SET is_complete = true, commits = $added, unreadable = ("
            "SELECT count(*) FROM commits WHERE state IN ('unreadable', 'no-changes')) WHERE run = $run",
            {"run": run, "added": added},
        )
        self._connection.execute("COMMIT")

    def move(self, places: Mapping[str, Place]) -> None:
        """Give stored commits new places; those without one are no longer reachable.

        What a model found of them at their old places is forgotten: it would be another answer at the new ones.
        """
        self._connection.execute("DELETE FROM risks")
        shas = list(places)
        columns = {"sha": shas} | {
            name: [getattr(places[sha], name) for sha in shas] for name in ("position", "base", "is_mainline")
        }
        new_places = _arrow(columns, _PLACES)  # noqa: F841 - DuckDB reads it by name
        self._connection.execute(
            "UPDATE commits SET position = p.position, base = p.base, is_mainline = p.is_mainline "
            "FROM (SELECT c.sha, n.position, n.base, n.is_mainline FROM commits AS c LEFT JOIN new_places AS n USING (sha)) "
            "AS p WHERE commits.sha = p.sha"
        )

    def write(
        self,
        batch: Sequence[tuple[str, str, Commit | None]],
        changes: Changes,
        places: Mapping[str, Place],
    ) -> None:
        """Store commits with everything that belongs to them, or nothing.

        Args:
            batch: object name, state and parsed commit (None where it could not be read).
            changes: what they change.
            places: where they stand.
        """
        numbers = {sha: self._next + count for count, (sha, _, _) in enumerate(batch)}
        rows = [self._row(numbers[sha], sha, state, commit, places[sha]) for sha, state, commit in batch]
        self._connection.execute("BEGIN")
        self._insert("commits", _transpose(_COLUMNS["commits"], rows))
        self._insert("file_changes", _file_columns(changes, numbers))
        self._insert("line_counts", line_columns(changes, numbers))
        self._insert_identities()
        self._connection.execute("COMMIT")
        self._next += len(batch)

    def write_lines(self, changes: Changes, numbers: Mapping[str, int]) -> None:
        """Store line counts of commits that are stored already."""
        self._insert("line_counts", line_columns(changes, numbers))

    def uncounted(self, shas: Sequence[str] | None = None) -> dict[str, int]:
        """Return the commits (all, or those named) whose changed files have no line counts yet."""
        rows = self._connection.execute(
            "SELECT sha, commit_no FROM commits WHERE ($shas IS NULL OR list_contains($shas, sha)) "
            "AND commit_no IN (SELECT commit_no FROM file_changes) "
            "AND commit_no NOT IN (SELECT commit_no FROM line_counts) ORDER BY commit_no",
            {"shas": shas},
        )
        return dict(rows.fetchall())

    def unreadable(self) -> int:
        """Count the stored commits whose object or trees could not be read."""
        return self._number("SELECT count(*) FROM commits WHERE state IN ('unreadable', 'no-changes')")

    def _row(self, number: int, sha: str, state: str, commit: Commit | None, at: Place) -> tuple[object, ...]:
        if commit is None:
            return (number, sha, state, *([None] * 9), at.position, at.base, at.is_mainline)
        author, committer = commit.author, commit.committer
        return (
            number, sha, state, None if state == "boundary" else len(commit.parents),
            self._identity(author), self._identity(committer),
            author.claimed_at, author.tz, committer.claimed_at, committer.tz,
            commit.message, commit.signing_key, at.position, at.base, at.is_mainline,
        )  # fmt: skip

    def _identity(self, person: Person) -> int:
        if self._identities is None:
            rows = self._connection.execute("SELECT name, email, identity, person FROM identities").fetchall()
            self._identities = {(name, email): identity for name, email, identity, _ in rows}
            self._persons = {(email or name).lower(): same for name, email, _, same in reversed(rows)}
            self._stored_identities = len(rows)
        key = (person.name, person.email)
        number = self._identities.get(key)
        if number is None:
            number = self._identities[key] = len(self._identities)
            self._persons.setdefault((person.email or person.name).lower(), number)
        return number

    def _insert_identities(self) -> None:
        new = list((self._identities or {}).items())[self._stored_identities :]
        rows = [(number, name, email, self._persons[(email or name).lower()]) for (name, email), number in new]
        self._insert("identities", _transpose(_COLUMNS["identities"], rows))
        self._stored_identities = len(self._identities or {})

    def _insert(self, table: str, columns: Mapping[str, Sequence[object]]) -> None:
        rows = len(next(iter(columns.values())))
        if 0 < rows < FEW:
            lists = ", ".join(f"unnest(${name})" for name in _COLUMNS[table])
            self._connection.execute(f"INSERT INTO {table} SELECT {lists}", dict(columns))
        elif rows:
            batch = _arrow(columns, _COLUMNS[table])  # noqa: F841 - DuckDB reads it by name
            self._connection.execute(f"INSERT INTO {table} SELECT * FROM batch")  # noqa: S608 - our own names

    def _in_one_transaction(self, statements: Iterator[str]) -> None:
        self._connection.execute("BEGIN")
        for statement in statements:
            self._connection.execute(statement)
        self._connection.execute("COMMIT")

    def _number(self, sql: str) -> int:
        row = self._connection.execute(sql).fetchone()
        return int(row[0]) if row else 0


def prepare_to_write_many() -> None:
    """Import what many rows are written with, which takes a while."""
    import pyarrow as pa  # noqa: F401 - for later


def _arrow(columns: Mapping[str, Sequence[object]], types: Mapping[str, str]) -> object:
    import pyarrow as pa

    return pa.table({name: pa.array(columns[name], getattr(pa, kind)()) for name, kind in types.items()})


def _transpose(names: Iterable[str], rows: Sequence[Sequence[object]]) -> dict[str, Sequence[object]]:
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    return dict(zip(names, columns, strict=False))


def _file_columns(changes: Changes, numbers: Mapping[str, int]) -> dict[str, Sequence[object]]:
    return {
        "commit_no": [numbers[sha] for sha in changes.sha],
        "path": changes.path,
        "previous_path": changes.previous_path,
        "status": changes.status,
        "old_mode": changes.old_mode,
        "new_mode": changes.new_mode,
    }


def line_columns(changes: Changes, numbers: Mapping[str, int]) -> dict[str, Sequence[object]]:
    """Return the columns of `line_counts`; -1 counts mean binary, None means missing contents."""
    return {
        "commit_no": [numbers[sha] for sha in changes.line_sha],
        "path": changes.line_path,
        "lines_added": [None if count == -1 else count for count in changes.added],
        "lines_deleted": [None if count == -1 else count for count in changes.deleted],
        "is_binary": [None if count is None else count == -1 for count in changes.added],
    }
