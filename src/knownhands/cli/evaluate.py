"""`knownhands evaluate`: measure a model on one's own examples."""

from __future__ import annotations

from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command
from knownhands.cli._streams import write


def run(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="CLONE_OR_PARQUET…", help="Clones, or examples: Parquet files or their folder."),
    ],
    model: options.Model = None,
    task_id: options.Task = "",
    quiet: options.Quiet = False,
) -> int:
    """Measure a model on what its task tests with, beside every baseline; prints JSON."""
    import json

    from knownhands import settings
    from knownhands.cli._session import speaker
    from knownhands.learn.evaluate import evaluate
    from knownhands.learn.saved import load
    from knownhands.learn.sources import gather

    task, data = gather(sources, settings.load().cache, speaker(quiet=quiet), task_id)
    loaded = load(model, task.id)
    metrics = evaluate(task, data, loaded)
    write(json.dumps({"task": task.id, "model": loaded.id, "sha256": loaded.sha256, **metrics}, indent=1) + "\n")
    return 0


COMMAND = Command(("evaluate",), run)
