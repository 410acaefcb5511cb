"""What the commands about packages share: open the store, choose whom to ask, say what came."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands import settings
from knownhands.cli._session import progress_bar, speaker
from knownhands.cli._streams import write
from knownhands.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import duckdb

    from knownhands.documents.registry import Outcome
    from knownhands.ecosystems._ecosystem import Ecosystem


@contextmanager
def opened_packages(store: Path | None, *, quiet: bool) -> Iterator[tuple[duckdb.DuckDBPyConnection, int]]:
    """Open the store of packages, and read the clock: seconds since 1970-01-01 UTC."""
    from knownhands.harvest.registry.rows import SCHEMA
    from knownhands.store.connection import open_store

    path = store or settings.packages_path(settings.load().cache)
    with open_store(path, speaker(quiet=quiet), SCHEMA) as connection:
        yield connection, int(time.time())


def harvest_packages(
    ecosystem: Ecosystem, names: Sequence[str], *, offline: bool, store: Path | None, quiet: bool
) -> int:
    """Harvest packages, or read again what is kept of them, and print one line for each.

    Raises:
        SourceError: not everything that was asked for could be read.
    """
    from knownhands.assess.sources import find_sources
    from knownhands.harvest.registry.harvest import reread
    from knownhands.harvest.registry.rows import Shelf

    say = speaker(quiet=quiet)
    with opened_packages(store, quiet=quiet) as (connection, now):
        if offline:
            shelf = Shelf(connection, ecosystem.id, ecosystem.registry.version, now)
            outcomes = reread(shelf, ecosystem, names)
        else:
            place = (settings.environment(), Path.home(), Path.cwd())
            source = find_sources([ecosystem.id], now, place, say)[ecosystem.id]
            with progress_bar("Asking registries", quiet=quiet) as progress:
                outcomes = list(source.ask(connection, names, progress))
    return _show(ecosystem.id, outcomes, say)


def _show(ecosystem: str, outcomes: Sequence[Outcome], say: Callable[[str], None]) -> int:
    failed = [outcome.error for outcome in outcomes if outcome.error]
    for outcome in outcomes:
        for gap in outcome.gaps:
            say(gap)
        if outcome.releases:
            state = "not all could be read" if outcome.error else "new" if outcome.is_new else "as before"
            write(f"{ecosystem} {outcome.name}: {outcome.releases:,} releases, {state}\n")
    if len(failed) == 1:
        raise failed[0]
    if failed:
        for error in failed:
            say(f"{error.message} {error.hint}")
        raise SourceError(f"{len(failed)} of {len(outcomes)} packages could not be read in full.", failed[0].hint)
    return 0
