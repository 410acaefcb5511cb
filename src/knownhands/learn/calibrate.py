"""Fit a calibration on changes that are later than those trained on.

Straight lines in log-odds (Platt 1999), not isotonic steps: a step would break the sum of the reasons.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from knownhands.learn.calibration import Calibration, Line, log_rate
from knownhands.learn.heads import HARD, project_weights
from knownhands.learn.metrics import auc, per_project_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MEDIAN_TRUST = 80
REVIEW_TRUST = 40
"""Where the scale is pinned: the median unregretted change and the first that needs review; chosen by eye."""
REVIEW_BUDGET = 1 / 100
HIGH_RISK_BUDGET = 1 / 1000
"""Share of unregretted changes that may be called `review` or worse, and `high-risk`."""
_TRUSTED_RATE = 1 / 2
"""`trusted` are the lowest risks as long as they are regretted at most this often, next to all changes."""
_DRAWS = 200
_SHARES = np.linspace(0.05, 1, 20)
_ENOUGH = 10
_SLACK = 0.001
"""A floor may be flattened to a share of its slope; the least of that is taken whose AUC, over projects with enough
regrets, is within the slack of the best."""
_GRID = 41


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Changes that no head was trained on, and what became of them.

    Attributes:
        margins: head → (n,) margins.
        y: (n,) whether each was regretted.
        rate: (n,) how often its project had said so before; NaN where unknown.
        project: (n,) project of each.
        weight: (n,) how many changes of its project each stands for.
    """

    margins: Mapping[str, np.ndarray]
    y: np.ndarray
    rate: np.ndarray
    project: np.ndarray
    weight: np.ndarray


def order_within_projects(seen: Outcomes, score: np.ndarray) -> float:
    """Return the AUC within projects, on average over those with enough regrets."""
    return per_project_mean(auc, seen.project, seen.y, score, minimum_positives=_ENOUGH)


