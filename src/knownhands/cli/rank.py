"""`knownhands rank`: the riskiest commits of a history."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command
from knownhands.cli._scoring import Question, scoring


def ask(
    source: options.Source = ".",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many to list.")] = 20,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="REV_OR_TIME",
            help="Only what this revision, or history at this ISO time, does not contain.",
        ),
    ] = None,
    as_of: options.AsOf = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="CONCERN", help="Rank by `attack` or `defect` alone; by default the worst of both."
        ),
    ] = None,
    all_refs: Annotated[
        bool,
        typer.Option("--all-refs", help="Look through all other branches, tags and pull requests instead, by attack."),
    ] = False,
) -> Question:
    """List a history's commits by risk, riskiest first: the audit of what already came in.

    Each commit is judged by what was known before it, and beside the changes before it. Merges are left out; what they
    bring in is not.
    """
    return lambda hands: hands.rank(source, limit=limit, since=since, as_of=as_of, by=by, all_refs=all_refs)


COMMAND = Command(("rank",), scoring(ask))
