"""Measure a model on subjects that it has not seen, beside simpler answers, in slices, attacked, and by its alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from knownhands.errors import UsageError
from knownhands.learn import metrics
from knownhands.learn.measure import share
from knownhands.learn.tables import plain
from knownhands.learn.task import Split, Trial, log_odds
from knownhands.learn.train import retrain

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.learn.examples import Examples
    from knownhands.learn.model import Model
    from knownhands.learn.task import Retraining, Slice, Table, Task

BANDS = {"review": 0.01, "high_risk": 0.001}
"""Band → the alarm share at which it begins; budgets chosen by the design, not fitted."""
_DIGITS = 5


def evaluate(task: Task, data: Examples, model: Model) -> dict[str, Any]:
    """Measure a model on the task's test.

    Args:
        task: what was learnt.
        data: all examples; the baselines learn from what may be learned from.
        model: the model to measure.

    Returns:
        Numbers by section of the card; one is None where it is unknown.

    Raises:
        UsageError: nothing of one kind to test with, or to compare with.
    """
    split = task.split(data)
    trial = make_trial(task, data, split, model)
    if task.has_outcomes and not task.known(trial.learned).any():
        raise UsageError(f"There are no {task.words[0]} to compare with.", "Add some that are older.")
    shared = SECTIONS if task.has_outcomes else {"data": _describe}
    sections: dict[str, Any] = {name: measured(trial) for name, measured in shared.items()}
    sections |= {name: measured(trial) for name, measured in task.sections.items()}
    sections["columns"] = {"missing": data.missing, "ignored": data.ignored, "left_out": task.left_out}
    return dict(plain(sections, _DIGITS))


def evaluate_recipe(task: Task, data: Examples, model: Model, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure the recipe on other splits and data; trains again for each."""
    sections: dict[str, Any] = {"retrained": {}}
    for retraining in task.retrainings:
        say(f"Training again: {retraining.title} …")
        scores, more = evaluate_retraining(retraining, task, data, model)
        sections["retrained"][retraining.id] = scores
        sections |= more
    return sections


def evaluate_retraining(
    retraining: Retraining, task: Task, data: Examples, model: Model
) -> tuple[dict[str, Any], dict[str, Table]]:
    """Return the scores of one retraining, and the sections of the card that are measured on it."""
    trial = _retrained(retraining, task, data, model)
    every = {**SECTIONS, **task.sections}
    more = {f"{name}_{retraining.id}": every[name](trial) for name in retraining.sections}
    return plain(_measure(trial, trial.z), _DIGITS), plain(more, _DIGITS)


def make_trial(task: Task, data: Examples, split: Split, model: Model, z: np.ndarray | None = None) -> Trial:
    """Return a model's answers about what is tested with; z: (n_test,) when they are known already."""
    test = data.take(split.test)
    test = test.with_key("place", np.arange(len(test)))
    y = task.outcome(test)
    if task.has_outcomes and (y.all() or not y.any()):
        raise UsageError(
            f"There are {int(y.sum()):,} {task.words[0]} and {int((~y).sum()):,} {task.words[1]} to test with.",
            "Add newer ones.",
        )
    return Trial(task, data, data.take(split.learn), test, y, log_odds(model, test) if z is None else z, model)


def scores(trial: Trial) -> Table:
    """Measure every baseline, every part of the model, and the model."""
    return {
        name: _measure(trial, values)
        for name, values in {**baseline_scores(trial), **_parts(trial), "model": trial.z}.items()
    }


def baseline_scores(trial: Trial) -> dict[str, np.ndarray]:
    """Return baseline → scores (n_test,), without those that know nothing."""
    every = {simple.id: trial.simpler(simple) for simple in trial.task.baselines}
    return {name: values for name, values in every.items() if not np.isnan(values).all()}


def threshold(trial: Trial, fpr: float) -> float:
    """Return the log-odds that at most a share of the tested subjects without the outcome exceed."""
    good = np.sort(trial.z[~trial.y])[::-1]
    return float(good[int(fpr * len(good))])


def _describe(trial: Trial) -> Table:
    parts = {"learned from": trial.learned, "tested with": trial.test}
    return {
        name: {
            "subjects": len(rows),
            "stand_for": round(float(trial.task.stands_for(rows).sum())),
            "with": int(y.sum()),
            "share": float(np.average(y, weights=trial.task.stands_for(rows))),
            "groups": len(np.unique(trial.task.groups(rows))),
        }
        for (name, rows), y in zip(parts.items(), (trial.task.known(trial.learned), trial.y), strict=True)
    }


def _slices(trial: Trial) -> Table:
    return {each.id: _slice(trial, each) for each in trial.task.slices}