def fit(
    seen: Outcomes, seed: int, order: Callable[[Outcomes, np.ndarray], float] = order_within_projects
) -> Calibration:
    """Fit every part of a calibration.

    Args:
        seen: later changes than those trained on, or others that were not trained on.
        seed: decides which projects each bootstrap draw takes.
        order: what the floor may not cost: rises with how well a score (n,) tells the outcomes apart.
    """
    y, weights = seen.y, project_weights(seen.project, seen.weight)
    rates, typical = _centred(seen.rate, weights)
    heads = {head: _platt(values, rates, y, weights)[0] for head, values in seen.margins.items()}
    heads[HARD] = _floor(heads, seen, weights, order)
    highest = higher(heads, seen.margins)
    final, rate_slope = _platt(highest, rates, y, weights)
    highest += rate_slope * rates
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
    low, high = _interval(highest, seen, (grid - final.offset) / final.slope, seed)
    return Calibration(
        heads=heads,
        prior=Line(rate_slope, -rate_slope * typical),
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


def at_prevalence(calibration: Calibration, prevalence: float) -> Calibration:
    """Move every probability to where the outcome is so common; the order, the bands and the trust stay as they are."""
    shift = _logit(prevalence) - _logit(calibration.prevalence)

    times = float(np.exp(shift))

    def moved(curve: tuple[float, ...]) -> tuple[float, ...]:
        return tuple(times * p / (1 - p + times * p) for p in curve)

    final, trust = calibration.final, calibration.trust
    return replace(
        calibration,
        final=Line(final.slope, final.offset + shift),
        trust=Line(trust.slope, trust.offset - trust.slope * shift),
        prevalence=prevalence,
        trusted=calibration.trusted + shift,
        review=calibration.review + shift,
        high_risk=calibration.high_risk + shift,
        grid=tuple(point + shift for point in calibration.grid),
        low=moved(calibration.low),
        high=moved(calibration.high),
    )


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def weighted_quantile(values: np.ndarray, weights: np.ndarray, share: float) -> float:
    """Return the smallest value that at least `share` of the weight does not exceed."""
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return float(values[order][min(np.searchsorted(total, share * total[-1]), len(values) - 1)])


def _centred(rate: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Return how far the logarithm of each rate (n,) is from the typical one, 0 where it is unknown, and that one."""
    is_known = ~np.isnan(rate)
    if not is_known.any():
        return np.zeros(len(rate)), 0.0
    logs = np.asarray([log_rate(one) for one in np.where(is_known, rate, 0.0)])
    typical = weighted_quantile(logs[is_known], weights[is_known], 0.5)
    return np.where(is_known, logs - typical, 0.0), typical


def higher(heads: Mapping[str, Line], margins: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the higher of the heads' log-odds (n,)."""
    return np.asarray(
        np.max([heads[head].slope * values + heads[head].offset for head, values in margins.items()], axis=0)
    )


def _platt(x: np.ndarray, rates: np.ndarray, y: np.ndarray, weights: np.ndarray) -> tuple[Line, float]:
    """Fit log-odds = slope · (x + rate_slope · rates) + offset; return the line and `rate_slope`, which is not negative."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6, max_iter=1000).fit(np.column_stack([x, rates]), y, sample_weight=weights)
    slope, rate_slope = map(float, model.coef_[0])
    if rate_slope < 0:
        return _platt(x, np.zeros(len(x)), y, weights)
    return Line(slope, float(model.intercept_[0])), rate_slope / slope


def _floor(
    heads: Mapping[str, Line], seen: Outcomes, weights: np.ndarray, order: Callable[[Outcomes, np.ndarray], float]
) -> Line:
    """Turn the hard head into the floor below which nothing that is free or cheap to fake brings the risk.

    It is moved so that the median unregretted change gets the same answer from both heads: what an attacker types can
    then look better than that, and gain nothing by it. And it is flattened, because the higher of two uncertain answers
    overstates: as little as leaves the order within projects, on average over them, as good as it can be.
    """
    good, hard = ~seen.y, seen.margins[HARD]
    other = higher(heads, {head: values for head, values in seen.margins.items() if head != HARD})

    def flattened(share: float) -> Line:
        slope = share * heads[HARD].slope
        return Line(slope, weighted_quantile((other - slope * hard)[good], weights[good], 0.5))

    lines = [flattened(share) for share in _SHARES]
    orders = np.nan_to_num([order(seen, np.maximum(other, line.slope * hard + line.offset)) for line in lines])
    return lines[int(np.flatnonzero(orders >= orders.max() - _SLACK)[-1])]


def _trusted_until(log_odds: np.ndarray, y: np.ndarray, weights: np.ndarray) -> float:
    """Find the widest range of lowest risks that is regretted at most `_TRUSTED_RATE` times as often as all."""
    order = np.argsort(log_odds, kind="stable")
    rate = np.cumsum(weights[order] * y[order]) / np.cumsum(weights[order])
    fitting = np.flatnonzero(rate <= _TRUSTED_RATE * np.average(y, weights=weights))
    return float(log_odds[order][min(fitting[-1] if len(fitting) else 0, len(order) // 2)])


def _interval(x: np.ndarray, seen: Outcomes, points: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Bootstrap projects and refit the final line each time: how far would other projects have moved it?"""
    rng = np.random.default_rng(seed)
    rows = [np.flatnonzero(seen.project == one) for one in np.unique(seen.project)]
    curves: list[np.ndarray] = []
    while len(curves) < _DRAWS:
        drawn = rng.integers(len(rows), size=len(rows))
        chosen = np.concatenate([rows[one] for one in drawn])
        if not seen.y[chosen].any():
            continue
        copies = np.repeat(np.arange(len(drawn)), [len(rows[one]) for one in drawn])
        weights = project_weights(copies, seen.weight[chosen])
        line, _ = _platt(x[chosen], np.zeros(len(chosen)), seen.y[chosen], weights)
        curves.append(1 / (1 + np.exp(-(line.slope * points + line.offset))))
    low, high = np.quantile(curves, (0.05, 0.95), axis=0)
    return low, high
