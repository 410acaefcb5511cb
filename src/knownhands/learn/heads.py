"""Train the two heads: one sees all the evidence, the other only what is hard to fake.

The risk is the higher of the two, so that evidence an attacker types may raise the risk and never lower it below
what the hard evidence says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knownhands.features.assemble import features_of
from knownhands.records import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.learn.dataset import Dataset

ALL = "all"
HARD = "hard"
HEADS = (ALL, HARD)

ROUNDS: Mapping[str, int] = {ALL: 500, HARD: 150}
PARAMETERS: Mapping[str, object] = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 16,
    "min_data_in_leaf": 100,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 20.0,
    "max_bin": 127,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbosity": -1,
}
"""Chosen on the years 2017 to 2019, among two dozen settings; never tuned on the test period."""
_PRIOR = 0.01
_ENOUGH = 100

_SIGN = {Direction.RISES: 1, Direction.FALLS: -1, Direction.EITHER: 0}


def head_features(head: str) -> tuple[str, ...]:
    """Return the features that a head sees, in the order of its columns."""
    return tuple(feature.id for feature in features_of("change") if head == ALL or feature.fake.is_hard)


def project_weights(project: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Weigh each row so that every project counts the same, whatever its size; the mean weight is 1.

    Args:
        project: (n,) project of each row.
        weight: (n,) how many changes of its project each row stands for.
    """
    _, index = np.unique(project, return_inverse=True)
    weights = weight / np.bincount(index, weights=weight)[index]
    return np.asarray(weights * len(weights) / weights.sum())


def outcome_weights(project: np.ndarray, weight: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weigh each row so that regret is equally common in every project; the mean weight is 1.

    Projects differ tenfold in how often they say that something was a mistake. Left alone, that is what trees learn
    first, and the projects that say so most drown the others; how often a project says so is put back by the
    calibration. A project counts the more regrets it has, up to a point; one without any teaches nothing.

    Args:
        project: (n,) project of each row.
        weight: (n,) how many changes of its project each row stands for.
        y: (n,) whether each was regretted.
    """
    _, index = np.unique(project, return_inverse=True)
    regrets, others = np.bincount(index, weight * y), np.bincount(index, weight * ~y)
    counts = regrets / (regrets + _ENOUGH)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = np.where(y, _PRIOR / regrets[index], (1 - _PRIOR) / others[index]) * counts[index] * weight
    weights = np.nan_to_num(weights, posinf=0)
    return np.asarray(weights * len(weights) / weights.sum())


def train_head(data: Dataset, y: np.ndarray, head: str, seed: int) -> str:
    """Train one head.

    Args:
        data: n changes.
        y: (n,) whether each was regretted.
        head: `ALL` or `HARD`.
        seed: decides which rows and columns each tree sees.

    Returns:
        The model as LightGBM's text.
    """
    import lightgbm

    names = head_features(head)
    sign = {feature.id: _SIGN[feature.risk] for feature in features_of("change")}
    rows = lightgbm.Dataset(
        np.column_stack([data.column(name) for name in names]),
        label=y.astype(np.float64),
        weight=outcome_weights(data.project, data.weight, y),
        feature_name=list(names),
    )
    parameters = {**PARAMETERS, "seed": seed, "monotone_constraints": [sign[name] for name in names]}
    return str(lightgbm.train(parameters, rows, num_boost_round=ROUNDS[head]).model_to_string())


def margins(text: str, data: Dataset) -> np.ndarray:
    """Return the log-odds (n,) that a trained head gives to each change."""
    import lightgbm

    booster = lightgbm.Booster(model_str=text)
    matrix = np.column_stack([data.column(name) for name in booster.feature_name()])
    return np.asarray(booster.predict(matrix, raw_score=True, num_threads=2))
