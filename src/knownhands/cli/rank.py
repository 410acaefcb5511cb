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
    """List a history's commits by risk, riskiest first: the audit of what already came in.

    Each commit is judged by what was known before it, and beside the changes before it. Merges are left out; what they
    bring in is not.
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
    return show(hands.rank(source, limit=limit, since=since, as_of=as_of), format_, output)


COMMAND = Command(("rank",), run)
