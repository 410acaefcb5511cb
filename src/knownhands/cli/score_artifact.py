"""`knownhands score artifact`: what a local archive or folder would do to whoever installs it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    path: Annotated[
        Path, typer.Argument(metavar="FILE_OR_FOLDER", help="An sdist, wheel, zip, npm archive or folder.")
    ],
    format_: options.Format = "text",
    fail_below: options.FailBelow = None,
    policy: options.PolicyFile = None,
    offline: options.Offline = False,  # noqa: ARG001 - a promise that is kept without it: nothing here contacts anybody
    store: options.Store = None,
    quiet: options.Quiet = False,
) -> int:
    """Read an archive or folder, run nothing in it, and say what it would do.

    There is no model for packages yet: the checks answer, the trust is unknown, and the exit code is 3.
    """
    from knownhands.cli._session import find_format, show, speaker
    from knownhands.scoring.artifact import score_artifact
    from knownhands.scoring.policy import read_policy
    from knownhands.store.connection import memory_store, open_store

    find_format(format_)
    bar = read_policy(policy, fail_below)
    kept = open_store(store, speaker(quiet=quiet), "package_schema") if store else memory_store("package_schema")
    with kept as connection:
        score = score_artifact(connection, path)
    show(score, format_)
    return bar.exit_code([score])


COMMAND = Command(("score", "artifact"), run)
