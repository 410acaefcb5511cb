"""`knownhands score change`: how far an incoming change can be trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    revision: Annotated[str, typer.Argument(metavar="REV_OR_RANGE", help="REV, A..B, or a pull request's ref.")],
    repo: options.Repo = ".",
    format_: options.Format = "text",
    fail_below: options.FailBelow = None,
    policy: options.PolicyFile = None,
    offline: options.Offline = False,
    as_of: options.AsOf = None,
    store: options.Store = None,
    model: options.Model = None,
    quiet: options.Quiet = False,
) -> int:
    """Score a change and say why.

    A commit that the default branch contains is scored as it is; anything else as a pull request: all that came since
    it left the default branch. 0 is no trust, 100 is full trust. What it adds to a dependency file is judged by what
    the store of packages knows; nobody is asked.
    """
    from knownhands.cli._as_of import resolve_as_of
    from knownhands.cli._packages import known_packages
    from knownhands.cli._session import find_format, opened, progress_bar, show
    from knownhands.harvest.git.history import harvest
    from knownhands.learn.artefact import load
    from knownhands.scoring.change import score_change
    from knownhands.scoring.policy import read_policy
    from knownhands.settings import WORKERS

    find_format(format_)
    bar = read_policy(policy, fail_below)
    loaded = load(model, "change")
    with opened(repo, store=store, offline=offline, quiet=quiet) as (connection, repository):
        with progress_bar("Reading history", quiet=quiet) as progress:
            harvest(connection, repository, workers=WORKERS, progress=progress)
        moment = resolve_as_of(repository, as_of)
        score = score_change(
            connection, repository, revision, loaded, moment, packages=lambda: known_packages(quiet=quiet)
        )
    show(score, format_)
    return bar.exit_code([score])


COMMAND = Command(("score", "change"), run)
