"""How well scores tell subjects with the outcome from the others, and what such a number is worth.

Arrays are aligned, one element per change: `y` (n,) says whether the outcome happened, `score` (n,) rises with
the risk and holds no NaN, `p` (n,) is a probability, `effort` (n,) is what reading the change costs in lines,
`weight` (n,) is how many changes each stands for (one when left out) and `project` (n,) says which repository it belongs
to. Where a metric compares the two classes and only one of them
is there, the answer is NaN: unknown, and never 0 or 0.5.

Equal scores are never told apart by the order of the rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def auc(y: Bools, score: Floats, weight: Floats | None = None) -> float:
    """Return the chance that a random positive scores above a random negative, ties counting half.

    In [0, 1], 0.5 for a score that knows nothing; NaN with one class only.
    """
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(y, score, sample_weight=weight)) if _has_both(y) else np.nan


def average_precision(y: Bools, score: Floats, weight: Floats | None = None) -> float:
    """Return the area under precision over recall.

    In (0, 1], the prevalence for a score that knows nothing; NaN with one class only.
    """
    from sklearn.metrics import average_precision_score

    return float(average_precision_score(y, score, sample_weight=weight)) if _has_both(y) else np.nan


def recall_at(y: Bools, score: Floats, weight: Floats | None = None, share: float = 0.2) -> float:
    """Return the share of all positives that are among the riskiest `share` of the changes.

    In [0, 1], `share` itself for a score that knows nothing; NaN with one class only. Changes with equal
    scores count at their expected value under a random order.

    >>> recall_at(np.array([True, False, False, True]), np.array([0.9, 0.4, 0.3, 0.1]), share=0.25)
    0.5
    """
    weight = _ones(y, weight)
    return _recall_within(y, score, weight, weight, share)


def lift_at(y: Bools, score: Floats, weight: Floats | None = None, share: float = 0.05) -> float:
    """Return how many times more common positives are among the riskiest `share` than among all changes.

    In [0, 1 / share], 1 for a score that knows nothing; NaN with one class only. Changes with equal scores
    count at their expected value under a random order.
    """
    return recall_at(y, score, weight, share) / share


def recall_at_fpr(y: Bools, score: Floats, weight: Floats | None = None, *, fpr: float) -> float:
    """Return the largest share of positives that a threshold catches while flagging at most `fpr` of the negatives.

    In [0, 1]; NaN with one class only. With fewer than 1 / `fpr` negatives no false alarm at all is allowed.
    """
    weight = _ones(y, weight)
    caught, _ = _alarms(y, score, weight, fpr)
    return caught / float(weight[y].sum()) if _has_both(y) else np.nan


def precision_at_fpr(y: Bools, score: Floats, weight: Floats | None = None, *, fpr: float) -> float:
    """Return the share of positives among what the threshold of `recall_at_fpr` flags.

    In [0, 1], at the prevalence of these changes; NaN with one class only, or when nothing is flagged.
    """
    caught, false = _alarms(y, score, _ones(y, weight), fpr)
    return caught / (caught + false) if _has_both(y) and caught + false else np.nan


def precision_at_prevalence(recall: float, fpr: float, prevalence: float) -> float:
    """Return the precision that a recall and a false-positive rate mean at a declared prevalence.

    In [0, 1]; NaN when nothing is flagged.

    >>> round(precision_at_prevalence(recall=0.9, fpr=0.01, prevalence=0.001), 3)
    0.083
    """
    caught, false = recall * prevalence, fpr * (1 - prevalence)
    return caught / (caught + false) if caught + false else np.nan


def brier(y: Bools, p: Floats, weight: Floats | None = None) -> float:
    """Return the mean squared distance between probability and outcome.

    In [0, 1], lower is better. It compares no classes, so one class is enough; NaN without changes.
    """
    from sklearn.metrics import brier_score_loss

    return float(brier_score_loss(y, p, sample_weight=weight, pos_label=True)) if len(y) else np.nan


def brier_skill(y: Bools, p: Floats, weight: Floats | None = None, *, constant: float) -> float:
    """Return the share of the Brier score of one `constant` probability that `p` saves.

    At most 1; 0 is no better than the constant, negative is worse. `constant` should be what was known before,
    such as the prevalence in training. NaN without changes, or when the constant is never wrong.
    """
    reference = brier(y, np.full(len(y), constant), weight)
    return 1 - brier(y, p, weight) / reference if reference else np.nan


class Reliability(NamedTuple):
    """What was promised and what happened, per bin of equal mass; each array is (n_bins,).

    Attributes:
        promised: mean probability.
        observed: share of positives.
        changes: how many changes are in it.
    """

    promised: Floats
    observed: Floats
    changes: Floats


def reliability_bins(y: Bools, p: Floats, weight: Floats | None = None, bins: int = 15) -> Reliability:
    """Return at most `bins` bins of equal mass, by rising probability.

    Equal probabilities share a bin, so there are fewer bins when few probabilities are distinct. One class is
    enough; without changes the arrays are empty.
    """
    weight = _ones(y, weight)
    edges = _quantiles(p, weight, np.arange(1, bins) / bins) if len(p) else np.empty(0)
    index = np.searchsorted(edges, p, side="right")
    count = np.bincount(index, weight, minlength=bins).astype(np.float64)
    used = count > 0
    promised, observed = (np.bincount(index, weight * each, minlength=bins)[used] / count[used] for each in (p, y))
    return Reliability(promised, observed, count[used])


def ece(y: Bools, p: Floats, weight: Floats | None = None, bins: int = 15) -> float:
    """Return the expected calibration error: the mean gap between promised and observed, over bins of equal mass.

    In [0, 1], lower is better. One class is enough; NaN without changes.
    """
    promised, observed, changes = reliability_bins(y, p, weight, bins)
    return float(np.average(np.abs(promised - observed), weights=changes)) if len(y) else np.nan


def recall_at_effort(
    y: Bools, score: Floats, effort: Floats, weight: Floats | None = None, share: float = 0.2
) -> float:
    """Return the share of positives met within `share` of the lines, reading by score per line.

    The division by `effort` happens here, so pass the plain score, which must not be negative. An empty change
    costs one line. In [0, 1]; NaN with one class only. Never read it without `by_chance`: the division alone
    puts small changes first, and half or more of the positives with them.
    """
    lines, weight = np.maximum(effort, 1), _ones(y, weight)
    return _recall_within(y, score / lines, weight, weight * lines, share)


def popt(y: Bools, score: Floats, effort: Floats, weight: Floats | None = None) -> float:
    """Return the area under recall over lines read, between the worst possible order (0) and the best (1).

    Everything said at `recall_at_effort` holds here too.
    """
    if not _has_both(y):
        return np.nan
    lines, weight = np.maximum(effort, 1), _ones(y, weight)
    best = np.where(y, 1.0, -1.0) + 1 / (lines + 1)
    orders = (score / lines, best, -best)
    reached, highest, lowest = (_area(y, order, weight, weight * lines) for order in orders)
    return (reached - lowest) / (highest - lowest)


def by_chance(
    metric: Callable[[Bools, Floats, Floats], float], y: Bools, effort: Floats, seed: int, repeats: int = 20
) -> float:
    """Return what an effort-aware `metric` gives a random score: its mean over `repeats` draws.

    NaN where the metric is.
    """
    rng = np.random.default_rng(seed)
    return float(np.mean([metric(y, rng.random(len(y)), effort) for _ in range(repeats)]))


def per_project(
    metric: Callable[..., float], project: Ints, y: Bools, *arrays: Floats, minimum_positives: int = 1
) -> Floats:
    """Return `metric(y, *arrays)` within each project, in the order of `np.unique(project)`: (n_projects,).

    NaN where a project has fewer than `minimum_positives`, or where the metric itself is NaN.
    """
    masks = [project == number for number in np.unique(project)]
    return np.array(
        [
            metric(y[mask], *(array[mask] for array in arrays)) if y[mask].sum() >= minimum_positives else np.nan
            for mask in masks
        ],
        dtype=np.float64,
    )


def per_project_mean(
    metric: Callable[..., float], project: Ints, y: Bools, *arrays: Floats, minimum_positives: int = 1
) -> float:
    """Return the mean of `metric` over the projects where it is known and positives are enough.

    NaN when there is no such project. Every project counts the same, whatever its size.
    """
    known = _known(per_project(metric, project, y, *arrays, minimum_positives=minimum_positives))
    return float(known.mean()) if len(known) else np.nan


def bootstrap_by_project(values: Floats, seed: int, repeats: int = 1000) -> tuple[float, float]:
    """Return the 90 % interval of the mean of `values` (n_projects,), by resampling projects.

    It says how far the mean would move with other projects, which is much further than with other changes of
    the same ones. NaN values are left out; (NaN, NaN) with fewer than two projects.
    """
    known = _known(values)
    if len(known) < 2:  # noqa: PLR2004  one project says nothing about others
        return np.nan, np.nan
    draws = np.random.default_rng(seed).integers(len(known), size=(repeats, len(known)))
    low, high = np.quantile(known[draws].mean(axis=1), (0.05, 0.95))
    return float(low), float(high)


def bootstrap_difference(first: Floats, second: Floats, seed: int, repeats: int = 1000) -> tuple[float, float]:
    """Return the 90 % interval of the mean of `first - second`, both (n_projects,) in the same order.

    Paired: a project that is hard for both scores widens nothing. Projects that either leaves NaN are left out.
    """
    return bootstrap_by_project(first - second, seed, repeats)


def _has_both(y: Bools) -> bool:
    return bool(y.any() and not y.all())


def _ones(y: Bools, weight: Floats | None) -> Floats:
    return np.ones(len(y)) if weight is None else weight


def _quantiles(values: Floats, weight: Floats, shares: Floats) -> Floats:
    """Return the values below which each share of the weight lies."""
    order = np.argsort(values, kind="stable")
    middle = (np.cumsum(weight[order]) - weight[order] / 2) / weight.sum()
    return np.asarray(np.interp(shares, middle, values[order]))


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _curve(y: Bools, score: Floats, weight: Floats, cost: Floats) -> tuple[Floats, Floats]:
    """Return the cost and the weight of positives so far, at the end of each run of equal scores, riskiest first.

    Both start with 0. The straight line between two points is what a random order within the run leads to.
    """
    order = np.argsort(-score, kind="stable")
    ends = np.flatnonzero(np.append(np.diff(score[order]) != 0, True)) if len(y) else order
    spent, caught = np.cumsum(cost[order])[ends], np.cumsum((weight * y)[order])[ends]
    return np.append(0.0, spent), np.append(0.0, caught)


def _recall_within(y: Bools, score: Floats, weight: Floats, cost: Floats, share: float) -> float:
    if not _has_both(y):
        return np.nan
    spent, caught = _curve(y, score, weight, cost)
    return float(np.interp(share * spent[-1], spent, caught) / caught[-1])


def _area(y: Bools, score: Floats, weight: Floats, cost: Floats) -> float:
    spent, caught = _curve(y, score, weight, cost)
    return float(np.trapezoid(caught / caught[-1], spent / spent[-1]))


def _alarms(y: Bools, score: Floats, weight: Floats, fpr: float) -> tuple[float, float]:
    """Return the true and false alarms at the lowest threshold that keeps within `fpr`."""
    flagged, caught = _curve(y, score, weight, weight)
    false = flagged - caught
    allowed = fpr * false[-1] + 1e-9  # NOTE: 0.29 * 100 is a little less than 29
    last = np.searchsorted(false, allowed, side="right") - 1
    return float(caught[last]), float(false[last])
