"""`knownhands score deps`: how far the packages of a dependency file can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A lock file, requirements file, pyproject.toml, CycloneDX or SPDX JSON."),
    ],
    compare: Annotated[
        bool,
        typer.Option(
            "--compare", help="Fetch the release before each package's too, and ask what is new; takes longer."
        ),
    ] = False,
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
    """Score every package of a dependency file, riskiest first, and say what brings it in.

    Packages are looked up where their installer would, and nothing of them is run. What cannot be looked up (other
    ecosystems, addresses, local paths) is named, and makes the exit code 3.
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
    return show(hands.dependencies(path, compare=compare), format_, output)


COMMAND = Command(("score", "deps"), run)
