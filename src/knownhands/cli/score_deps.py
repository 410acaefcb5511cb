"""`knownhands score deps`: how far the packages of a dependency file can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A lock file, requirements file, pyproject.toml, CycloneDX or SPDX JSON."),
    ],
    compare: Annotated[
        bool,
        typer.Option(
            "--compare", help="Fetch the release before each package's too, and ask what is new; takes longer."
        ),
    ] = False,
    format_: options.Format = "text",
    fail_below: options.FailBelow = None,
    policy: options.PolicyFile = None,
    offline: options.Offline = False,
    store: options.Store = None,
    model: options.Model = None,
    quiet: options.Quiet = False,
) -> int:
    """Score every package of a dependency file, riskiest first, and say what brings it in.

    Packages of PyPI and npm are looked up where pip and npm would, and nothing of them is run. What cannot be looked
    up (other ecosystems, addresses, local paths) is named, and makes the exit code 3.
    """
    from knownhands.cli._packages import find_sources, opened_packages
    from knownhands.cli._session import find_format, progress_bar, show, speaker
    from knownhands.learn.artefact import load
    from knownhands.scoring.dependencies import read_inventory, score_dependencies
    from knownhands.scoring.policy import read_policy

    find_format(format_)
    bar, loaded = read_policy(policy, fail_below, "package"), load(model, "package")
    file, packages = read_inventory(path)
    with opened_packages(store, quiet=quiet) as (connection, now):
        ecosystems = {one.ecosystem for one in packages.values()}
        inventory = score_dependencies(
            connection,
            file,
            packages,
            find_sources(ecosystems, now, offline=offline, say=speaker(quiet=quiet)),
            loaded,
            now,
            lambda title: progress_bar(title, quiet=quiet),
            with_previous=compare,
        )
        inventory = inventory.with_scores(bar.ask(connection, inventory.scores, now))
    show(inventory, format_)
    return bar.exit_code(inventory.scores, inventory.gaps)


COMMAND = Command(("score", "deps"), run)
