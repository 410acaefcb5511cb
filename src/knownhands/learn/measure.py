"""The two ways to measure a score: within groups, and at one budget of false alarms for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from knownhands.learn import metrics
from knownhands.learn.task import SEED

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.learn.examples import Examples

FPR = 0.01


def within_groups(
    groups: Callable[[Examples], np.ndarray],
    stands_for: Callable[[Examples], np.ndarray],
    effort: Callable[[Examples], np.ndarray],
    enough: int,
) -> Callable[..., dict[str, Any]]:
    """Return a measure that compares subjects of the same group only; its numbers are means over the groups.

    Args:
        groups: the group (n,) of each subject.
        stands_for: how many subjects each row stands for, (n,).
        effort: what reading each costs, (n,).
        enough: how many with the outcome a group needs to be counted.
    """

    def measure(
        data: Examples, y: np.ndarray, z: np.ndarray, beside: np.ndarray, enough: int = enough
    ) -> dict[str, Any]:
        weight, lines = stands_for(data), effort(data)
        _, group = np.unique(groups(data), return_inverse=True)

        def each(metric: Any, *arrays: np.ndarray) -> np.ndarray:  # noqa: ANN401 - any of metrics' functions
            return metrics.per_project(metric, group, y, *arrays, weight, minimum_positives=enough)

        auc, base = each(metrics.auc, z), each(metrics.auc, beside)
        return {
            "groups": int((~np.isnan(auc)).sum()),
            "auc": _mean(auc),
            "auc_interval": metrics.bootstrap_by_project(auc, SEED),
            "above_baseline": _mean(auc - base),
            "above_baseline_interval": metrics.bootstrap_difference(auc, base, SEED),
            "worst_against_baseline": float(np.nanmin(auc - base)) if (~np.isnan(auc)).any() else np.nan,
            "auc_pooled": metrics.auc(y, z, weight),
            "average_precision": _mean(each(metrics.average_precision, z)),
            "prevalence": _mean(each(lambda y, w: float(np.average(y, weights=w)))),
            "lift_5": _mean(each(metrics.lift_at, z)),
            "recall_20": _mean(each(metrics.recall_at, z)),
            "recall_fpr_1": _mean(each(lambda *of: metrics.recall_at_fpr(*of, fpr=FPR), z)),
            "precision_fpr_1": _mean(each(lambda *of: metrics.precision_at_fpr(*of, fpr=FPR), z)),
            "recall_effort_20": _mean(each(metrics.recall_at_effort, _positive(z), lines)),
            "popt": _mean(each(metrics.popt, _positive(z), lines)),
        }

    return measure


def at_budget(groups: Callable[[Examples], np.ndarray], prevalence: float) -> Callable[..., dict[str, Any]]:
    """Return a measure of how much is caught at 1 % false alarms; intervals are 90 % over groups.

    Args:
        groups: the group (n,) of each subject: campaigns and owners.
        prevalence: at which precision is given.
    """

    def measure(data: Examples, y: np.ndarray, z: np.ndarray, beside: np.ndarray, enough: int = 1) -> dict[str, Any]:
        del beside, enough
        is_scored = ~np.isnan(z)
        group, y, z = groups(data)[is_scored], y[is_scored], z[is_scored]

        def caught(rows: np.ndarray) -> float:
            return metrics.recall_at_fpr(y[rows], z[rows], fpr=FPR)

        recall = metrics.recall_at_fpr(y, z, fpr=FPR)
        return {
            "with": int(y.sum()),
            "without": int((~y).sum()),
            "recall_fpr_1": recall,
            "recall_fpr_1_interval": bootstrap(group, y, caught),
            "recall_fpr_3": metrics.recall_at_fpr(y, z, fpr=0.03),
            "auc": metrics.auc(y, z),
            "precision": metrics.precision_at_prevalence(recall, FPR, prevalence),
        }

    return measure


def bootstrap(
    group: np.ndarray, y: np.ndarray, statistic: Callable[[np.ndarray], float], repeats: int = 1000
) -> tuple[float, float]:
    """Draw groups with replacement, of each outcome as many as there are; return a statistic's 90 % interval.

    Args:
        group: (n,) each subject's; all of one have the same outcome.
        y: (n,) outcomes.
        statistic: of row numbers.
        repeats: how many draws.
    """
    rng = np.random.default_rng(SEED)
    rows = [np.flatnonzero(group == name) for name in np.unique(group)]
    sides = [[own for own in rows if y[own[0]] == outcome] for outcome in (True, False)]
    drawn = [
        statistic(np.concatenate([side[place] for side in sides for place in rng.integers(len(side), size=len(side))]))
        for _ in range(repeats if all(sides) else 0)
    ]
    if not drawn:
        return np.nan, np.nan
    low, high = np.nanquantile(drawn, (0.05, 0.95))
    return float(low), float(high)


def share(flags: np.ndarray, weight: np.ndarray | None = None) -> float:
    """Return the share of (n,) flags that are set; NaN of none."""
    return float(np.average(flags, weights=weight)) if len(flags) else np.nan


def _positive(z: np.ndarray) -> np.ndarray:
    """Move a score above 0 without changing its order, so that dividing by effort makes sense."""
    return z if z.min() >= 0 else np.asarray(1 / (1 + np.exp(-z)))


def _mean(values: np.ndarray) -> float:
    return float(np.nanmean(values)) if (~np.isnan(values)).any() else np.nan
