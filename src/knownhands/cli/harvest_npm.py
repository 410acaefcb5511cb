"""`knownhands harvest npm`: read what an npm registry says of packages."""

from __future__ import annotations

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    names: options.Names,
    offline: options.Offline = False,
    store: options.Store = None,
    quiet: options.Quiet = False,
) -> int:
    """Read what the registry that npm is told to use says of packages; only what is new is sent again."""
    from knownhands.cli._packages import harvest_packages

    return harvest_packages("npm", names, offline=offline, store=store, quiet=quiet)


COMMAND = Command(("harvest", "npm"), run)
