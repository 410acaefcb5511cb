"""`knownhands score package`: how far packages of a registry can be trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    purls: Annotated[
        list[str],
        typer.Argument(
            metavar="PURL...",
            help="pkg:pypi/NAME@VERSION, pypi:NAME, npm:@SCOPE/NAME; without a version the latest.",
            show_default=False,
        ),
    ],
    format_: options.Format = "text",
    fail_below: options.FailBelow = None,
    policy: options.PolicyFile = None,
    offline: options.Offline = False,
    store: options.Store = None,
    model: options.Model = None,
    quiet: options.Quiet = False,
) -> int:
    """Look packages up where pip and npm would, read their archives in memory, run nothing, and judge them."""
    from knownhands.cli._packages import find_sources, opened_packages
    from knownhands.cli._session import find_format, progress_bar, show, speaker
    from knownhands.harvest.registry.purls import read_purl
    from knownhands.learn.artefact import load
    from knownhands.scoring.package import score_packages
    from knownhands.scoring.policy import read_policy

    find_format(format_)
    bar, loaded = read_policy(policy, fail_below, "package"), load(model, "package")
    wanted = [read_purl(text) for text in purls]
    with opened_packages(store, quiet=quiet) as (connection, now):
        sources = find_sources({one.ecosystem for one in wanted}, now, offline=offline, say=speaker(quiet=quiet))
        scores = score_packages(
            connection, wanted, sources, loaded, now, lambda title: progress_bar(title, quiet=quiet)
        )
        scores = bar.ask(connection, scores, now)
    show(scores[0] if len(scores) == 1 else scores, format_)
    return bar.exit_code(scores)


COMMAND = Command(("score", "package"), run)
