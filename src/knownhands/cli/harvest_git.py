"""`knownhands harvest git`: read a repository's history into its store."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command
from knownhands.cli._streams import write


def run(
    source: options.Source = ".",
    lines: Annotated[bool, typer.Option("--lines", help="Count lines too: ten times the work.")] = False,
    offline: options.Offline = False,
    store: options.Store = None,
    quiet: options.Quiet = False,
) -> int:
    """Read every commit that the default branch reaches, and what its newest changes do; only what is new is read again."""
    from knownhands import arguments, settings
    from knownhands.assess.reference import read_earlier
    from knownhands.cli._session import progress_bar, speaker
    from knownhands.harvest.git.history import harvest
    from knownhands.harvest.git.source import locate, store_path
    from knownhands.settings import WORKERS
    from knownhands.store.connection import open_store

    cache, say = settings.load().cache, speaker(quiet=quiet)
    if store:
        arguments.store_of_history(store, cache)
    repository = locate(source, cache, offline=offline, say=say)
    with open_store(store or store_path(repository, cache), say) as connection:
        with progress_bar("Reading history", quiet=quiet) as progress:
            outcome = harvest(connection, repository, workers=WORKERS, lines=lines, progress=progress)
        with progress_bar("Reading what earlier changes do", quiet=quiet) as progress:
            changes = read_earlier(connection, repository, progress)
    newest = "the newest change does" if changes == 1 else f"the newest {changes:,} changes do"
    write(
        f"{outcome.commits:,} new commits up to {outcome.head[:12]}, {outcome.unreadable:,} unreadable; read what {newest}"
    )
    write("; shallow: what lies behind is unknown\n" if outcome.is_shallow else "\n")
    return 0


COMMAND = Command(("harvest", "git"), run)
