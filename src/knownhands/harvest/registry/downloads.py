"""Fetch the archives of releases and read them, in memory: nothing of them is kept but the rows."""

from __future__ import annotations

import asyncio
import hashlib
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, dataclass, fields
from os.path import commonpath
from typing import TYPE_CHECKING

from knownhands.documents.address import origin
from knownhands.documents.registry import Registry, ReleaseFile
from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import SourceError
from knownhands.harvest.archive.artifact import forget_older_readers, keep
from knownhands.harvest.archive.reader import read_bytes
from knownhands.harvest.registry.harvest import registries_of
from knownhands.harvest.registry.hashes import matches, promised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractAsyncContextManager

    import duckdb

    from knownhands.documents.configuration import Configuration
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
        downloads: its archives that could be read, now or before: what is installed first.
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
    releases: Sequence[ReleaseName],
    configuration: Configuration,
    connect: Callable[[], AbstractAsyncContextManager[Http]],
    *,
    now: int,
    progress: Callable[[int, int], None],
) -> list[Fetched]:
    """Fetch and read what the store lacks of some releases; a file that fails does not stop the others.

    A file is fetched again only when the registry gives it another hash.

    Args:
        connection: a store of packages that holds what the registry says of them.
        releases: releases of one ecosystem.
        configuration: whose addresses and credentials to use.
        connect: opens the way to the network.
        now: seconds since 1970-01-01 UTC.
        progress: called with how many files are done and how many there are.

    Returns:
        One for each release, in order.
    """
    plans = _plan(connection, releases, configuration)
    missing = [plan for of_release in plans.values() for plan in of_release if plan.known is None]
    if missing:
        asyncio.run(_fetch_all(connection, missing, connect, now, progress))
    return [_fetched(release, plans[release]) for release in releases]


def stored_releases(connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName]) -> list[Fetched]:
    """Return what was read of some releases before, and name what was not; contacts nobody."""
    plans = _plan(connection, releases, None)
    for plan in (plan for of_release in plans.values() for plan in of_release if plan.known is None):
        plan.gap = f"{plan.file.filename} was never fetched, so nothing is known of what it holds."
    return [_fetched(release, plans[release]) for release in releases]


def _plan(
    connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName], configuration: Configuration | None
) -> dict[ReleaseName, list[_Plan]]:
    """Choose the files of each release, and say what is known of them."""
    ecosystems = known_ecosystems()
    chosen = {
        release: ecosystems[release.ecosystem].choose(files) for release, files in _files(connection, releases).items()
    }
    homes = _homes(connection, releases, configuration) if configuration else {}
    known = _known(connection, releases)
    return {
        release: [
            _Plan(
                file,
                homes.get((release.ecosystem, release.name), Registry("")),
                promised(file),
                known.get((file.ecosystem, file.name, file.version, file.filename, promised(file))),
            )
            for file in chosen.get(release, ())
        ]
        for release in releases
    }


_OF_RELEASES = (
    "SEMI JOIN (SELECT unnest($ecosystems::VARCHAR[]) AS ecosystem, unnest($names::VARCHAR[]) AS name, "
    "unnest($versions::VARCHAR[]) AS version) USING (ecosystem, name, version)"
)


def _listed(releases: Sequence[ReleaseName]) -> dict[str, list[str]]:
    return {
        "ecosystems": [release.ecosystem for release in releases],
        "names": [release.name for release in releases],
        "versions": [release.version for release in releases],
    }


def _files(
    connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName]
) -> dict[ReleaseName, list[ReleaseFile]]:
    columns = ", ".join(field.name for field in fields(ReleaseFile))
    rows = connection.execute(
        f"SELECT {columns} FROM release_files {_OF_RELEASES}",  # noqa: S608 - our own names
        _listed(releases),
    ).fetchall()
    files: dict[ReleaseName, list[ReleaseFile]] = defaultdict(list)
    for file in (ReleaseFile(*row) for row in rows):
        files[ReleaseName(file.ecosystem, file.name, str(file.version))].append(file)
    return files


def _homes(
    connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName], configuration: Configuration
) -> dict[tuple[str, str], Registry]:
    """Return the registries that spoke of packages; one that is configured no more gets no credentials."""
    rows = connection.execute(
        "SELECT ecosystem, item, arg_min(source, (-checked_at, kind)) FROM bodies "
        "SEMI JOIN (SELECT unnest($ecosystems::VARCHAR[]) AS ecosystem, unnest($names::VARCHAR[]) AS item) "
        "USING (ecosystem, item) WHERE status = 200 GROUP BY ecosystem, item",
        {"ecosystems": [release.ecosystem for release in releases], "names": [release.name for release in releases]},
    ).fetchall()
    return {(ecosystem, name): _home(name, source, configuration) for ecosystem, name, source in rows}


def _home(name: str, source: str, configuration: Configuration) -> Registry:
    same = [registry for registry in registries_of(name, configuration) if origin(registry.address) == origin(source)]
    return max(same, key=lambda registry: len(commonpath([registry.address, source])), default=Registry(source))


def _known(
    connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName]
) -> dict[tuple[str, str, str | None, str, str | None], Download]:
    """Return what files were when they were fetched, by the hash that the registry gave of them then."""
    forget_older_readers(connection)
    columns = ", ".join(field.name for field in fields(Download))
    rows = connection.execute(
        f"SELECT {columns} FROM downloads SEMI JOIN artifacts USING (artifact) {_OF_RELEASES}",  # noqa: S608 - our own names
        _listed(releases),
    ).fetchall()
    known = [Download(*row) for row in rows]
    return {
        (download.ecosystem, download.name, download.version, download.filename, download.matched): download
        for download in known
    }


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

        async def fetch(plan: _Plan) -> None:
            async with turns:
                try:
                    body = await _body(http, plan)
                except SourceError as error:
                    plan.gap = f"{plan.file.filename} could not be read: {error.message}"
                    return
                read = asyncio.get_running_loop().run_in_executor(reader, _read, connection, plan, body, now)
                plan.new = await read

        async with connect() as http:
            tasks = [asyncio.create_task(fetch(plan)) for plan in missing]
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
    there = [row for plan in plans if (row := plan.known or plan.new)]
    return Fetched(
        release,
        tuple(there),
        sum(plan.new is not None for plan in plans),
        tuple(_gaps(plans)),
    )


def _gaps(plans: Iterable[_Plan]) -> Iterable[str]:
    for plan in plans:
        if plan.gap:
            yield plan.gap
        elif plan.promise is None:
            yield f"The registry gives no hash of {plan.file.filename}, so nobody can say whether it is the right one."
