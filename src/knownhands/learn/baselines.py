"""What a model must beat: scores that need little data, little thought, or none.

Each baseline is fitted on columns whose outcome is known and scores columns whose outcome is not. They differ in
what they read and how, and share everything else with the model that they stand beside.

The columns are Kamei's fourteen change measures (Kamei et al., "A large-scale empirical study of just-in-time
quality assurance", TSE 2013) under the names of our features. One is missing: `lt`, the size of the touched files
before the change, would need their contents, which our store never reads. So "14" stands for thirteen columns of
ours; the builders take any columns, and scripts/bench/jit_harness.py passes all fourteen through them.

Outcomes `y` are (n,) bool with both classes; `weight` (n,) is how many changes each row stands for; columns are (n,)
float, NaN where unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from knownhands.learn.metrics import Bools, Floats

Columns = Mapping[str, npt.NDArray[Any]]
Scorer = Callable[[Columns], npt.NDArray[np.float64]]
Fit = Callable[[Columns, npt.NDArray[np.bool_], npt.NDArray[np.float64], int], Scorer]

KAMEI = (
    "lines_added",
    "lines_deleted",
    "files",
    "directories",
    "subsystems",
    "entropy",
    "is_fix",
    "file_authors_max",
    "file_changes_mean",
    "file_idle_days",
    "author_commits",
    "author_commits_recent",
    "author_subsystem_commits",
)
"""Kamei's measures that our store can answer: all but the size of the touched files."""

TREES = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_child_samples": 50,
    "feature_fraction": 0.7,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
"""Smaller trees, slower steps and some sampling; of a dozen settings tried, one of the nearest to the published
AUC in scripts/bench/jit_harness.py. Never tuned on our own data."""

ROUNDS = 300
"""How many trees are grown; tried together with `TREES`."""

OUTLIERS: Mapping[str, float] = {
    "lines_added": 0.95,
    "lines_deleted": 0.95,
    "files": 0.95,
    "file_idle_days": 0.95,
    "author_commits": 0.05,
    "author_subsystem_commits": 0.05,
}
"""Column → the quantile of training where outliers begin: above it in the upper half, at or below it in the lower; chosen
by eye."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """One score to stand beside a model.

    Attributes:
        id: unique, in lower case.
        title: what a table shows.
        columns: the columns it reads; at least one, which also tells how many changes there are.
        fit: takes the columns, outcomes and weights of training and a seed; returns what scores other columns, (n,) in [0, 1].
    """

    id: str
    title: str
    columns: tuple[str, ...]
    fit: Fit


def fit_prevalence(columns: Columns, y: Bools, weight: Floats, seed: int) -> Scorer:
    """Give every change the prevalence in training: the Brier score to beat, with a rank that knows nothing."""
    del columns, seed
    prevalence = float(np.average(y, weights=weight))
    return lambda columns: np.full(_length(columns), prevalence)


def unlearned(score: Scorer) -> Fit:
    """Return a fit that learns nothing: a score of the columns alone."""

    def fit(columns: Columns, y: Bools, weight: Floats, seed: int) -> Scorer:
        del columns, y, weight, seed
        return score

    return fit


def fit_random(columns: Columns, y: Bools, weight: Floats, seed: int) -> Scorer:
    """Give every change a random score: no skill at all, and not a probability.

    The effort-aware metrics divide each score by the effort, and so make of this one the random/effort baseline.
    """
    del columns, y, weight
    return lambda columns: np.random.default_rng(seed).random(_length(columns))


def fit_rules(columns: Columns, y: Bools, weight: Floats, seed: int) -> Scorer:
    """Give every change the share of its outlier rules that fire, after "Anomalicious"; not a probability.

    Gonzalez et al. (Anomalicious: Automated Detection of Anomalous and Potentially Malicious Commits on GitHub,
    ICSE-SEIP 2021, arXiv 2103.03846) compute five factors from commit logs and repository metadata, without
    training: outlier change properties, sensitive files, file history, pull requests and the contributor's trust.
    Hand-written rules over these factors flag a commit or do not. No code was published.

    Ours keeps four of the factors and departs from the paper in this: there is no pull-request factor; an outlier
    is beyond a quantile of all training changes (`OUTLIERS`), not of the repository's own; trust is the author's
    number of earlier commits; unusual ownership is an author with hardly any commit in the touched subsystems;
    and every rule weighs the same, since a count can be ranked and a flag cannot. Outcomes are not looked at. An
    unknown value fires nothing.
    """
    del y, weight, seed
    limits = {name: _limit(columns[name], share) for name, share in OUTLIERS.items()}

    def score(columns: Columns) -> Floats:
        fired = [columns["sensitive_paths"] > 0]
        fired += [
            columns[name] > limit if OUTLIERS[name] > 0.5 else columns[name] <= limit  # noqa: PLR2004  upper half
            for name, limit in limits.items()
        ]
        return np.asarray(np.mean(fired, axis=0), dtype=np.float64)

    return score


def logistic(names: tuple[str, ...]) -> Fit:
    """Return a fit of logistic regression on log(1 + x) of the named columns, standardised.

    An unknown value becomes the median of training. Negative values (only a wrong clock makes one) count as 0.
    """

    def fit(columns: Columns, y: Bools, weight: Floats, seed: int) -> Scorer:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        matrix = _filler(columns, names)
        model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, random_state=seed))
        model.fit(_log(matrix(columns)), y, logisticregression__sample_weight=weight)
        return lambda columns: np.asarray(model.predict_proba(_log(matrix(columns)))[:, 1], dtype=np.float64)

    return fit


def trees(names: tuple[str, ...]) -> Fit:
    """Return a fit of LightGBM on the named columns; an unknown value becomes the median of training."""

    def fit(columns: Columns, y: Bools, weight: Floats, seed: int) -> Scorer:
        import lightgbm

        matrix = _filler(columns, names)
        data = lightgbm.Dataset(matrix(columns), label=y.astype(np.float64), weight=weight)
        model = lightgbm.train({**TREES, "seed": seed}, data, num_boost_round=ROUNDS)
        return lambda columns: np.asarray(model.predict(matrix(columns), num_threads=1), dtype=np.float64)

    return fit


def _length(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _limit(values: npt.NDArray[Any], share: float) -> float:
    known = values[~np.isnan(values)]
    return float(np.quantile(known, share)) if len(known) else np.nan


def _filler(columns: Columns, names: tuple[str, ...]) -> Callable[[Columns], Floats]:
    """Return what turns columns into a matrix (n, n_names) with the medians of `columns` in place of NaN.

    A column that training knows nothing about is 0 throughout, so that it says nothing.
    """
    medians = {name: _limit(columns[name], 0.5) for name in names}

    def fill(name: str, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        median = medians[name]
        return np.zeros(len(values)) if np.isnan(median) else np.where(np.isnan(values), median, values)

    return lambda columns: np.column_stack([fill(name, columns[name]) for name in names]).astype(np.float64)


def _log(matrix: Floats) -> Floats:
    return np.log1p(np.maximum(matrix, 0))
