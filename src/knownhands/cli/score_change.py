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
    output: options.Output = None,
    fail_below: options.FailBelow = None,
    budget: options.Budget = None,
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
    return show(hands.change(revision, repo, as_of=as_of), format_, output)


COMMAND = Command(("score", "change"), run)
