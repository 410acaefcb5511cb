"""Two ways to what registries know: ask them, or look into the store and open no socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from knownhands.harvest.registry.downloads import fetch_releases, stored_releases
from knownhands.harvest.registry.harvest import harvest, recall, targets
from knownhands.harvest.registry.rows import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    import duckdb

    from knownhands.documents.configuration import Configuration
    from knownhands.documents.registry import Outcome
    from knownhands.ecosystems._ecosystem import Ecosystem
    from knownhands.harvest.registry.downloads import Fetched, ReleaseName
    from knownhands.harvest.registry.http import Http

    Progress = Callable[[int, int], None]


class Source(Protocol):
    """A way to the registries of one ecosystem."""

    def ask(
        self, connection: duckdb.DuckDBPyConnection, names: Sequence[str], progress: Progress, /
    ) -> Sequence[Outcome]:
        """Bring the store up to date about packages; one outcome for each, in order."""

    def fetch(
        self, connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName], progress: Progress, /
    ) -> Sequence[Fetched]:
        """Have the archives of releases in the store; one for each, in order."""


@dataclass(frozen=True, slots=True)
class Online:
    """Asks registries.

    Attributes:
        ecosystem: how.
        configuration: which ones.
        now: seconds since 1970-01-01 UTC.
    """

    ecosystem: Ecosystem
    configuration: Configuration
    now: int

    def ask(self, connection: duckdb.DuckDBPyConnection, names: Sequence[str], progress: Progress) -> Sequence[Outcome]:
        """Ask about packages."""
        shelf = Shelf(connection, self.ecosystem.id, self.ecosystem.registry.version, self.now)
        packages = targets(self.ecosystem, names, self.configuration)
        return harvest(shelf, self.ecosystem, packages, self._connect, progress)

    def fetch(
        self, connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName], progress: Progress
    ) -> Sequence[Fetched]:
        """Fetch what the store lacks."""
        return fetch_releases(connection, releases, self.configuration, self._connect, now=self.now, progress=progress)

    def _connect(self) -> AbstractAsyncContextManager[Http]:
        from knownhands.harvest.registry.certificates import trust
        from knownhands.harvest.registry.http import connect

        return connect(trust(self.configuration), self.now, self.configuration.trusted_hosts)


@dataclass(frozen=True, slots=True)
class Offline:
    """Looks into the store.

    Attributes:
        ecosystem: whose bodies may have to be read again.
    """

    ecosystem: Ecosystem

    def ask(
        self, connection: duckdb.DuckDBPyConnection, names: Sequence[str], _progress: Progress
    ) -> Sequence[Outcome]:
        """Recall what is kept about packages."""
        return recall(Shelf(connection, self.ecosystem.id, self.ecosystem.registry.version, 0), self.ecosystem, names)

    def fetch(
        self, connection: duckdb.DuckDBPyConnection, releases: Sequence[ReleaseName], _progress: Progress
    ) -> Sequence[Fetched]:
        """Return what was read before."""
        return stored_releases(connection, releases)
