"""`knownhands harvest pypi`: read what a Python package index says of packages."""

from __future__ import annotations

from pathlib import Path

from knownhands import settings
from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    names: options.Names,
    offline: options.Offline = False,
    store: options.Store = None,
    quiet: options.Quiet = False,
) -> int:
    """Read what the package index that pip is told to use says of packages; only what is new is sent again."""
    from knownhands.cli._packages import harvest_packages
    from knownhands.harvest.registry.pip_configuration import pip_files, read_pip
    from knownhands.harvest.registry.pypi import HARVESTER

    environment = settings.environment()
    return harvest_packages(
        HARVESTER,
        names,
        lambda: read_pip(environment, pip_files(environment), Path.home()),
        offline=offline,
        store=store,
        quiet=quiet,
    )


COMMAND = Command(("harvest", "pypi"), run)
