"""Read one source of advisories into a store of packages; a record that makes no sense does not stop the others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.documents.objects import clean
from knownhands.errors import NotFound, SourceError, Unparsable
from knownhands.harvest.advisories.match import ENOUGH
from knownhands.harvest.advisories.osv import parse_advisory
from knownhands.harvest.advisories.rows import keep
from knownhands.harvest.advisories.sources import records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import duckdb

    from knownhands.harvest.advisories.records import Advisory
    from knownhands.harvest.advisories.sources import Source

_BATCH = 5_000  # chosen by eye
_SHOWN = 3  # problems, chosen by eye
_OFTEN = 500  # files between two reports of progress


@dataclass(slots=True)
class Harvested:
    """What came of one source.

    Attributes:
        kept: ecosystem → records about its packages; one record can be about both.
        malicious: ecosystem → how many of those say that a package was made to do harm.
        elsewhere: the names of other ecosystems → records that are only about those.
        unreadable: records that make no sense.
        problems: the first few of those, one sentence each.
    """

    kept: Counter[str] = field(default_factory=Counter)
    malicious: Counter[str] = field(default_factory=Counter)
    elsewhere: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0
    problems: list[SourceError] = field(default_factory=list)

    @property
    def is_database(self) -> bool:
        """Whether it holds so many records about one ecosystem that it tells of what it does not name too."""
        return any(max(self.malicious[name], kept - self.malicious[name]) >= ENOUGH for name, kept in self.kept.items())

    def refuse(self, problem: SourceError) -> None:
        """Count a record that makes no sense."""
        self.unreadable += 1
        if len(self.problems) < _SHOWN:
            self.problems.append(problem)

    def count(self, advisory: Advisory) -> None:
        """Count a record that does."""
        ecosystems = {row.ecosystem for row in advisory.affected}
        self.kept.update(ecosystems)
        if advisory.is_malicious:
            self.malicious.update(ecosystems)
        if not ecosystems:
            self.elsewhere[clean(advisory.elsewhere[0]) if advisory.elsewhere else "no package"] += 1


def harvest_advisories(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    source: Source,
    now: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Harvested:
    """Keep all records of a source that are about an ecosystem that is read here, and note that it was read; all of it or nothing.

    Args:
        connection: a store of packages.
        name: the source's, under which the store remembers it.
        source: from `open_path` or `open_body`.
        now: seconds since 1970-01-01 UTC.
        progress: called with how many files are read and how many there are.

    Raises:
        NotFound: there is no record in it.
        Unparsable: none of its records makes sense.
    """
    harvested = Harvested()
    name = clean(name)
    connection.execute("BEGIN")
    try:
        advisories = _advisories(source, harvested, progress)
        while batch := list(islice(advisories, _BATCH)):
            keep(connection, name, batch)
        _insist(name, harvested)
        _remember(connection, name, source, harvested, now)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
    return harvested


def _advisories(source: Source, harvested: Harvested, progress: Callable[[int, int], None]) -> Iterator[Advisory]:
    for done, item in enumerate(source.items):
        if not done % _OFTEN:
            progress(done, len(source.items))
        try:
            for number, record in enumerate(records(item), start=1):
                where = item.where if number == 1 else f"{item.where}, record {number}"
                try:
                    advisory = parse_advisory(record, where)
                except Unparsable as problem:
                    harvested.refuse(problem)
                    continue
                harvested.count(advisory)
                yield advisory
        except SourceError as problem:
            harvested.refuse(problem)


def _insist(name: str, harvested: Harvested) -> None:
    """Raise an error where nothing at all could be read."""
    if harvested.problems and not harvested.kept and not harvested.elsewhere:
        first = harvested.problems[0]
        raise Unparsable(f"Nothing in {name} could be read. {first.message}", first.hint)
    if not harvested.kept and not harvested.elsewhere:
        raise NotFound(f"There are no advisories in {name}.", "Name a file, folder or zip of OSV records.")


def _remember(connection: duckdb.DuckDBPyConnection, name: str, source: Source, harvested: Harvested, now: int) -> None:
    connection.execute("DELETE FROM advisory_sources WHERE source = $name", {"name": name})
    for ecosystem, kept in sorted(harvested.kept.items()):
        malicious = harvested.malicious[ecosystem]
        connection.execute(
            "INSERT INTO advisory_sources VALUES ($name, $ecosystem, $is_database, $malicious, $others, $unreadable, $now)",
            {
                "name": name,
                "ecosystem": ecosystem,
                "is_database": source.is_database,
                "malicious": malicious,
                "others": kept - malicious,
                "unreadable": harvested.unreadable,
                "now": now,
            },
        )
