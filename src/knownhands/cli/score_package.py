"""`knownhands score package`: how far packages of a registry can be trusted."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli._command import Command
from knownhands.cli._scoring import Question, scoring


def ask(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="PURL...",
            help="pkg:ECOSYSTEM/NAME@VERSION, ECOSYSTEM:NAME or NAME==VERSION; without a version the latest.",
            show_default=False,
        ),
    ],
) -> Question:
    """Look packages up where their installer would, read their archives in memory, run nothing, and judge them."""
    return lambda hands: hands.package(names[0]) if len(names) == 1 else hands.packages(names)


COMMAND = Command(("score", "package"), scoring(ask))
