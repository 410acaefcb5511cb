"""`knownhands score artifact`: what a local archive or folder would do to whoever installs it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    path: Annotated[Path, typer.Argument(metavar="FILE_OR_FOLDER", help="An sdist, wheel, tgz, zip or folder.")],
    previous: Annotated[
        Path | None, typer.Option("--previous", metavar="FILE_OR_FOLDER", help="The release before, to compare with.")
    ] = None,
    sdist: Annotated[
        Path | None, typer.Option("--sdist", metavar="FILE", help="The release's sdist, to compare a wheel with.")
    ] = None,
    repo: options.Repo = "",
    tag: Annotated[str, typer.Option("--tag", metavar="TAG", help="The release's tag there, if it is not found.")] = "",
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
    """Read an archive or folder, run nothing in it, and say how far it can be trusted and what it would do.

    Beside the release before, its sdist or its repository it is also asked what differs.
    """
    from knownhands.errors import UsageError

    if tag and not repo:
        raise UsageError("--tag names a tag in no repository.", "Name a clone with --repo.")
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
    score = hands.artifact(path, previous=previous, sdist=sdist, repo=repo or None, tag=tag)
    return show(score, format_, output)


COMMAND = Command(("score", "artifact"), run)
