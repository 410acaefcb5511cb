"""Fit a calibration on changes that are later than those trained on.

Straight lines in log-odds (Platt 1999), not isotonic steps: a step would break the sum of the reasons.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knownhands.learn.calibration import Calibration, Line
from knownhands.learn.heads import HARD, project_weights

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIAN_TRUST = 80
REVIEW_TRUST = 40
"""Where the scale is pinned: the median unregretted change and the first that needs review; chosen by eye."""
REVIEW_BUDGET = 1 / 100
HIGH_RISK_BUDGET = 1 / 1000
"""Share of unregretted changes that may be called `review` or worse, and `high-risk`."""
_TRUSTED_RATE = 1 / 2
"""`trusted` are the lowest risks as long as they are regretted at most this often, next to all changes."""
_DRAWS = 200
_SHARES = 21
_GRID = 41


def fit(
    margins: Mapping[str, np.ndarray], y: np.ndarray, project: np.ndarray, weight: np.ndarray, seed: int
) -> Calibration:
    """Fit every part of a calibration.

    Args:
        margins: head → (n,) margins of changes that no head was trained on.
        y: (n,) whether each was regretted.
        project: (n,) project of each.
        weight: (n,) how many changes of its project each stands for.
        seed: decides which projects each bootstrap draw takes.
    """
    weights = project_weights(project, weight)
    heads = {head: _platt(values, y, weights) for head, values in margins.items()}
    heads[HARD] = _floor(heads, margins, y, weights)
    highest = _higher(heads, margins)
    final = _platt(highest, y, weights)
    log_odds = final.slope * highest + final.offset
    good = ~y
    median, review, high_risk = (
        float(weighted_quantile(log_odds[good], weights[good], share))
        for share in (0.5, 1 - REVIEW_BUDGET, 1 - HIGH_RISK_BUDGET)
    )
    slope = (REVIEW_TRUST - MEDIAN_TRUST) / (review - median)
    grid = np.unique(
        np.quantile(log_odds, np.concatenate([np.linspace(0, 0.95, _GRID), 1 - np.logspace(-1.4, -4, 20)]))
    )
    low, high = _interval(highest, y, project, weight, (grid - final.offset) / final.slope, seed)
    return Calibration(
        heads=heads,
        final=final,
        trust=Line(slope, MEDIAN_TRUST - slope * median),
        prevalence=float(np.average(y, weights=weights)),
        trusted=_trusted_until(log_odds, y, weights),
        review=review,
        high_risk=high_risk,
        grid=tuple(map(float, grid)),
        percentile=tuple(100 * float(np.average(log_odds[good] < point, weights=weights[good])) for point in grid),
        low=tuple(map(float, low)),
        high=tuple(map(float, high)),
    )


def weighted_quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """Return the smallest value that at least `share` of the weight does not exceed."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return float(values[order][min(np.searchsorted(total, share * total[-1]), len(values) - 1)])


def _platt(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> Line:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6, max_iter=1000).fit(x.reshape(-1, 1), y, sample_weight=weights)
    return Line(float(model.coef_[0, 0]), float(model.intercept_[0]))


def _higher(heads: Mapping[str, Line], margins: Mapping[str, np.ndarray]) -> np.ndarray:
    return np.asarray(
        np.max([heads[head].slope * values + heads[head].offset for head, values in margins.items()], axis=0)
    )


def _floor(heads: Mapping[str, Line], margins: Mapping[str, np.ndarray], y: np.ndarray, weights: np.ndarray) -> Line:
    """Turn the hard head into the floor that, together with the other head, fits the outcomes best.

    It is moved so that the median unregretted change gets the same answer from both: what an attacker types can then
    look better than that, and gain nothing by it. And it is flattened, because the higher of two uncertain answers
    overstates; by how much is decided by the likelihood of the outcomes.
    """
    other = _higher(heads, {head: values for head, values in margins.items() if head != HARD})

    def flattened(share: float) -> Line:
        slope = share * heads[HARD].slope
        middle = weighted_quantile((other - slope * margins[HARD])[~y], weights[~y], 0.5)
        return Line(slope, middle)

    def loss(line: Line) -> float:
        highest = np.maximum(other, line.slope * margins[HARD] + line.offset)
        final = _platt(highest, y, weights)
        log_odds = final.slope * highest + final.offset
        return float(np.average(np.logaddexp(0, np.where(y, -log_odds, log_odds)), weights=weights))

    return min((flattened(share) for share in np.linspace(0, 1, _SHARES)), key=loss)


def _trusted_until(log_odds: np.ndarray, y: np.ndarray, weights: np.ndarray) -> float:
    """Find the widest range of lowest risks that is regretted at most `_TRUSTED_RATE` times as often as all."""
    order = np.argsort(log_odds, kind="stable")
    rate = np.cumsum(weights[order] * y[order]) / np.cumsum(weights[order])
    fitting = np.flatnonzero(rate <= _TRUSTED_RATE * np.average(y, weights=weights))
    return float(log_odds[order][min(fitting[-1] if len(fitting) else 0, len(order) // 2)])


def _interval(  # noqa: PLR0913, PLR0917 - one caller, and each is a different thing
    x: np.ndarray, y: np.ndarray, project: np.ndarray, weight: np.ndarray, points: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Bootstrap projects and refit the final line each time: how far would other projects have moved it?"""
    rng = np.random.default_rng(seed)
    rows = [np.flatnonzero(project == one) for one in np.unique(project)]
    curves: list[np.ndarray] = []
    while len(curves) < _DRAWS:
        drawn = rng.integers(len(rows), size=len(rows))
        chosen = np.concatenate([rows[one] for one in drawn])
        if not y[chosen].any():
            continue
        copies = np.repeat(np.arange(len(drawn)), [len(rows[one]) for one in drawn])
        line = _platt(x[chosen], y[chosen], project_weights(copies, weight[chosen]))
        curves.append(1 / (1 + np.exp(-(line.slope * points + line.offset))))
    low, high = np.quantile(curves, (0.05, 0.95), axis=0)
    return low, high
