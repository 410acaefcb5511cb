"""Measure a trained model on the test period, beside every baseline."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from knownhands.errors import UsageError
from knownhands.features.assemble import features_of
from knownhands.learn import calibrate, heads, metrics, split
from knownhands.learn.baselines import BASELINES
from knownhands.learn.calibration import RATE
from knownhands.learn.tables import plain
from knownhands.learn.train import SEED

if TYPE_CHECKING:
    from knownhands.learn.dataset import Dataset
    from knownhands.learn.train import Trained

ENOUGH = 30
"""Test positives that a project needs to be counted in a mean over projects."""
_FEW_COMMITS = 5


def evaluate(data: Dataset, trained: Trained) -> dict[str, Any]:
    """Measure a trained model on the test period.

    Args:
        data: changes before the test period, which the baselines learn from, and in it.
        trained: the model to measure.

    Returns:
        Numbers by question; one is None where it is unknown.

    Raises:
        UsageError: no regretted change on one of the two sides.
    """
    rows = split.by_time(data)
    test = data.take(rows.test)
    if not test.regretted().any() or not data.regretted(seen_by=split.TEST_DAY - 1)[rows.train | rows.calibrate].any():
        raise UsageError("There is no regretted change to compare with.", "Add clones with a longer history.")
    scores = baseline_scores(data, rows, test)
    margins = trained.margins(test)
    scores |= {
        "head_hard": margins["hard"],
        "head_all": margins["all"],
        "model": trained.combine(margins, test.column(RATE)),
    }
    result: dict[str, Any] = {"data": describe(data, rows)}
    result["time"] = {name: measure(test, score, scores["lapredict"]) for name, score in scores.items()}
    result["per_project"] = _per_project(test, scores)
    for kind in ("revert", "blame"):
        result[kind] = {
            name: measure(test, scores[name], scores["lapredict"], kind=kind)
            for name in ("lapredict", "head_all", "model")
        }
    result["calibration"] = _calibration(test, trained, scores["model"])
    result["alarms"] = alarms(test, trained, scores["model"])
    result["newcomers"] = _newcomers(test, trained, scores["model"])
    result["attacked"] = _attacked(test, trained, scores["model"])
    return dict(plain(result, 5))


def describe(data: Dataset, rows: split.TimeSplit) -> dict[str, Any]:
    """Count changes and regrets in each part."""
    y, known = data.regretted(), data.regretted(seen_by=split.TEST_DAY - 1)
    parts = {"train": (rows.train, known), "calibrate": (rows.calibrate, known), "test": (rows.test, y)}
    counts: dict[str, Any] = {
        name: {
            "changes": int(mask.sum()),
            "stand_for": round(data.weight[mask].sum()),
            "regretted": int(label[mask].sum()),
            "projects": len(np.unique(data.project[mask])),
        }
        for name, (mask, label) in parts.items()
    }
    positives = np.bincount(data.project[rows.test], weights=y[rows.test], minlength=len(data.projects))
    return counts | {"projects_with_enough": int((positives >= ENOUGH).sum())}


def measure(test: Dataset, score: np.ndarray, reference: np.ndarray, *, kind: str = "any") -> dict[str, Any]:
    """Measure one score within projects.

    Args:
        test: n changes.
        score: (n,) rises with the risk.
        reference: (n,) what to compare with, project by project.
        kind: the label; changes regretted otherwise are left out.
    """
    y = test.regretted(kind=kind)
    keep = y | ~test.regretted()
    y, score, reference, project, weight = (each[keep] for each in (y, score, reference, test.project, test.weight))
    lines = np.nan_to_num(test.column("lines_added")[keep] + test.column("lines_deleted")[keep]) + 1
    enough = ENOUGH if kind == "any" else 20

    def each(metric: Any, *arrays: np.ndarray) -> np.ndarray:  # noqa: ANN401 - any of metrics' functions
        return metrics.per_project(metric, project, y, *arrays, weight, minimum_positives=enough)

    auc, base = each(metrics.auc, score), each(metrics.auc, reference)
    return {
        "projects": int((~np.isnan(auc)).sum()),
        "auc": _mean(auc),
        "auc_interval": metrics.bootstrap_by_project(auc, SEED),
        "auc_above_lapredict": _mean(auc - base),
        "auc_above_lapredict_interval": metrics.bootstrap_difference(auc, base, SEED),
        "auc_worst_against_lapredict": float(np.nanmin(auc - base)) if (~np.isnan(auc)).any() else np.nan,
        "auc_pooled": metrics.auc(y, score, weight),
        "average_precision": _mean(each(metrics.average_precision, score)),
        "prevalence": _mean(each(lambda y, w: float(np.average(y, weights=w)))),
        "lift_5": _mean(each(metrics.lift_at, score)),
        "recall_20": _mean(each(metrics.recall_at, score)),
        "recall_fpr_1": _mean(each(lambda *one: metrics.recall_at_fpr(*one, fpr=0.01), score)),
        "recall_fpr_01": _mean(each(lambda *one: metrics.recall_at_fpr(*one, fpr=0.001), score)),
        "precision_fpr_1": _mean(each(lambda *one: metrics.precision_at_fpr(*one, fpr=0.01), score)),
        "recall_effort_20": _mean(each(metrics.recall_at_effort, _positive(score), lines)),
        "popt": _mean(each(metrics.popt, _positive(score), lines)),
    }


def alarms(test: Dataset, trained: Trained, log_odds: np.ndarray, rows: np.ndarray | None = None) -> dict[str, Any]:
    """Count how many unregretted and regretted changes land in the bands that ask for a look.

    Args:
        test: n changes.
        trained: whose bands to use.
        log_odds: (n,) of the model.
        rows: which changes to count; all when None.
    """
    y = test.regretted()
    chosen = np.ones(len(y), bool) if rows is None else rows
    review, high = log_odds > trained.calibration.review, log_odds > trained.calibration.high_risk
    good, bad = chosen & ~y, chosen & y
    weights = heads.project_weights(test.project, test.weight)
    return {
        "changes": int(chosen.sum()),
        "regretted": int(bad.sum()),
        "review_false_alarms": _rate(review, good, weights),
        "high_risk_false_alarms": _rate(high, good, weights),
        "review_false_alarms_pooled": _rate(review, good, test.weight),
        "review_caught": _rate(review, bad, weights),
        "high_risk_caught": _rate(high, bad, weights),
        "trusted_share": _rate(log_odds <= trained.calibration.trusted, chosen, weights),
        "trusted_regret_rate": _rate(y, chosen & (log_odds <= trained.calibration.trusted), weights),
        "ordinary_regret_rate": _rate(y, chosen, weights),
    }


def baseline_scores(data: Dataset, rows: split.TimeSplit, test: Dataset) -> dict[str, np.ndarray]:
    """Return baseline → (n,) scores of the tested changes, learned from all that is older."""
    old = data.take(rows.train | rows.calibrate)
    y = old.regretted(seen_by=split.TEST_DAY - 1)
    columns, unseen = old.columns(), test.columns()
    return {one.id: one.fit(columns, y, old.weight, SEED)(unseen) for one in BASELINES}


def _per_project(test: Dataset, scores: dict[str, np.ndarray]) -> dict[str, Any]:
    y = test.regretted()
    names = ("lapredict", "head_all", "model")
    aucs = {
        name: metrics.per_project(metrics.auc, test.project, y, scores[name], minimum_positives=ENOUGH)
        for name in names
    }
    return {
        test.projects[number]: {
            "changes": int((test.project == number).sum()),
            "regretted": int(y[test.project == number].sum()),
            **{name: float(aucs[name][place]) for name in names},
        }
        for place, number in enumerate(np.unique(test.project))
        if not np.isnan(aucs["lapredict"][place])
    }


def _calibration(test: Dataset, trained: Trained, log_odds: np.ndarray) -> dict[str, Any]:
    """Compare probabilities with outcomes, in all and within projects."""
    y, p, weight = test.regretted(), _probability(log_odds), test.weight
    known_before = trained.calibration.prevalence
    bins = metrics.reliability_bins(y, p, weight)
    within = metrics.per_project(
        lambda y, p, w: metrics.brier_skill(y, p, w, constant=float(np.average(y, weights=w))),
        test.project, y, p, weight, minimum_positives=ENOUGH,
    )  # fmt: skip
    before = metrics.per_project(
        lambda y, p, w: metrics.brier_skill(y, p, w, constant=known_before),
        test.project, y, p, weight, minimum_positives=ENOUGH,
    )  # fmt: skip
    return {
        "prevalence_calibrated_on": known_before,
        "prevalence": float(np.average(y, weights=weight)),
        "brier": metrics.brier(y, p, weight),
        "brier_constant": metrics.brier(y, np.full(len(y), known_before), weight),
        "brier_skill": metrics.brier_skill(y, p, weight, constant=known_before),
        "brier_skill_in_projects": _mean(before),
        "brier_skill_in_projects_against_their_own_rate": _mean(within),
        "ece": metrics.ece(y, p, weight),
        "promised": bins.promised.tolist(),
        "observed": bins.observed.tolist(),
        "changes": bins.changes.tolist(),
    }


def _newcomers(test: Dataset, trained: Trained, log_odds: np.ndarray) -> dict[str, Any]:
    is_new = test.column("author_commits") <= _FEW_COMMITS
    return {
        "newcomers": alarms(test, trained, log_odds, is_new)
        | {"auc_pooled": metrics.auc(test.regretted()[is_new], log_odds[is_new], test.weight[is_new])},
        "others": alarms(test, trained, log_odds, ~is_new),
    }


def _attacked(test: Dataset, trained: Trained, log_odds: np.ndarray) -> dict[str, Any]:
    """Set every free and cheap feature to the median of unregretted changes, as an attacker would."""
    y = test.regretted()
    features = test.features.copy()
    for place, feature in enumerate(features_of("change")):
        if not feature.fake.is_hard:
            known = features[~y, place]
            features[y, place] = np.nanmedian(known) if (~np.isnan(known)).any() else np.nan
    faked = replace(test, features=features)
    margins = trained.margins(faked)
    attacked = trained.combine(margins, faked.column(RATE))
    alone = trained.calibration.heads["all"]
    honest = trained.margins(test)["all"]
    threshold = calibrate.weighted_quantile(log_odds[~y], heads.project_weights(test.project, test.weight)[~y], 0.95)
    return {
        "recall_at_5_percent": float((log_odds[y] > threshold).mean()),
        "recall_at_5_percent_attacked": float((attacked[y] > threshold).mean()),
        "auc": metrics.per_project_mean(metrics.auc, test.project, y, log_odds, minimum_positives=ENOUGH),
        "auc_attacked": metrics.per_project_mean(metrics.auc, test.project, y, attacked, minimum_positives=ENOUGH),
        "auc_attacked_without_hard_head": metrics.per_project_mean(
            metrics.auc, test.project, y, alone.slope * np.where(y, margins["all"], honest) + alone.offset,
            minimum_positives=ENOUGH,
        ),
    }  # fmt: skip


def _probability(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-log_odds)))


def _positive(score: np.ndarray) -> np.ndarray:
    """Move a score above 0 without changing its order, so that dividing by effort makes sense."""
    return score if score.min() >= 0 else _probability(score)


def _rate(flag: np.ndarray, rows: np.ndarray, weights: np.ndarray) -> float:
    return float(np.average(flag[rows], weights=weights[rows])) if rows.any() else np.nan


def _mean(values: np.ndarray) -> float:
    return float(np.nanmean(values)) if (~np.isnan(values)).any() else np.nan
