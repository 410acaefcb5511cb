"""`knownhands score deps`: how far the packages of a dependency file can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knownhands.cli._command import Command
from knownhands.cli._scoring import Question, scoring


def ask(
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
) -> Question:
    """Score every package of a dependency file, riskiest first, and say what brings it in.

    Packages are looked up where their installer would, and nothing of them is run. What cannot be looked up (other
    ecosystems, addresses, local paths) is named, and makes the exit code 3.
    """
    return lambda hands: hands.dependencies(path, compare=compare)


COMMAND = Command(("score", "deps"), scoring(ask))
