"""Fetch the archives of releases and read them, in memory: nothing of them is kept but the rows."""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, fields
from os.path import commonpath
from typing import TYPE_CHECKING

from knownhands.errors import SourceError
from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.reader import read_bytes
from knownhands.harvest.registry.address import origin
from knownhands.harvest.registry.choice import choose
from knownhands.harvest.registry.harvest import registries_of
from knownhands.harvest.registry.hashes import matches, promised
from knownhands.harvest.registry.records import Registry, ReleaseFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractAsyncContextManager

    import duckdb

    from knownhands.harvest.registry.configuration import Configuration
    from knownhands.harvest.registry.http import Http

_IN_HAND = 4  # archives that are in memory at a time, whether they still come or are being read (chosen by eye)


@dataclass(frozen=True, slots=True)
class ReleaseName:
    """Which release is meant, as its registry spells it."""

    ecosystem: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Download:
    """A row of `downloads`."""

    ecosystem: str
    name: str
    version: str
    filename: str
    kind: str
    artifact: str
    fetched_at: int
    matched: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of fetching one release.

    Attributes:
        release: which one.
        downloads: its archives that could be read, now or before: the wheel, then the sdist; npm's one.
        fetched: how many of them came over the network just now.
        gaps: why others could not be read, one sentence each.
    """

    release: ReleaseName
    downloads: tuple[Download, ...] = ()
    fetched: int = 0
    gaps: tuple[str, ...] = ()


@dataclass(slots=True)
class _Plan:
    """One file that is wanted: what is known of it, and what came of it."""

    file: ReleaseFile
    registry: Registry
    promise: str | None
    known: Download | None
    new: Download | None = None
    gap: str = ""


def fetch_releases(  # noqa: PLR0913 - one caller, and each is a different thing
    connection: duckdb.DuckDBPyConnection,
    wanted: Sequence[ReleaseName],
    found: Configuration,
    connect: Callable[[], AbstractAsyncContextManager[Http]],
    *,
    now: int,
    progress: Callable[[int, int], None],
) -> list[Fetched]:
    """Fetch and read what the store lacks of some releases; a file that fails does not stop the others.

    A file is fetched again only when the registry gives it another hash.

    Args:
        connection: a store of packages that holds what the registry says of them.
        wanted: releases of one ecosystem.
        found: whose addresses and credentials to use.
        connect: opens the way to the network.
        now: seconds since 1970-01-01 UTC.
        progress: called with how many files are done and how many there are.

    Returns:
        One for each release, in order.
    """
    plans = {release: _plan(connection, release, found) for release in wanted}
    missing = [one for of_release in plans.values() for one in of_release if one.known is None]
    if missing:
        asyncio.run(_fetch_all(connection, missing, connect, now, progress))
    return [_fetched(release, plans[release]) for release in wanted]


def stored_releases(connection: duckdb.DuckDBPyConnection, wanted: Sequence[ReleaseName]) -> list[Fetched]:
    """Return what was read of some releases before, and name what was not; contacts nobody."""
    plans = {release: _plan(connection, release, None) for release in wanted}
    for one in (one for of_release in plans.values() for one in of_release if one.known is None):
        one.gap = f"{one.file.filename} was never fetched, so nothing is known of what it holds."
    return [_fetched(release, plans[release]) for release in wanted]


def _plan(connection: duckdb.DuckDBPyConnection, release: ReleaseName, found: Configuration | None) -> list[_Plan]:
    chosen = choose(_files(connection, release))
    home = _home(connection, release, found) if chosen and found else Registry("")
    return [_Plan(file, home, promised(file), _known(connection, file)) for file in chosen]


def _files(connection: duckdb.DuckDBPyConnection, release: ReleaseName) -> list[ReleaseFile]:
    columns = ", ".join(field.name for field in fields(ReleaseFile))
    rows = connection.execute(
        f"SELECT {columns} FROM release_files "  # noqa: S608 - our own names
        "WHERE ecosystem = $ecosystem AND name = $name AND version = $version",
        {"ecosystem": release.ecosystem, "name": release.name, "version": release.version},
    ).fetchall()
    return [ReleaseFile(*row) for row in rows]


def _home(connection: duckdb.DuckDBPyConnection, release: ReleaseName, found: Configuration) -> Registry:
    """Return the registry that spoke of the release; one that is configured no more gets no credentials."""
    row = connection.execute(
        "SELECT source FROM bodies WHERE ecosystem = $ecosystem AND item = $name AND status = 200 "
        "ORDER BY checked_at DESC, kind LIMIT 1",
        {"ecosystem": release.ecosystem, "name": release.name},
    ).fetchone()
    source = str(row[0]) if row else ""
    same = [one for one in registries_of(release.name, found) if origin(one.address) == origin(source)]
    return max(same, key=lambda one: len(commonpath([one.address, source])), default=Registry(source))


def _known(connection: duckdb.DuckDBPyConnection, file: ReleaseFile) -> Download | None:
    """Return what the file was when it was fetched, unless the registry means another one now."""
    columns = ", ".join(field.name for field in fields(Download))
    row = connection.execute(
        f"SELECT {columns} FROM downloads SEMI JOIN artifacts USING (artifact) "  # noqa: S608 - our own names
        "WHERE ecosystem = $ecosystem AND name = $name AND version = $version AND filename = $filename "
        "AND matched IS NOT DISTINCT FROM $promise",
        {
            "ecosystem": file.ecosystem,
            "name": file.name,
            "version": file.version,
            "filename": file.filename,
            "promise": promised(file),
        },
    ).fetchone()
    return Download(*row) if row else None


async def _fetch_all(
    connection: duckdb.DuckDBPyConnection,
    missing: Sequence[_Plan],
    connect: Callable[[], AbstractAsyncContextManager[Http]],
    now: int,
    progress: Callable[[int, int], None],
) -> None:
    """Fetch some at a time, while one thread reads what has come: the connection is that thread's alone."""
    turns = asyncio.Semaphore(_IN_HAND)
    with ThreadPoolExecutor(max_workers=1) as reader:

        async def one(plan: _Plan) -> None:
            async with turns:
                try:
                    body = await _body(http, plan)
                except SourceError as error:
                    plan.gap = f"{plan.file.filename} could not be read: {error.message}"
                    return
                read = asyncio.get_running_loop().run_in_executor(reader, _read, connection, plan, body, now)
                plan.new = await read

        async with connect() as http:
            tasks = [asyncio.create_task(one(plan)) for plan in missing]
            try:
                for done, task in enumerate(asyncio.as_completed(tasks), start=1):
                    await task
                    progress(done, len(tasks))
            finally:
                for task in tasks:
                    task.cancel()


