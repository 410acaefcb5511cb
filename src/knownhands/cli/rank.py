"""`knownhands rank`: the riskiest commits of a history."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    source: options.Source = ".",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many to list.")] = 20,
    since: Annotated[
        str | None, typer.Option("--since", metavar="REV", help="Only what this revision does not contain.")
    ] = None,
    format_: options.Format = "text",
    fail_below: options.FailBelow = None,
    policy: options.PolicyFile = None,
    offline: options.Offline = False,
    as_of: options.AsOf = None,
    store: options.Store = None,
    model: options.Model = None,
    quiet: options.Quiet = False,
) -> int:
    """List a history's commits by risk, riskiest first: the audit of what already came in.

    Each commit is judged by what was known before it. Merges are left out; what they bring in is not.
    """
    from knownhands.cli._as_of import resolve_as_of
    from knownhands.cli._session import find_format, opened, progress_bar, show
    from knownhands.harvest.git.history import harvest
    from knownhands.learn.artefact import load
    from knownhands.scoring.change import rank_history
    from knownhands.scoring.policy import read_policy
    from knownhands.settings import WORKERS

    find_format(format_)
    bar = read_policy(policy, fail_below)
    loaded = load(model, "change")
    with opened(source, store=store, offline=offline, quiet=quiet) as (connection, repository):
        with progress_bar("Reading history", quiet=quiet) as progress:
            harvest(connection, repository, workers=WORKERS, progress=progress)
        with progress_bar("Counting lines", quiet=quiet) as progress:
            scores = rank_history(
                connection,
                repository,
                loaded,
                since=since,
                as_of=resolve_as_of(repository, as_of),
                limit=limit,
                workers=WORKERS,
                progress=progress,
            )
    show(scores, format_)
    return bar.exit_code(scores)


COMMAND = Command(("rank",), run)
