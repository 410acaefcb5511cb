from collections.abc import Callable

import numpy as np
import pytest

from knownhands.learn import baselines, metrics
from knownhands.learn.baselines import Baseline, Fit
from knownhands.learn.metrics import Bools, Floats
from knownhands.learn.tasks.change_defect import TASK

BY_ID = {baseline.id: baseline for baseline in TASK.baselines}


def invented(seed: int, n: int = 400) -> tuple[dict[str, Floats], Bools]:
    """Changes whose risk rises with their size, in columns with gaps."""
    rng = np.random.default_rng(seed)
    names = {name for baseline in TASK.baselines for name in baseline.columns}
    columns = {name: rng.poisson(3, n).astype(float) for name in sorted(names)}
    columns["lines_added"] = np.exp(rng.normal(3, 2, n)).round()
    y = rng.random(n) < np.clip(np.log1p(columns["lines_added"]) / 10, 0, 1)
    for name in names - {"lines_added"}:
        columns[name][rng.random(n) < 0.1] = np.nan
    return columns, y


@pytest.mark.parametrize("baseline", TASK.baselines, ids=lambda baseline: baseline.id)
def test_every_baseline_reads_only_its_columns_and_scores_repeatably_within_0_and_1(
    baseline: Baseline,
) -> None:
    columns, y = invented(0)
    unseen, _ = invented(1)
    columns, unseen = ({name: each[name] for name in baseline.columns} for each in (columns, unseen))
    scores = [baseline.fit(columns, y, np.ones(len(y)), 7)(unseen) for _ in range(2)]
    assert scores[0].shape == (400,)
    assert scores[0].dtype == np.float64
    assert np.array_equal(*scores)
    assert ((scores[0] >= 0) & (scores[0] <= 1)).all()


@pytest.mark.parametrize("id_", ["lapredict", "size_and_author", "lr13", "lgbm13"])
def test_a_fitted_baseline_finds_that_large_changes_are_riskier(id_: str) -> None:
    columns, y = invented(0)
    unseen, outcome = invented(1)
    assert metrics.auc(outcome, BY_ID[id_].fit(columns, y, np.ones(len(y)), 0)(unseen)) > 0.6


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(TASK.baselines)


def test_prevalence_is_that_of_training() -> None:
    columns, y = invented(0)
    unseen, _ = invented(1, n=3)
    weight = np.where(y, 1.0, 3.0)
    expected = y.sum() / (y.sum() + 3 * (~y).sum())
    assert BY_ID["prevalence"].fit(columns, y, weight, 0)(unseen) == pytest.approx([expected] * 3)


def test_random_effort_baseline_gets_about_0_6_recall_at_20_percent_effort_on_skewed_data() -> None:
    columns, y = invented(0, n=5000)
    rng = np.random.default_rng(2)
    effort = np.exp(rng.normal(3, 1.5, 5000))
    score = BY_ID["random"].fit(columns, y, np.ones(len(y)), 0)(columns)
    assert metrics.recall_at_effort(y, score, effort) == pytest.approx(0.63, abs=0.05)
    assert metrics.recall_at(y, score) == pytest.approx(0.2, abs=0.03)


def test_lapredict_ranks_exactly_as_lines_added_does() -> None:
    columns, y = invented(0)
    score = BY_ID["lapredict"].fit(columns, y, np.ones(len(y)), 0)(columns)
    assert metrics.auc(y, score) == metrics.auc(y, columns["lines_added"])


def test_an_unknown_value_scores_as_the_median_of_training() -> None:
    columns = {"lines_added": np.array([1.0, 5.0, 9.0, np.nan])}
    score = baselines.logistic(("lines_added",))(columns, np.array([False, False, True, True]), np.ones(4), 0)
    assert score({"lines_added": np.array([np.nan])}) == score({"lines_added": np.array([5.0])})


@pytest.mark.parametrize("build", [baselines.logistic, baselines.trees])
def test_a_column_that_training_never_knew_says_nothing(build: Callable[[tuple[str, ...]], Fit]) -> None:
    columns, y = invented(0)
    columns["entropy"] = np.full(400, np.nan)
    score = build(("lines_added", "entropy"))(columns, y, np.ones(len(y)), 0)
    later = {"lines_added": np.array([5.0, 5.0]), "entropy": np.array([0.0, 9.0])}
    assert score(later)[0] == score(later)[1]


def test_rules_fire_for_outliers_and_never_for_the_unknown() -> None:
    columns, y = invented(0)
    score = BY_ID["rules"].fit(columns, y, np.ones(len(y)), 0)
    names = BY_ID["rules"].columns
    ordinary = {name: np.array([0.0 if name == "sensitive_paths" else 3.0]) for name in names}
    assert score(ordinary) == 0
    assert score({name: np.array([np.nan]) for name in names}) == 0
    assert score({**ordinary, "sensitive_paths": np.array([1.0])}) == pytest.approx(1 / 7)
    assert score({**ordinary, "files": np.array([99.0]), "author_commits": np.array([0.0])}) == pytest.approx(2 / 7)
