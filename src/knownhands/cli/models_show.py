"""`knownhands models show`: a model's card."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli._command import Command
from knownhands.cli._streams import write


def run(
    model: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="A model's id or folder; that of changes if left out.")
    ] = None,
) -> int:
    """Show a model's card: what it was trained on, how good it is, where it fails, what it must not be used for."""
    from knownhands.learn.saved import load, read_card

    loaded = load(model)
    write(read_card(loaded))
    write(f"\nsha256:{loaded.sha256}\n")
    return 0


COMMAND = Command(("models", "show"), run)
