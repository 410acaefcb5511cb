"""What the commands that harvest packages share: open the store, ask or read again, say what came."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from knownhands import settings
from knownhands.cli._session import progress_bar, speaker
from knownhands.cli._streams import write
from knownhands.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from knownhands.harvest.registry.configuration import Configuration
    from knownhands.harvest.registry.harvester import Harvester
    from knownhands.harvest.registry.records import Outcome
    from knownhands.harvest.registry.rows import Shelf


def harvest_packages(
    harvester: Harvester,
    names: Sequence[str],
    read_configuration: Callable[[], Configuration],
    *,
    offline: bool,
    store: Path | None,
    quiet: bool,
) -> int:
    """Harvest packages, or read again what is kept of them, and print one line for each.

    Raises:
        SourceError: not everything that was asked for could be read.
    """
    from knownhands.harvest.registry.harvest import reread
    from knownhands.harvest.registry.rows import SCHEMA, Shelf, packages_path
    from knownhands.store.connection import open_store

    say, now = speaker(quiet=quiet), int(time.time())
    with open_store(store or packages_path(settings.load().cache), say, SCHEMA) as connection:
        shelf = Shelf(connection, harvester.id, harvester.version, now)
        if offline:
            outcomes = reread(shelf, harvester, names)
        else:
            outcomes = _ask(shelf, harvester, names, read_configuration(), say=say, now=now, quiet=quiet)
    return _show(harvester, outcomes, say)


def _ask(
    shelf: Shelf,
    harvester: Harvester,
    names: Sequence[str],
    found: Configuration,
    *,
    say: Callable[[str], None],
    now: int,
    quiet: bool,
) -> list[Outcome]:
    from knownhands.harvest.registry.configuration import trust
    from knownhands.harvest.registry.harvest import harvest, targets
    from knownhands.harvest.registry.http import connect

    for text in found.notes:
        say(text)
    wanted = targets(harvester, names, found)
    with progress_bar("Asking registries", quiet=quiet) as progress:
        return harvest(shelf, harvester, wanted, lambda: connect(trust(found), now), progress)


def _show(harvester: Harvester, outcomes: Sequence[Outcome], say: Callable[[str], None]) -> int:
    failed = [outcome.error for outcome in outcomes if outcome.error]
    for outcome in outcomes:
        for gap in outcome.gaps:
            say(gap)
        if outcome.releases:
            state = "not all could be read" if outcome.error else "new" if outcome.is_new else "as before"
            write(f"{harvester.id} {outcome.name}: {outcome.releases:,} releases, {state}\n")
    if len(failed) == 1:
        raise failed[0]
    if failed:
        for error in failed:
            say(f"{error.message} {error.hint}")
        raise SourceError(f"{len(failed)} of {len(outcomes)} packages could not be read in full.", failed[0].hint)
    return 0
