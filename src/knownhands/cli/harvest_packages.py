"""`knownhands harvest ECOSYSTEM`: read what the registries of an ecosystem say of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.cli import _options as options
from knownhands.cli._command import Command
from knownhands.ecosystems._known import known_ecosystems

if TYPE_CHECKING:
    from knownhands.ecosystems._ecosystem import Ecosystem


def _command(ecosystem: Ecosystem) -> Command:
    def run(
        names: options.Names,
        offline: options.Offline = False,
        store: options.Store = None,
        quiet: options.Quiet = False,
    ) -> int:
        from knownhands.cli._packages import harvest_packages

        return harvest_packages(ecosystem, names, offline=offline, store=store, quiet=quiet)

    run.__doc__ = (
        f"Read what the {ecosystem.title} registry that {ecosystem.installer} is told to use says of packages; "
        "only what is new is sent again."
    )
    return Command(("harvest", ecosystem.id), run)


COMMAND = tuple(_command(ecosystem) for ecosystem in known_ecosystems().values())
