"""Measure the package model on campaigns and owners it has not seen, attacked and not, beside simpler answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from knownhands.errors import UsageError
from knownhands.learn import metrics
from knownhands.learn.heads import ALL, HARD
from knownhands.learn.package import attacks, examples
from knownhands.learn.package.baselines import BASELINES
from knownhands.learn.package.guarddog import at_own_thresholds
from knownhands.learn.package.train import PREVALENCE, SEED, Trained, margins, train
from knownhands.learn.package.transfer import transfer
from knownhands.learn.tables import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.learn.package.examples import Examples

FPR = 0.01
_REPEATS = 1000
_RANDOM_SHARE = 0.3
_FOLDS = 5
_SEPARATING = {"objective": "binary", "learning_rate": 0.05, "num_leaves": 8, "min_data_in_leaf": 10, "seed": SEED, "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1}  # fmt: skip


def evaluate(data: Examples, trained: Trained) -> dict[str, Any]:
    """Measure a trained model on what it was not trained on.

    Args:
        data: all examples.
        trained: the model, with its thresholds.

    Returns:
        Numbers by question; one is None where it is unknown.

    Raises:
        UsageError: nothing of one kind to test with.
    """
    learned, tested = examples.sides(data)
    test, old = data.take(tested), data.take(learned)
    if test.is_malicious.all() or not test.is_malicious.any():
        raise UsageError("There is nothing of one kind to test with.", "Add newer campaigns and other owners.")
    score = trained.log_odds(test)
    heads = margins(trained, test)
    simpler = {one.id: one.score(test) for one in BASELINES}
    scores = {name: values for name, values in simpler.items() if not np.isnan(values).all()} | {
        "head_hard": heads[HARD],
        "head_all": heads[ALL],
        "model": score,
    }
    return dict(plain({
        "data": {"train": describe(old), "test": describe(test)},
        "scores": {name: measure_known(test, values) for name, values in scores.items()},
        "guarddog": at_own_thresholds(test, _attacked_archives(data, test)),
        "bands": bands(test, trained, score),
        "transfer": transfer(data, test, trained),
        "slices": _slices(test, trained, score),
        "sources": _sources(test, trained, score),
        "attacks": _attacks(data, test, old, trained, score),
        "missing": _missing(test, trained),
        "source_auc": separate(old.join(test)),
        "pypi": measure(test.take(test.ecosystem == "pypi"), score[test.ecosystem == "pypi"]),
    }, 4))  # fmt: skip


def evaluate_recipe(data: Examples, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure what other ways of training and splitting would have said; trains again for each."""
    learned, tested = examples.sides(data)
    test = data.take(tested)
    result: dict[str, Any] = {}
    say("training again without attacked copies")
    bare = train(data.take(learned), hardened=False)
    score = bare.log_odds(test)
    result["not_hardened"] = measure(test, score) | {"attacks": _attacks(data, test, data.take(learned), bare, score)}
    say("training again without npm")
    alone = train(data.take(learned & (data.ecosystem == "pypi")))
    result["without_npm"] = _sources(test, alone, alone.log_odds(test))
    result["transfer_without_npm"] = transfer(data, test, alone)
    say("training again on a random split")
    real = data.take(data.variant == "")
    is_test = np.random.default_rng(SEED).random(len(real)) < _RANDOM_SHARE
    mixed = train(real.take(~is_test))
    result["random_split"] = measure(real.take(is_test), mixed.log_odds(real.take(is_test)))
    return dict(plain(result, 4))


def describe(data: Examples) -> dict[str, int]:
    """Count packages by kind."""
    good = data.take(~data.is_malicious)
    counts = {source: int((good.source == source).sum()) for source in sorted(set(good.source))}
    bad = data.take(data.is_malicious)
    return {
        "malicious": len(bad),
        "campaigns": len(set(bad.group)),
        "ordinary": len(good),
        "owners": len(set(good.group)),
        **counts,
    }