async def _body(http: Http, plan: _Plan) -> bytes:
    """Fetch a file.

    Raises:
        SourceError: it could not be had, or is not what the registry said.
    """
    if plan.file.url is None:
        raise SourceError("The registry does not say where it is.", "Ask who runs the registry.")
    body = await http.download(plan.registry, plan.file.url)
    if plan.promise is not None and not await asyncio.to_thread(matches, body, plan.promise):
        algorithm = plan.promise.partition("-")[0]
        raise SourceError(f"What came has another {algorithm} than the registry says.", "Ask who runs the registry.")
    return body


def _read(connection: duckdb.DuckDBPyConnection, plan: _Plan, body: bytes, now: int) -> Download:
    file, artifact = plan.file, hashlib.sha256(body).hexdigest()
    keep(connection, artifact, read_bytes(file.filename, body))
    row = Download(
        *(file.ecosystem, file.name, str(file.version), file.filename, str(file.kind)), artifact, now, plan.promise
    )
    connection.execute("BEGIN")
    connection.execute(
        "DELETE FROM downloads WHERE ecosystem = $ecosystem AND name = $name AND filename = $filename",
        {"ecosystem": row.ecosystem, "name": row.name, "filename": row.filename},
    )
    places = ", ".join("?" for _ in fields(Download))
    connection.execute(f"INSERT INTO downloads VALUES ({places})", astuple(row))  # noqa: S608 - placeholders only
    connection.execute("COMMIT")
    return row


def _fetched(release: ReleaseName, plans: Sequence[_Plan]) -> Fetched:
    if not plans:
        gap = f"The registry lists no file of {release.name} {release.version} that could be read here."
        return Fetched(release, gaps=(gap,))
    there = [row for one in plans if (row := one.known or one.new)]
    return Fetched(
        release,
        tuple(there),
        sum(one.new is not None for one in plans),
        tuple(_gaps(plans)),
    )


def _gaps(plans: Iterable[_Plan]) -> Iterable[str]:
    for one in plans:
        if one.gap:
            yield one.gap
        elif one.promise is None:
            yield f"The registry gives no hash of {one.file.filename}, so nobody can say whether it is the right one."
