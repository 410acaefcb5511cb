"""`knownhands score package`: how far packages of a registry can be trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="PURL...",
            help="pkg:ECOSYSTEM/NAME@VERSION, ECOSYSTEM:NAME or NAME==VERSION; without a version the latest.",
            show_default=False,
        ),
    ],
    format_: options.Format = "text",
    output: options.Output = None,
    fail_below: options.FailBelow = None,
    budget: options.Budget = None,
    policy: options.PolicyFile = None,
    offline: options.Offline = False,
    store: options.Store = None,
    model: options.Model = None,
    quiet: options.Quiet = False,
) -> int:
    """Look packages up where their installer would, read their archives in memory, run nothing, and judge them."""
    from knownhands.cli._session import find_format, session, show

    find_format(format_)
    hands = session(
        offline=offline,
        store=store,
        model=model,
        policy=policy,
        fail_below=fail_below,
        budget=budget,
        quiet=quiet,
    )
    scores = hands.packages(names)
    return show(scores[0] if len(scores) == 1 else scores, format_, output)


COMMAND = Command(("score", "package"), run)
