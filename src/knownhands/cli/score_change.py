"""`knownhands score change`: how far an incoming change can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command
from knownhands.cli._scoring import Question, scoring

if TYPE_CHECKING:
    from knownhands.local import Knownhands
    from knownhands.score import Score


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


def read_on(hands: Knownhands, score: Score, given: dict[str, Any]) -> None:
    """Read what the changes before it do, so that the next score compares with the project itself."""
    if score.as_of:
        hands.read_earlier(given["repo"], as_of=score.as_of)


COMMAND = Command(("score", "change"), scoring(ask, read_on))