def measure(test: Examples, score: np.ndarray) -> dict[str, Any]:
    """Measure one score; intervals are 90 % over campaigns and owners.

    Args:
        test: n packages.
        score: (n,) rises with the risk.
    """
    y = test.is_malicious
    recall = metrics.recall_at_fpr(y, score, fpr=FPR)
    drawn = _bootstrap(test, lambda rows: metrics.recall_at_fpr(y[rows], score[rows], fpr=FPR))
    return {
        "auc": metrics.auc(y, score),
        "recall_fpr_1": recall,
        "recall_fpr_1_interval": drawn,
        "recall_fpr_3": metrics.recall_at_fpr(y, score, fpr=0.03),
        "precision_at_prevalence": metrics.precision_at_prevalence(recall, FPR, PREVALENCE),
    }


def measure_known(test: Examples, score: np.ndarray) -> dict[str, Any]:
    """Measure a score on the packages that have one; NaN says that a package has none."""
    is_known = ~np.isnan(score)
    return measure(test.take(is_known), score[is_known])


def bands(test: Examples, trained: Trained, score: np.ndarray) -> dict[str, Any]:
    """Count what lands in the bands that ask for a look; their thresholds were frozen before the test."""
    y = test.is_malicious
    found: dict[str, Any] = {}
    for name, threshold in (("review", trained.calibration.review), ("high_risk", trained.calibration.high_risk)):
        is_told = score > threshold

        def caught(rows: np.ndarray, told: np.ndarray = is_told) -> float:
            return _share(told[rows][y[rows]])

        def false(rows: np.ndarray, told: np.ndarray = is_told) -> float:
            return _share(told[rows][~y[rows]])

        everyone = np.arange(len(test))
        found[name] = {
            "caught": caught(everyone),
            "caught_interval": _bootstrap(test, caught),
            "false_alarms": false(everyone),
            "false_alarms_interval": _bootstrap(test, false),
            "false_alarms_count": int((is_told & ~y).sum()),
            "precision_at_prevalence": metrics.precision_at_prevalence(caught(everyone), false(everyone), PREVALENCE),
        }
    return found


def separate(data: Examples) -> dict[str, Any]:
    """Tell two sources of ordinary Python archives apart, projects' trees and built sdists, with the model's features.

    A model that can do that could tell malicious archives from trees by how they were packed. Owners stay together.
    """
    import lightgbm

    rows = ~data.is_malicious & (data.ecosystem == "pypi") & np.isin(data.source, ["tree", "sdist"])
    both = data.take(rows)
    y = both.source == "sdist"
    if min(y.sum(), (~y).sum()) < 2 * _FOLDS:
        return {"auc": np.nan, "lives_on": []}
    groups, index = np.unique(both.group, return_inverse=True)
    fold = (np.random.default_rng(SEED).permutation(len(groups)) % _FOLDS)[index]
    score = np.zeros(len(both))
    gain = np.zeros(len(both.names))
    for number in range(_FOLDS):
        old = fold != number
        booster = lightgbm.train(_SEPARATING, lightgbm.Dataset(both.features[old], label=y[old].astype(float)), 150)
        score[~old] = np.asarray(booster.predict(both.features[~old]))
        gain += booster.feature_importance("gain")
    best = [both.names[place] for place in np.argsort(-gain)[:5]]
    return {"auc": metrics.auc(y, score), "trees": int((~y).sum()), "sdists": int(y.sum()), "lives_on": best}


def _slices(test: Examples, trained: Trained, score: np.ndarray) -> dict[str, Any]:
    """Recall where it is hard; against all ordinary packages."""
    y = test.is_malicious
    threshold = _threshold(test, score)
    slices = {
        "more_than_two_programs": test.column("programs") > 2,  # noqa: PLR2004 - the issue's slice
        "one_or_two_programs": test.column("programs") <= 2,  # noqa: PLR2004 - the others
        "wheels": test.form == "wheel",
        "does_nothing_we_know": np.nan_to_num(test.column("cooccurring_any_time")) == 0,
    }
    return {
        name: {
            "malicious": int((rows & y).sum()),
            "recall_fpr_1": _share(score[rows & y] > threshold),
            "caught_review": _share(score[rows & y] > trained.calibration.review),
            "ordinary": int((rows & ~y).sum()),
            "false_alarms_review": _share(score[rows & ~y] > trained.calibration.review),
        }
        for name, rows in slices.items()
    }


