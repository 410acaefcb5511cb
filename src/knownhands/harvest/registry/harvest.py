"""Bring a store of packages up to date: keep what a registry answers, then read it into rows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.documents.address import origin
from knownhands.documents.registry import (
    Body,
    Outcome,
    Registry,
    Release,
    ReleaseFile,
    Requirement,
    Row,
    Target,
)
from knownhands.errors import NotFound, SourceError, Unparsable
from knownhands.harvest.registry.ask import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractAsyncContextManager

    from knownhands.documents.configuration import Configuration
    from knownhands.ecosystems._ecosystem import Ecosystem
    from knownhands.ecosystems._rules import Place
    from knownhands.harvest.registry.http import Http
    from knownhands.harvest.registry.rows import Shelf

_THERE, _NOT_THERE = (200, 304), (404, 406)


def targets(ecosystem: Ecosystem, names: Iterable[str], configuration: Configuration) -> list[Target]:
    """Return each package once, with the registries that may have it.

    Raises:
        UsageError: no package can have such a name.
    """
    items = dict.fromkeys(map(ecosystem.normalise, names))
    return [Target(item, registries_of(item, configuration)) for item in items]


def registries_of(item: str, configuration: Configuration) -> tuple[Registry, ...]:
    """Return the registries that may have a package, the first one first."""
    own = configuration.scopes.get(item.partition("/")[0]) if item.startswith("@") else None
    return (own,) if own else configuration.registries


def harvest(
    shelf: Shelf,
    ecosystem: Ecosystem,
    packages: Sequence[Target],
    connect: Callable[[], AbstractAsyncContextManager[Http]],
    progress: Callable[[int, int], None],
) -> list[Outcome]:
    """Ask for every package and read what is new; a package that fails does not stop the others.

    Args:
        shelf: where to keep it.
        ecosystem: how it is asked.
        packages: which to ask about.
        connect: opens the way to the network.
        progress: called with how many packages are done and how many there are.

    Returns:
        One outcome per package, in order.
    """
    return asyncio.run(_ask_all(shelf, ecosystem, packages, connect, progress))


async def _ask_all(
    shelf: Shelf,
    ecosystem: Ecosystem,
    packages: Sequence[Target],
    connect: Callable[[], AbstractAsyncContextManager[Http]],
    progress: Callable[[int, int], None],
) -> list[Outcome]:
    async with connect() as http:
        tasks = [asyncio.create_task(_ask(shelf, ecosystem, target, http)) for target in packages]
        try:
            for done, task in enumerate(asyncio.as_completed(tasks), start=1):
                await task
                progress(done, len(tasks))
        finally:
            for task in tasks:
                task.cancel()
        return [task.result() for task in tasks]


def reread(shelf: Shelf, ecosystem: Ecosystem, names: Iterable[str]) -> list[Outcome]:
    """Read the bodies that are kept once more, without any network.

    Raises:
        UsageError: no package can have such a name.
    """
    return [_offline(shelf, ecosystem, item) for item in dict.fromkeys(map(ecosystem.normalise, names))]


def recall(shelf: Shelf, ecosystem: Ecosystem, names: Iterable[str]) -> list[Outcome]:
    """Return what is kept, without any network; only what another parser read is read again.

    Raises:
        UsageError: no package can have such a name.
    """
    items = list(dict.fromkeys(map(ecosystem.normalise, names)))
    current, lacking, releases = shelf.current(items), shelf.lacking(items), shelf.releases(items)
    return [
        Outcome(item, releases[item], gaps=gaps)
        if item in current
        else replace(_offline(shelf, ecosystem, item), gaps=gaps)
        for item in items
        for gaps in [tuple(_lack(source, item) for source in lacking[item])]
    ]


def _lack(source: str, item: str) -> str:
    return f"{source} does not exist; what only it could tell of {item} is unknown."


def _offline(shelf: Shelf, ecosystem: Ecosystem, item: str) -> Outcome:
    if not shelf.bodies(item):
        error = NotFound(
            f"The store of packages holds nothing about {ecosystem.purl(item)}.", "Run once without --offline."
        )
        return Outcome(item, error=error)
    return _read(shelf, ecosystem, Outcome(item))


async def _ask(shelf: Shelf, ecosystem: Ecosystem, target: Target, http: Http) -> Outcome:
    bodies: list[Body] = []
    is_new = False
    error: SourceError | None = None
    try:
        async for body in ask(ecosystem, target, shelf.validators(target.name), http):
            is_new = shelf.store(body) or is_new
            bodies.append(body)
    except SourceError as cause:
        error = cause
    there = [body for body in bodies if body.status in _THERE]
    if not there:
        where = " or ".join(registry.address for registry in target.registries) or "any registry"
        missing = NotFound(f"There is no {ecosystem.id} package {target.name} at {where}.", "Check its name.")
        return Outcome(target.name, error=error or missing)
    gaps = tuple(
        _lack(body.source, target.name)
        for body in bodies
        if body.status in _NOT_THERE and origin(body.source) == origin(there[0].source)
    )
    outcome = Outcome(target.name, is_new=is_new, gaps=gaps, error=error)
    if shelf.current([target.name]):
        return _counted(shelf, outcome)
    return _read(shelf, ecosystem, outcome)


def _read(shelf: Shelf, ecosystem: Ecosystem, outcome: Outcome) -> Outcome:
    """Read every body that can be read; where none can, the rows stay as they were."""
    rows: list[Row] = []
    understood: list[Body] = []
    error = outcome.error
    for body in shelf.bodies(outcome.name):
        try:
            rows += list(ecosystem.registry.parse(body))
            understood.append(body)
        except Unparsable as cause:
            error = cause
    if understood:
        shelf.replace(outcome.name, _spelled_once(rows, ecosystem.versions.place), understood)
    return _counted(shelf, replace(outcome, error=error))


def _spelled_once(rows: Iterable[Row], place: Callable[[str], Place | None]) -> Iterator[Row]:
    """Give each version the spelling in which it came first: what one document calls 1.0 is 1.0.0 in another."""
    spelled: dict[object, str] = {}
    for row in rows:
        if isinstance(row, Release | ReleaseFile | Requirement) and row.version:
            spelling = spelled.setdefault(place(row.version) or row.version, row.version)
            yield row if spelling == row.version else replace(row, version=spelling)
        else:
            yield row


def _counted(shelf: Shelf, outcome: Outcome) -> Outcome:
    return replace(outcome, releases=shelf.releases([outcome.name])[outcome.name])