def _slice(trial: Trial, chosen: Slice) -> dict[str, Any]:
    """Measure a slice by itself, and by the thresholds of all."""
    rows = chosen.rows(trial)
    y, z, weight = trial.y[rows], trial.z[rows], trial.task.calibration_weight(trial.test)[rows]
    alarms = trial.rare[rows] <= BANDS["review"]
    own = _measure(trial, trial.z, rows, chosen.enough) if y.any() and not y.all() else {trial.task.headline: None}
    return {
        "with": int(y.sum()),
        "without": int((~y).sum()),
        trial.task.headline: own[trial.task.headline],
        "caught_at_1": share(z[y] > threshold(trial, BANDS["review"])),
        "review_caught": share(alarms[y], weight[y]),
        "review_false_alarms": share(alarms[~y], weight[~y]),
    }


def _attacks(trial: Trial) -> Table:
    """Measure what attackers can do: the attacked subjects in the place of those that have the outcome."""
    good, bad = trial.test.take(~trial.y), trial.test.take(trial.y)
    every = {"as_it_is": bad, **{attack.id: attack.rows(trial) for attack in trial.task.attacks}}
    return {name: _attacked(trial, good, rows) for name, rows in every.items()} if trial.task.attacks else {}


def _attacked(trial: Trial, good: Examples, rows: Examples) -> dict[str, Any]:
    if not len(rows):
        return {"subjects": 0}
    z = trial.log_odds(rows)
    both = np.concatenate([np.zeros(len(good), bool), np.ones(len(rows), bool)])
    every = np.concatenate([trial.z[~trial.y], z])
    rare = trial.alarm_share(rows, z)
    return {
        "subjects": len(rows),
        trial.task.headline: trial.task.measure(good.join(rows), both, every, every)[trial.task.headline],
        "caught_at_1": share(z > threshold(trial, BANDS["review"])),
        **{f"{band}_caught": share(rare <= budget) for band, budget in BANDS.items()},
    }


def _bands(trial: Trial) -> Table:
    """Count what lands in the bands that ask for a look; the references were frozen before the test."""
    rare, y, weight = trial.rare, trial.y, trial.task.calibration_weight(trial.test)
    table: Table = {}
    for band, budget in BANDS.items():
        alarms = rare <= budget
        caught, false = share(alarms[y], weight[y]), share(alarms[~y], weight[~y])
        prevalence = trial.model.calibration.prevalence
        table[band] = {
            "caught": caught,
            "false_alarms": false,
            "false_alarms_count": int((alarms & ~y).sum()),
            "budget": budget,
            "precision": metrics.precision_at_prevalence(caught, false, prevalence),
        }
    return table


def _calibration(trial: Trial) -> Table:
    """Compare probabilities with outcomes, where the outcome is as common as in the calibration."""
    if trial.task.prevalence is not None:
        return {}
    calibration, weight = trial.model.calibration, trial.task.stands_for(trial.test)
    rates = trial.test.column(trial.task.rate) if trial.task.rate else np.full(len(trial.y), np.nan)
    p = np.array([
        calibration.probability(z, None if np.isnan(rate) else rate) for z, rate in zip(trial.z, rates, strict=True)
    ])  # fmt: skip
    before = calibration.prevalence
    bins = metrics.reliability_bins(trial.y, p, weight, 10)
    rows = {f"bin_{place}": {"promised": promised, "observed": observed, "subjects": round(count)}
            for place, (promised, observed, count) in enumerate(zip(*bins, strict=True), start=1)}  # fmt: skip
    return {
        "all": {
            "promised": float(np.average(p, weights=weight)),
            "observed": float(np.average(trial.y, weights=weight)),
            "subjects": round(float(weight.sum())),
            "brier": metrics.brier(trial.y, p, weight),
            "brier_skill": metrics.brier_skill(trial.y, p, weight, constant=before),
            "ece": metrics.ece(trial.y, p, weight),
        },
        **rows,
    }


SECTIONS: dict[str, Callable[[Trial], Table]] = {
    "data": _describe,
    "scores": scores,
    "slices": _slices,
    "attacks": _attacks,
    "bands": _bands,
    "calibration": _calibration,
}


def _measure(trial: Trial, z: np.ndarray, rows: np.ndarray | None = None, enough: int | None = None) -> dict[str, Any]:
    chosen = np.ones(len(trial.y), bool) if rows is None else rows
    more = {} if enough is None else {"enough": enough}
    return trial.task.measure(trial.test.take(chosen), trial.y[chosen], z[chosen], trial.beside[chosen], **more)


def _parts(trial: Trial) -> dict[str, np.ndarray]:
    """Return recipe → the log-odds (n_test,) of its parts alone, where there are several."""
    recipes = trial.task.parts
    if len(recipes) == 1:
        return {}
    return {recipe.id: log_odds(trial.model.only(recipe.id), trial.test) for recipe in recipes}


def _retrained(retraining: Retraining, task: Task, data: Examples, model: Model) -> Trial:
    """Train again for each piece of the test and put the answers together."""
    changed = retraining.task(task)
    tested, z = np.zeros(len(data), bool), np.zeros(len(data))
    learned = np.zeros(len(data), bool)
    trained = model
    for split in retraining.pieces(data):
        trained = retrain(changed, model, data.take(split.learn))
        z[split.test] = log_odds(trained, data.take(split.test))
        tested |= split.test
        learned |= split.learn
    return make_trial(changed, data, Split(learned, tested), trained, z[tested])
