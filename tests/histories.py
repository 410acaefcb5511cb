"""Invent whole histories without git: Hypothesis draws them, DuckDB's tables take them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from hypothesis import strategies as st

from knownhands.harvest.git.walk import place

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    import duckdb

TABLES = ("identities", "commits", "file_changes", "line_counts", "markers", "readings", "change_observations")
_AT = 1_600_000_000
_DAY = 86400
_PEOPLE = (
    ("Ada", "ada@kiln.example"),
    ("Ada", "ADA@kiln.example"),
    ("Ada", "else@where.example"),
    ("Bö", "bo@x"),
    ("", ""),
    ("null", "null@x"),
    ("kiln[bot]", "bot@kiln.example"),
    ("GitHub", "noreply@github.com"),
)
_PATHS = (
    "README.md", "src/wheel.py", "src/kiln/fire.c", "src/auth/login.c", "tests/test_wheel.py", "tests/data/x.xz",
    "package.json", "package-lock.json", ".github/workflows/ci.yml", "Makefile", "vendor", "a b/ü.txt", "AGENTS.md",
)  # fmt: skip
_TITLES = (
    "Glaze pots",
    "Fix crash in kiln",
    "kiln: add a door",
    "Typo",
    "Bump glaze to v2",
    "",
    "Ünïcode",
    "Enable kiln (#12)",
    "chore(deps): update dependencies",
    "Glaze pots anew [skip ci]",
)
_PLACES = (("ci", "by_itself"), ("program", "program"), ("docs", "elsewhere"))
_CAPABILITIES = ("download", "executes_download", "hidden_unicode")
_SOURCES = ("", "kettle.example")
_MODES = (0o100644, 0o100755, 0o120000, 0o160000)


@dataclass(frozen=True)
class File:
    """One changed file; lines are None when binary or not counted."""

    path: str
    previous_path: str | None
    status: str
    old_mode: int
    new_mode: int
    lines: tuple[int, int] | None
    is_binary: bool | None


@dataclass(frozen=True)
class Sight:
    """One thing that a commit's files show; it stands in line 1 of its first file."""

    place: str
    place_group: str
    capability: str
    source: str


@dataclass(frozen=True)
class Commit:
    """One commit; parents are places in the history, and what it shows is None where nobody read that."""

    sha: str
    parents: tuple[int, ...]
    author: tuple[str, str]
    committer: tuple[str, str]
    authored_at: int | None
    committed_at: int | None
    zone: int | None
    message: str
    key: str
    state: str
    files: tuple[File, ...]
    shows: tuple[Sight, ...] | None = ()
    runs: int | None = 1


COMMIT = Commit("", (), _PEOPLE[0], _PEOPLE[0], _AT, _AT, 0, "Glaze pots", "", "ok", ())
"""An ordinary one, to be varied."""
History = tuple[Commit, ...]
"""Parents before children; the last one is the head."""


def _name(number: int) -> str:
    return hashlib.sha1(b"%d" % number, usedforsecurity=False).hexdigest()


def _messages(number: int) -> st.SearchStrategy[str]:
    """Most messages are plain; some speak of an earlier commit."""
    plain = st.builds(
        lambda title, body: title + body,
        st.sampled_from(_TITLES),
        st.sampled_from(("", "\n", "\n\nWhy.\n\nSigned-off-by: Ada <a@x>\n", "\n\nSee #4 and https://x.example\n")),
    )
    if number == 0:
        return plain
    earlier = st.integers(0, number - 1).map(_name)
    speaking = st.one_of(
        earlier.map("Undo\n\nThis reverts commit {}.\n".format),
        earlier.map(lambda sha: f"Mend\n\nFixes: {sha[:12]} (x)\n"),
        earlier.map(lambda sha: f"Mend\n\nIt broke in {sha[:8]}\n"),
        st.sampled_from(_TITLES).map('Revert "{}"\n'.format),
    )
    return st.one_of(plain, plain, speaking)


@st.composite
def _files(draw: st.DrawFn) -> tuple[File, ...]:
    files = []
    for path in draw(st.lists(st.sampled_from(_PATHS), max_size=4, unique=True)):
        status = draw(st.sampled_from("AMMMDR"))
        old, new = (draw(st.sampled_from(_MODES)) for _ in range(2))
        counted = draw(st.sampled_from(("lines", "lines", "binary", "missing")))
        files.append(
            File(
                path=path,
                previous_path=draw(st.sampled_from(_PATHS)) if status == "R" else None,
                status=status,
                old_mode=0 if status == "A" else old,
                new_mode=0 if status == "D" else new,
                lines=draw(st.tuples(st.integers(0, 500), st.integers(0, 500))) if counted == "lines" else None,
                is_binary=None if counted == "missing" else counted == "binary",
            )
        )
    return tuple(files)


@st.composite
def _sights(draw: st.DrawFn) -> tuple[Sight, ...] | None:
    """Most commits were read, and some of those show something."""
    if draw(st.integers(0, 7)) == 0:
        return None
    places, capabilities, sources = map(st.sampled_from, (_PLACES, _CAPABILITIES, _SOURCES))
    shown = draw(st.lists(st.tuples(places, capabilities, sources), max_size=3))
    return tuple(Sight(*place, capability, source) for place, capability, source in shown)


