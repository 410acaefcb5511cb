"""Give a model its scale, on subjects that were not trained on: log-odds that are true, and references.

A straight line (Platt 1999), not isotonic steps: a step would break the sum of the reasons.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from knownhands.learn.probability import Calibration, log_rate
from knownhands.learn.recipe import DIGITS, fit_logistic
from knownhands.learn.reference import Reference, of_subjects

if TYPE_CHECKING:
    from knownhands.learn.examples import Examples
    from knownhands.learn.model import Model
    from knownhands.learn.task import Task

_ENOUGH = 200
"""Ordinary subjects of a group that make a reference of their own; with fewer, 1 in 100 is a guess."""


def calibrate(task: Task, model: Model, data: Examples, y: np.ndarray, z: np.ndarray) -> Model:
    """Return the model with true log-odds and references.

    Args:
        task: what was learnt.
        model: its parts were trained on other subjects, or on these too; z was not.
        data: n subjects.
        y: (n,) their outcomes.
        z: (n,) log-odds by parts that had not seen them.
    """
    weight = task.calibration_weight(data)
    rates, typical = _centred(data.column(task.rate), weight) if task.rate else (np.zeros(len(data)), 0.0)
    slope, rate_slope, offset = _platt(z, rates, y, weight)
    prevalence = float(np.average(y, weights=weight))
    if task.prevalence is not None:
        offset += _logit(task.prevalence) - _logit(prevalence)
        prevalence = task.prevalence
    slope, offset, rate_slope = (round(value, DIGITS) for value in (slope, offset, rate_slope))
    parts = tuple(replace(part, weight=float(f"{part.weight * slope:.{DIGITS}g}")) for part in model.parts)
    scaled, good = np.round(slope * z + offset, DIGITS), ~y
    return replace(
        model,
        parts=parts,
        offset=offset,
        calibration=Calibration(round(prevalence, DIGITS), task.rate, rate_slope, round(typical, DIGITS)),
        references=thinned(task, data.take(good), scaled[good]),
    )


def thinned(task: Task, data: Examples, z: np.ndarray) -> dict[str, Reference]:
    """Return a task's references of n ordinary subjects with log-odds z (n,), by as few points as they need."""
    return {name: _thin(reference) for name, reference in task.references(data, z).items()}


def by_group(data: Examples, z: np.ndarray, weight: np.ndarray, key: str, of: str) -> dict[str, Reference]:
    """Return the reference of all, and of each group of enough subjects that a key names."""
    references = {"": of_subjects(z, of, weight)}
    for group in np.unique(data.keys[key]):
        rows = data.keys[key] == group
        if rows.sum() >= _ENOUGH:
            references[str(group)] = of_subjects(z[rows], f"{of} of {group}", weight[rows])
    return references


def around_medians(group: np.ndarray, z: np.ndarray, weight: np.ndarray, of: str) -> dict[str, Reference]:
    """Return one reference of how far subjects are from the median of their group (n,), around the typical median."""
    _, index = np.unique(group, return_inverse=True)
    medians = np.array([
        of_subjects(z[index == place], "", weight[index == place]).centre for place in range(index.max() + 1)
    ])  # fmt: skip
    return {"": of_subjects(z - medians[index] + np.median(medians), of, weight)}


def always_beside(reference: Reference, changes: int) -> Reference:
    """Return a reference that counts for so many of a project's own changes, however many those are."""
    return replace(reference, beside=changes)


def group_weights(group: np.ndarray, stands_for: np.ndarray) -> np.ndarray:
    """Weigh each row so that every group counts the same, whatever its size; the mean weight is 1.

    Args:
        group: (n,) group of each row.
        stands_for: (n,) how many subjects each row stands for.
    """
    _, index = np.unique(group, return_inverse=True)
    weights = stands_for / np.bincount(index, weights=stands_for)[index]
    return np.asarray(weights * len(weights) / weights.sum())


def _centred(rate: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """Return how far the logarithm of each rate (n,) is from the typical one, 0 where it is unknown, and that one."""
    is_known = ~np.isnan(rate)
    if not is_known.any():
        return np.zeros(len(rate)), 0.0
    logs = np.asarray([log_rate(value) for value in np.where(is_known, rate, 0.0)])
    typical = of_subjects(logs[is_known], "", weight[is_known]).centre
    return np.where(is_known, logs - typical, 0.0), typical


def _platt(z: np.ndarray, rates: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[float, float, float]:
    """Fit log-odds = slope · z + rate_slope · rates + offset; no slope is negative."""
    (slope, rate_slope), offset = fit_logistic(np.column_stack([z, rates]), y, weight)
    if rate_slope < 0:
        return _platt(z, np.zeros(len(z)), y, weight)
    return float(slope), float(rate_slope), offset


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def _thin(reference: Reference) -> Reference:
    """Keep the points that a straight line in the logarithm of the share needs, and digits that are certain."""
    shares = np.concatenate([np.linspace(1, 0.1, 46), np.geomspace(0.1, reference.share[-1], 100)])
    places = np.searchsorted(-reference.share, -shares)
    kept = np.unique([0, len(reference.z) - 1, *np.minimum(places, len(reference.z) - 1)])
    z, first = np.unique(np.round(reference.z[kept], DIGITS - 1), return_index=True)
    share = np.array([float(f"{value:.{DIGITS}g}") for value in reference.share[kept][first]])
    return replace(reference, z=z, share=share, centre=round(reference.centre, DIGITS - 1))
