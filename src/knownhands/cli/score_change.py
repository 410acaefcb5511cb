"""`knownhands score change`: how far an incoming change can be trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command
from knownhands.cli._scoring import Question, scoring


def ask(
    revision: Annotated[str, typer.Argument(metavar="REV_OR_RANGE", help="REV, A..B, or a pull request's ref.")],
    repo: options.Repo = ".",
    as_of: options.AsOf = None,
) -> Question:
    """Score a change and say why.

    A commit that the default branch contains is scored as it is; anything else as a pull request: all that came since
    it left the default branch. 0 is no trust, 100 is full trust. What it adds to a dependency file is judged by what
    the store of packages knows; nobody is asked.
    """
    return lambda hands: hands.change(revision, repo, as_of=as_of)


COMMAND = Command(("score", "change"), scoring(ask))
