"""`knownhands train`: make a model of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command


def run(
    sources: Annotated[
        list[str], typer.Argument(metavar="CLONE_OR_PARQUET…", help="Clones, or examples made from them.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where the model goes; its name is the model's id.")
    ],
    quiet: options.Quiet = False,
) -> int:
    """Train a model, measure it beside every baseline, and write it with its card."""
    import json

    from knownhands import settings
    from knownhands.cli._session import speaker
    from knownhands.learn import artefact
    from knownhands.learn.card import write_card
    from knownhands.learn.evaluate import evaluate, evaluate_recipe
    from knownhands.learn.sources import gather
    from knownhands.learn.split import by_time
    from knownhands.learn.train import train, typical_values, write

    say = speaker(quiet=quiet)
    data = gather(sources, settings.load().cache, say)
    say(f"Training on {len(data):,} changes of {len(data.projects)} projects …")
    trained = train(data)
    write(trained, typical_values(data.take(by_time(data).train)), out)
    say("Measuring …")
    metrics = evaluate(data, trained) | evaluate_recipe(data, say)
    (out / "metrics.json").write_text(json.dumps(metrics, indent=1, sort_keys=True) + "\n")
    write_card(metrics, out.resolve().name, out)
    artefact.seal(out)
    say(f"Wrote {out}; read {out / 'card.md'} before you trust it.")
    return 0


COMMAND = Command(("train",), run)
