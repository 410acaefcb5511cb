"""Make a model's folder from examples: train, measure, describe, seal, and only then put it in its place."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from knownhands.errors import UsageError
from knownhands.learn import saved
from knownhands.learn.card import card
from knownhands.learn.evaluate import evaluate, evaluate_recipe
from knownhands.learn.train import train

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from knownhands.learn.examples import Examples
    from knownhands.learn.model import Model
    from knownhands.learn.task import Task


def produce(  # noqa: PLR0913 - one caller, and each is a different thing
    task: Task,
    data: Examples,
    out: Path,
    say: Callable[[str], None],
    *,
    before: Mapping[str, Any],
    quick: bool = False,
) -> None:
    """Train a task's model and write its folder, in place of the one that is there.

    Args:
        task: what to learn.
        data: all its examples.
        out: the folder; its name is the model's id.
        say: called with one line before each slow step.
        before: what the model before it measured on the same test; empty when there is none.
        quick: leave out the retrainings that only the card needs.

    Raises:
        UsageError: too few examples to learn from, or to test with, or something else is in the folder's place.
    """
    out = out.resolve()
    _insist_on_a_place(out)
    model = train(task, data.take(task.split(data).learn), say)
    model = replace(model, id=out.name)
    say("Measuring …")
    metrics = evaluate(task, data, model)
    if not quick:
        metrics |= evaluate_recipe(task, data, model, say)
    _write(task, model, metrics, card(task, metrics, out.name, before), out)


def _insist_on_a_place(out: Path) -> None:
    """Refuse to put a model where anything else is, which would be lost.

    Raises:
        UsageError: something else is there.
    """
    others = saved.not_of_a_model(out) if out.is_dir() else [out.name] if out.exists() else []
    if others:
        raise UsageError(
            f"{out} is not only a model's folder: it holds {others[0]}.", "Name a new folder, or a model's, with --out."
        )


def _write(task: Task, model: Model, metrics: Mapping[str, Any], text: str, out: Path) -> None:
    """Write beside the folder, and rename when all is there: whoever is interrupted leaves the old model working."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as name:
        beside = Path(name) / "new"
        beside.mkdir()
        saved.write(model, task.families(), beside)
        (beside / "metrics.json").write_text(json.dumps(metrics, indent=1) + "\n")
        (beside / "card.md").write_text(text)
        saved.seal(beside)
        with suppress(FileNotFoundError):
            out.replace(Path(name) / "old")
        beside.replace(out)
