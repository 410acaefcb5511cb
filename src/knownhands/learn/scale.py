"""How far a budget of alarms is held when each change is compared with those of its own project before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from knownhands.learn.reference import WINDOW, Reference, of_project, of_subjects

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.learn.examples import Examples
    from knownhands.learn.task import Table, Trial

_EVERY = 10
"""Changes after which a project's reference is measured anew; as often as this is quick enough here."""
_BUDGETS = (0.001, 0.01, 0.05)
_LONG = 1000
"""Tested changes that make a project's rate of alarms more than chance."""
_WEEKLY = 30
"""Changes a week in the project that alarms are counted for."""


def rolling(
    groups: Callable[[Examples], np.ndarray], stands_for: Callable[[Examples], np.ndarray]
) -> Callable[[Trial, Examples, np.ndarray], np.ndarray]:
    """Return what compares each tested subject with those of its group before it.

    Rows are a sample in which the outcome is too common, so of the rows before a subject only some count: one that
    stands for many others always, one that stands for itself alone as seldom as that makes right.
    """

    def alarm_share(trial: Trial, rows: Examples, z: np.ndarray) -> np.ndarray:
        place, rare = rows.keys["place"], np.ones(len(rows))
        group, weight = groups(trial.test), stands_for(trial.test)
        for name in np.unique(group[place]):
            own = np.flatnonzero(group == name)
            past = own[_drawn(weight[own])]
            tested = np.flatnonzero(group[place] == name)
            rare[tested] = _compare(place[tested], z[tested], past, trial.z[past], trial.model.reference)
        return rare

    return alarm_share


def measure_scale(trial: Trial) -> Table:
    """Say how far budgets are held, project by project, beside one threshold for all."""
    group, weight = trial.task.groups(trial.test), trial.task.stands_for(trial.test)
    single = of_subjects(trial.z, "", trial.task.calibration_weight(trial.test)).alarm_share(trial.z)
    shares = {"own past": trial.rare, "one threshold": single}
    return {
        f"{name}, budget {budget:.1%}": _held(rare <= budget, group, weight, budget)
        for budget in _BUDGETS
        for name, rare in shares.items()
    }


def measure_newcomers(
    is_new: Callable[[Examples], np.ndarray], is_measured: Callable[[Examples], np.ndarray] | None = None
) -> Callable[[Trial], Table]:
    """Return what compares the false alarms of newcomers with everybody else's, every project counting the same.

    Args:
        is_new: which subjects are newcomers' (n,).
        is_measured: which are looked at (n,); None for all.
    """

    def measure(trial: Trial) -> Table:
        weight, new = trial.task.calibration_weight(trial.test), is_new(trial.test)
        table: Table = {}
        for name, rows in (("newcomers", new), ("others", ~new)):
            looked_at = rows if is_measured is None else rows & is_measured(trial.test)
            good = looked_at & ~trial.y
            bad = looked_at & trial.y
            table[name] = {"subjects": int(looked_at.sum()), "with": int(bad.sum())}
            for budget in _BUDGETS:
                alarms = trial.rare <= budget
                table[name][f"false_alarms_at_{budget:g}"] = _share(alarms[good], weight[good])
            table[name]["caught_at_0.01"] = _share(trial.rare[bad] <= 0.01, weight[bad])  # noqa: PLR2004  the budget of `review`
        return table

    return measure


def _share(flags: np.ndarray, weight: np.ndarray) -> float:
    """Return the share of the weight that is flagged; NaN where there is none."""
    return float(np.average(flags, weights=weight)) if weight.sum() else np.nan


def _drawn(weight: np.ndarray) -> np.ndarray:
    """Choose rows so that each stands for as many: one of weight w with the chance w / max(w), spread evenly."""
    steps = np.cumsum(weight / weight.max())
    return np.flatnonzero(np.floor(steps) > np.floor(np.append(0.0, steps[:-1])))


def _compare(place: np.ndarray, z: np.ndarray, past: np.ndarray, past_z: np.ndarray, corpus: Reference) -> np.ndarray:
    """Return how rare each of z: (n,) is beside what came before its place."""
    rare = np.empty(len(z))
    before = np.searchsorted(past, place) // _EVERY * _EVERY
    for seen in np.unique(before):
        mask = before == seen
        rare[mask] = of_project(past_z[max(0, seen - WINDOW) : seen], corpus).alarm_share(z[mask])
    return rare


def _held(alarms: np.ndarray, group: np.ndarray, weight: np.ndarray, budget: float) -> dict[str, Any]:
    """Describe the rates of alarms of the projects with enough changes."""
    _, index = np.unique(group, return_inverse=True)
    rates = np.bincount(index, weight * alarms) / np.bincount(index, weight)
    long = rates[np.bincount(index) >= _LONG]
    if not len(long):
        return {"groups": 0}
    low, middle, high = np.quantile(long, (0.05, 0.5, 0.95))
    return {
        "groups": len(long),
        "within_half_and_twice": float(np.mean((long >= budget / 2) & (long <= 2 * budget))),
        "alarms": float(long.mean()),
        "alarms_5th": float(low),
        "alarms_median": float(middle),
        "alarms_95th": float(high),
        "a_year": float(np.median(long) * _WEEKLY * 52),
        "less_than_one_a_year": int((long * _WEEKLY * 52 < 1).sum()),
        "share_of_the_busiest_five": float(np.sort(long)[-5:].sum() / max(long.sum(), 1e-12)),
    }
