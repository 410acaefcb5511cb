"""`knownhands train`: make a model of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="CLONE_OR_PARQUET…", help="Clones, or examples: Parquet files or their folder."),
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where the model goes; its name is the model's id.")
    ],
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out the retrainings that only the model's card needs.")
    ] = False,
    task_id: options.Task = "",
    quiet: options.Quiet = False,
) -> int:
    """Train a model, measure it beside every baseline, and write it with its card.

    What it learns follows from the examples. A model that is there already works until the new one is whole.
    """
    from knownhands import settings
    from knownhands.cli._session import speaker
    from knownhands.learn.produce import produce
    from knownhands.learn.sources import gather, read_before

    say = speaker(quiet=quiet)
    task, data = gather(sources, settings.load().cache, say, task_id)
    say(f"{task.id}: {len(data):,} examples.")
    produce(task, data, out, say, before=read_before(sources), quick=quick)
    say(f"Wrote {out}; read {out / 'card.md'} before you trust it.")
    return 0


COMMAND = Command(("train",), run)
