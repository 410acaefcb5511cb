"""What the card of malicious packages has beside what every card has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knownhands.learn import splits
from knownhands.learn.measure import share
from knownhands.learn.metrics import auc
from knownhands.learn.recipe import Boosting
from knownhands.learn.task import SEED
from knownhands.learn.tasks._package_attacks import without
from knownhands.learn.tasks._package_rows import BANDS, FOLDS, TRANSFER, groups_of, is_pypi, malicious

if TYPE_CHECKING:
    from knownhands.learn.task import Table, Trial

_GUARDDOG = {"low": 0.1, "suspicious": 5.0, "high_risk": 7.0}
"""GuardDog's label → the lowest score that it gives it to (guarddog/analyzer/risk_engine.py of version 3.2)."""


def _against(trial: Trial, rows: np.ndarray, name: str) -> Table:
    """Measure all malicious packages against some of the ordinary ones."""
    kept = trial.y | rows
    measured = trial.task.measure(trial.test.take(kept), trial.y[kept], trial.z[kept], trial.beside[kept])
    good = ~trial.y & rows
    false = {f"{band}_false_alarms": share(trial.rare[good] <= budget) for band, budget in BANDS.items()}
    return {name: {**measured, **false}}


def sources(trial: Trial) -> Table:
    """Measure against ordinary packages of each ecosystem and of each source."""
    table: Table = {}
    for key in ("ecosystem", "source"):
        values = trial.test.keys[key]
        for name in np.unique(values[~trial.y]):
            table |= _against(trial, values == name, f"{key} {name}" if key == "source" else str(name))
    return table


def missing(trial: Trial) -> Table:
    """Measure without some views: nothing may look better or worse for it alone."""
    table: Table = {}
    for views in (("metadata",), ("metadata", "name")):
        rows = without(trial.test, *views)
        z = trial.log_odds(rows)
        rare = trial.alarm_share(rows, z)
        measured = trial.task.measure(rows, trial.y, z, z)
        table[" and ".join(views)] = {
            "recall_fpr_1": measured["recall_fpr_1"],
            "review_caught": share(rare[trial.y] <= BANDS["review"]),
            "review_false_alarms": share(rare[~trial.y] <= BANDS["review"]),
        }
    return table


def guarddog(trial: Trial) -> Table:
    """Count what reaches GuardDog's own labels; what it gave no score counts on neither side."""
    scores, y = trial.test.keys["guarddog"], trial.y
    known = ~np.isnan(scores)
    return {
        label: {"caught": share(scores[known & y] >= lowest), "false_alarms": share(scores[known & ~y] >= lowest)}
        for label, lowest in _GUARDDOG.items()
        if known.any()
    }


def transfer(trial: Trial) -> Table:
    """Say how much npm malware is caught, of which nothing was learned."""
    rows = trial.data.take(trial.data.keys["variant"] == TRANSFER)
    if not len(rows):
        return {}
    z, good = trial.log_odds(rows), trial.test.take(~trial.y)
    own = trial.z[~trial.y][~is_pypi(good)]
    rare = trial.alarm_share(rows, z)
    return {
        "npm malware": {
            "subjects": len(rows),
            "groups": len(np.unique(groups_of(rows))),
            "caught_at_1_of_all": share(z > np.quantile(trial.z[~trial.y], 0.99)),
            "caught_at_1_of_npm": share(z > np.quantile(own, 0.99)) if len(own) else np.nan,
            **{f"{band}_caught": share(rare <= budget) for band, budget in BANDS.items()},
        }
    }


def sides_apart(trial: Trial) -> Table:
    """Tell projects' trees from built sdists with the model's features: what can, could tell malware by its packing."""
    every = trial.learned.join(trial.test)
    both = every.take(~malicious(every) & is_pypi(every) & np.isin(every.keys["source"], ["tree", "sdist"]))
    y = np.asarray(both.keys["source"] == "sdist")
    if min(y.sum(), (~y).sum()) < 2 * FOLDS:
        return {}
    z, fold = np.zeros(len(both)), splits.deal(groups_of(both), FOLDS)
    recipe = Boosting("apart", "trees", 1.0, 150, {"learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 10})
    for number in range(FOLDS):
        rows = fold != number
        (part,) = recipe.fit(both.take(rows), trial.task.features(), y[rows], np.ones(int(rows.sum())), SEED)
        z[~rows] = part.scorer().log_odds(both.take(~rows).matrix(part.columns))
    return {"trees and sdists": {"trees": int((~y).sum()), "sdists": int(y.sum()), "auc": auc(y, z)}}
