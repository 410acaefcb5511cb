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
    fail_below: options.FailBelow = None,
    policy: options.PolicyFile = None,
    offline: options.Offline = False,
    store: options.Store = None,
    model: options.Model = None,
    quiet: options.Quiet = False,
) -> int:
    """Read an archive or folder, run nothing in it, and say how far it can be trusted and what it would do.

    Beside the release before, its sdist or its repository it is also asked what differs.
    """
    from knownhands import settings
    from knownhands.cli._session import find_format, show, speaker
    from knownhands.errors import UsageError
    from knownhands.harvest.git.source import locate
    from knownhands.learn.artefact import load
    from knownhands.scoring.artifact import Beside, score_artifact
    from knownhands.scoring.policy import read_policy
    from knownhands.store.connection import memory_store, open_store

    find_format(format_)
    if tag and not repo:
        raise UsageError("--tag names a tag in no repository.", "Name a clone with --repo.")
    bar, loaded = read_policy(policy, fail_below, "package"), load(model, "package")
    say = speaker(quiet=quiet)
    clone = locate(repo, settings.load().cache, offline=offline, say=say).git_dir if repo else None
    kept = open_store(store, say, "package_schema") if store else memory_store("package_schema")
    with kept as connection:
        score = score_artifact(connection, path, loaded, Beside(previous, sdist, clone, tag))
    show(score, format_)
    return bar.exit_code([score])


COMMAND = Command(("score", "artifact"), run)
