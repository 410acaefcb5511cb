"""`knownhands harvest advisories`: read what databases of malicious and vulnerable packages say."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from knownhands import settings
from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE_OR_FOLDER_OR_URL...",
            help="OSV records: a JSON or YAML file, a zip, a database's folder, or the https address of a file.",
            show_default=False,
        ),
    ],
    offline: options.Offline = False,
    store: options.Store = None,
    quiet: options.Quiet = False,
) -> int:
    """Read advisories about packages of the registries that are read here; of two with one id, the one that was modified last is kept."""
    from knownhands.cli._advisories import harvest_each
    from knownhands.cli._session import speaker
    from knownhands.harvest.registry.rows import SCHEMA
    from knownhands.store.connection import open_store

    path = store or settings.packages_path(settings.load().cache)
    with open_store(path, speaker(quiet=quiet), SCHEMA) as connection:
        return harvest_each(connection, sources, int(time.time()), offline=offline, quiet=quiet)


COMMAND = Command(("harvest", "advisories"), run)