@st.composite
def histories(draw: st.DrawFn, most: int = 25) -> History:
    """Draw a history with side branches, merges, new names, odd dates, gaps and reverts."""
    commits: list[Commit] = []
    extremes = (None, 0, -1, 2**63 - 1, -(2**63))
    moments = st.one_of(
        st.integers(_AT, _AT + 900 * _DAY), st.sampled_from((_AT, _AT + 400 * _DAY)), st.sampled_from(extremes)
    )
    for number in range(draw(st.integers(1, most))):
        links = st.integers(max(0, number - 4), max(0, number - 1))
        parents = draw(st.lists(links, min_size=1, max_size=2, unique=True)) if number else []
        state = draw(st.sampled_from(("ok",) * 8 + ("unreadable", "boundary", "no-changes")))
        commits.append(
            Commit(
                sha=_name(number),
                parents=tuple(sorted(parents, reverse=draw(st.booleans()))),
                author=draw(st.sampled_from(_PEOPLE)),
                committer=draw(st.sampled_from(_PEOPLE)),
                authored_at=draw(moments),
                committed_at=draw(moments),
                zone=draw(st.sampled_from((0, 60, -330, None))),
                message=draw(_messages(number)),
                key=draw(st.sampled_from(("", "", "pgp:1", "ssh:2"))),
                state=state,
                files=draw(_files()) if state == "ok" and len(parents) < 2 else (),
                shows=draw(_sights()) if state == "ok" and len(parents) < 2 else None,
                runs=draw(st.sampled_from((None, 0, 2))),
            )
        )
    return tuple(commits)


def first_parents(history: History) -> list[int]:
    """List the places of the first-parent chain, head first."""
    chain = [len(history) - 1]
    while history[chain[-1]].parents:
        chain.append(history[chain[-1]].parents[0])
    return chain


def fill(
    connection: duckdb.DuckDBPyConnection, history: History, head: int = -1, rng: random.Random | None = None
) -> None:
    """Fill an empty store with the ancestors of one commit, numbered and ordered anyhow if `rng` is given."""
    head %= len(history)
    reached, waiting = {head}, [head]
    while waiting:
        parents = set(history[waiting.pop()].parents) - reached
        reached |= parents
        waiting.extend(parents)
    graph = {
        history[at].sha: tuple(history[parent].sha for parent in history[at].parents)
        for at in sorted(reached, reverse=True)
    }
    places = place(graph, history[head].sha)
    order = sorted(reached)
    if rng:
        rng.shuffle(order)
    number = {at: count for count, at in enumerate(order)}
    identities = _identities(history[at] for at in order)
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
    for (name, email), (identity, person) in identities.items():
        rows["identities"].append((identity, name, email, person))
    for at in order:
        _add(rows, history[at], number[at], places[history[at].sha], identities)
    for table, values in rows.items():
        if rng:
            rng.shuffle(values)
        _insert(connection, table, values)
    connection.execute(resources.files("knownhands.harvest.git").joinpath("messages.sql").read_text())


def clear(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty the store."""
    for table in (*TABLES, "title_words"):
        connection.execute(f"DELETE FROM {table}")


def _identities(commits: Iterable[Commit]) -> dict[tuple[str, str], tuple[int, int]]:
    """Number the names and say which of them are one person."""
    numbers: dict[tuple[str, str], tuple[int, int]] = {}
    persons: dict[str, int] = {}
    for commit in commits:
        for who in (commit.author, commit.committer):
            if who not in numbers:
                number = len(numbers)
                numbers[who] = number, persons.setdefault((who[1] or who[0]).lower(), number)
    return numbers


def _add(rows: dict[str, list[Any]], commit: Commit, number: int, at: Any, identities: Any) -> None:
    """Add one commit's rows the way the harvester leaves them."""
    where = at.position, at.base, at.is_mainline
    if commit.state == "unreadable":
        rows["commits"].append((number, commit.sha, commit.state, *[None] * 9, *where))
        return
    rows["commits"].append(
        (
            number, commit.sha, commit.state, None if commit.state == "boundary" else len(commit.parents),
            identities[commit.author][0], identities[commit.committer][0],
            commit.authored_at, commit.zone, commit.committed_at, commit.zone, commit.message, commit.key, *where,
        )
    )  # fmt: skip
    for file in commit.files:
        rows["file_changes"].append((number, file.path, file.previous_path, file.status, file.old_mode, file.new_mode))
        rows["line_counts"].append((number, file.path, *(file.lines or (None, None)), file.is_binary))
    if commit.shows is not None:
        rows["readings"].append((commit.sha, "today", commit.runs))
    for sight in commit.shows or () if commit.runs is not None else ():
        where = (commit.sha, "a", sight.place, sight.place_group, 1)
        rows["change_observations"].append((*where, sight.capability, "call", sight.source, "", "", "fire()"))


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if not rows:
        return
    columns = zip(*rows, strict=True)
    batch = pa.table({f"c{count}": pa.array(column) for count, column in enumerate(columns)})  # noqa: F841 - read by name
    connection.execute(f"INSERT INTO {table} SELECT * FROM batch")
