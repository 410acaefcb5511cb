"""Train a task's model: its parts on all that may be learned from, its scale on what a first model had not seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from knownhands.errors import UsageError
from knownhands.learn.calibrate import calibrate, thinned
from knownhands.learn.model import Model
from knownhands.learn.probability import Calibration
from knownhands.learn.task import SEED, log_odds

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.learn.examples import Examples
    from knownhands.learn.model import Part
    from knownhands.learn.task import Task


def train(task: Task, data: Examples, say: Callable[[str], None], seed: int = SEED) -> Model:
    """Train on what may be learned from.

    Args:
        task: what to learn.
        data: only what may be learned from.
        say: called with one line before each slow step.
        seed: makes it repeatable.

    Raises:
        UsageError: too few subjects of one kind to learn from.
    """
    y = task.known(data)
    if not task.has_outcomes:
        return rank_only(task, data)
    _check(task, y, "learn from")
    z, is_scored = np.zeros(len(data)), np.zeros(len(data), bool)
    for number, (fitted, scored) in enumerate(task.folds(data), start=1):
        say(f"Training on {int(fitted.sum()):,} of them, to calibrate on others ({number}) …")
        z[scored] = log_odds(assemble(task, data, _fit(task, data.take(fitted), y[fitted], seed)), data.take(scored))
        is_scored |= scored
    _check(task, y[is_scored], "calibrate on")
    say(f"Training on all {len(data):,} …")
    model = assemble(task, data, _fit(task, data, y, seed))
    return calibrate(task, model, data.take(is_scored), y[is_scored], z[is_scored])


def rank_only(task: Task, data: Examples, seed: int = SEED) -> Model:
    """Train on subjects without outcomes: what comes out says how rare a subject looks, and nothing of how probable anything is."""
    y = task.known(data)
    model = assemble(task, data, _fit(task, data, y, seed))
    model = replace(model, calibration=Calibration(0.0))
    return replace(model, references=thinned(task, data.take(~y), log_odds(model, data.take(~y))))


def retrain(task: Task, model: Model, data: Examples, seed: int = SEED) -> Model:
    """Train the parts on other data and keep scale, probabilities and references of a model."""
    parts = _fit(task, data, task.known(data), seed)
    scale = model.parts[0].weight / parts[0].weight
    return replace(model, parts=tuple(replace(part, weight=part.weight * scale) for part in parts))


def assemble(task: Task, data: Examples, parts: tuple[Part, ...]) -> Model:
    """Put parts together that nothing is calibrated for yet."""
    features = tuple(feature.id for feature in task.features())
    typical = _typical(data.take(~task.known(data)), features)
    return Model("", None, "", task.id, task.kind, features, typical, parts, 0.0, Calibration(0.5), {})


def _fit(task: Task, data: Examples, y: np.ndarray, seed: int) -> tuple[Part, ...]:
    rows = task.rows(data, y, seed)
    features = task.features()
    return tuple(part for recipe in task.parts for part in recipe.fit(rows.data, features, rows.y, rows.weight, seed))


def _check(task: Task, y: np.ndarray, purpose: str) -> None:
    counts = int(y.sum()), int((~y).sum())
    if min(counts) < task.needed:
        raise UsageError(
            f"There are {counts[0]:,} {task.words[0]} and {counts[1]:,} {task.words[1]} to {purpose}; "
            f"{task.needed} of each are needed.",
            "Add more: the datasheet beside the examples that come with knownhands says how they were built.",
        )


def _typical(data: Examples, names: tuple[str, ...]) -> dict[str, float | None]:
    medians: dict[str, float | None] = {}
    for name in names:
        known = data.column(name)
        known = known[~np.isnan(known)]
        medians[name] = round(float(np.median(known)), 6) if len(known) else None
    return medians
