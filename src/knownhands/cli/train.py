"""`knownhands train`: make a model of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from knownhands.cli import _options as options
from knownhands.cli._command import Command

if TYPE_CHECKING:
    from collections.abc import Callable


def run(
    sources: Annotated[
        list[str], typer.Argument(metavar="CLONE_OR_PARQUET…", help="Clones, or examples made from them.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="FOLDER", help="Where the model goes; its name is the model's id.")
    ],
    quiet: options.Quiet = False,
) -> int:
    """Train a model, measure it beside every baseline, and write it with its card.

    Clones and examples of changes make a model of changes; examples of packages make a model of packages.
    """
    import json

    from knownhands.cli._session import speaker
    from knownhands.learn import artefact
    from knownhands.learn.sources import package_examples

    say = speaker(quiet=quiet)
    packages = package_examples(sources)
    metrics = _train_changes(sources, out, say) if packages is None else _train_packages(packages, out, say)
    (out / "metrics.json").write_text(json.dumps(metrics, indent=1, sort_keys=True) + "\n")
    artefact.seal(out)
    say(f"Wrote {out}; read {out / 'card.md'} before you trust it.")
    return 0


def _train_changes(sources: list[str], out: Path, say: Callable[[str], None]) -> dict[str, Any]:
    from knownhands import settings
    from knownhands.learn.card import write_card
    from knownhands.learn.evaluate import evaluate
    from knownhands.learn.other_splits import evaluate_recipe
    from knownhands.learn.sources import gather
    from knownhands.learn.split import by_time
    from knownhands.learn.train import train, typical_values, write

    data = gather(sources, settings.load().cache, say)
    say(f"Training on {len(data):,} changes of {len(data.projects)} projects …")
    trained = train(data)
    write(trained, typical_values(data.take(by_time(data).train)), out)
    say("Measuring …")
    metrics = evaluate(data, trained) | evaluate_recipe(data, say)
    write_card(metrics, out.resolve().name, out)
    return metrics


def _train_packages(path: Path, out: Path, say: Callable[[str], None]) -> dict[str, Any]:
    from knownhands.learn.package.card import write_card
    from knownhands.learn.package.evaluate import evaluate, evaluate_recipe
    from knownhands.learn.package.examples import read, sides
    from knownhands.learn.package.train import train, write

    data = read(path)
    learned = data.take(sides(data)[0])
    say(f"Training on {len(learned):,} packages, of which {learned.is_malicious.sum():,} are malicious …")
    trained = train(learned)
    write(trained, learned, out)
    say("Measuring …")
    metrics = evaluate(data, trained) | evaluate_recipe(data, say)
    write_card(metrics, out.resolve().name, out)
    return metrics


COMMAND = Command(("train",), run)