def _sources(test: Examples, trained: Trained, score: np.ndarray) -> dict[str, Any]:
    good = ~test.is_malicious
    return {
        source: {
            "ordinary": int((good & (test.source == source)).sum()),
            "review": _share(score[good & (test.source == source)] > trained.calibration.review),
            "high_risk": _share(score[good & (test.source == source)] > trained.calibration.high_risk),
        }
        for source in sorted(set(test.source[good]))
    }


def _attacks(data: Examples, test: Examples, old: Examples, trained: Trained, score: np.ndarray) -> dict[str, Any]:
    """Recall after what attackers do for little money, at the threshold of 1 % of ordinary packages and at the frozen one."""
    threshold, bad = _threshold(test, score), test.take(test.is_malicious)
    honest = test.take(~test.is_malicious)
    known = old.take(~old.is_malicious)
    real = _attacked_archives(data, test)
    attacked = {
        "as it is": bad,
        "padded with an honest package's files": real["padded"],
        "payload moved to a data file": real["data-file"],
        "payload split over files": real["split"],
        "honest metadata": attacks.transplanted(bad, honest, SEED + 1),
        "all that is free or cheap at the honest median": attacks.made_to_look_good(bad, known),
    }
    found: dict[str, Any] = {}
    for name, rows in attacked.items():
        values = trained.log_odds(rows) if len(rows) else np.zeros(0)
        found[name] = {
            "archives": len(rows),
            "recall_fpr_1": _share(values > threshold),
            "caught_review": _share(values > trained.calibration.review),
            "caught_high_risk": _share(values > trained.calibration.high_risk),
        }
    return found


def _attacked_archives(data: Examples, test: Examples) -> dict[str, Examples]:
    """Return attack → the archives of tested campaigns that it was done to."""
    tested = list(set(test.group[test.is_malicious]))
    return {
        name: data.take((data.variant == name) & np.isin(data.group, tested))
        for name in ("padded", "data-file", "split")
    }


def _missing(test: Examples, trained: Trained) -> dict[str, Any]:
    """What happens when views are missing: nothing may look better or worse for it alone."""
    found = {}
    for name, gone in (("metadata", ("metadata",)), ("metadata and name", ("metadata", "name"))):
        features = test.features.copy()
        for view in gone:
            for feature in examples.views()[view]:
                features[:, test.names.index(feature)] = np.nan
        part = test.with_features(features)
        score = trained.log_odds(part)
        found[name] = measure(part, score) | {
            "review_false_alarms": _share(score[~test.is_malicious] > trained.calibration.review),
            "review_caught": _share(score[test.is_malicious] > trained.calibration.review),
        }
    return found


def _threshold(test: Examples, score: np.ndarray) -> float:
    """Return the lowest score of which at most 1 % of the ordinary packages have a higher one."""
    good = np.sort(score[~test.is_malicious])[::-1]
    return float(good[int(FPR * len(good))])


def _bootstrap(test: Examples, statistic: Callable[[np.ndarray], float]) -> tuple[float, float]:
    """Draw campaigns and owners with replacement; return the 5th and 95th percentile of a statistic of rows."""
    rng = np.random.default_rng(SEED)
    groups = [np.flatnonzero(test.group == group) for group in np.unique(test.group)]
    bad = [rows for rows in groups if test.is_malicious[rows[0]]]
    good = [rows for rows in groups if not test.is_malicious[rows[0]]]
    drawn = []
    for _ in range(_REPEATS):
        chosen = [side[place] for side in (bad, good) for place in rng.integers(len(side), size=len(side))]
        drawn.append(statistic(np.concatenate(chosen)))
    low, high = np.nanquantile(drawn, (0.05, 0.95))
    return float(low), float(high)


def _share(flags: np.ndarray) -> float:
    return float(flags.mean()) if len(flags) else np.nan
