"""`knownhands score artifact`: what a local archive or folder would do to whoever installs it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command
from knownhands.cli._scoring import Question, scoring


def ask(
    path: Annotated[Path, typer.Argument(metavar="FILE_OR_FOLDER", help="An sdist, wheel, tgz, zip or folder.")],
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar="FILE_OR_FOLDER", help="The release before, to compare with.")
    ] = None,
    sdist: Annotated[
        Path | None, typer.Option("--sdist", metavar="FILE", help="The release's sdist, to compare a wheel with.")
    ] = None,
    repo: options.Repo = "",
    tag: Annotated[str, typer.Option("--tag", metavar="TAG", help="The release's tag there, if it is not found.")] = "",
) -> Question:
    """Read an archive or folder, run nothing in it, and say how far it can be trusted and what it would do.

    Beside the release before, its sdist or its repository it is also asked what differs.
    """
    from knownhands.errors import UsageError

    if tag and not repo:
        raise UsageError("--tag names a tag in no repository.", "Name a clone with --repo.")
    return lambda hands: hands.artifact(path, previous=previous, sdist=sdist, repo=repo or None, tag=tag)


COMMAND = Command(("score", "artifact"), scoring(ask))
