from collections.abc import Callable

import numpy as np
import pytest

from knownhands.learn import metrics
from knownhands.learn.metrics import Bools, Floats

Y = np.array([True, False, True, False, False, False, False, False, False, False])
FALLING = np.linspace(1, 0.1, 10)


@pytest.mark.parametrize("y", [np.zeros(4, dtype=bool), np.ones(4, dtype=bool)], ids=["no positive", "no negative"])
@pytest.mark.parametrize(
    "metric",
    [
        metrics.auc,
        metrics.average_precision,
        metrics.recall_at,
        metrics.lift_at,
        lambda y, score: metrics.recall_at_fpr(y, score, fpr=0.1),
        lambda y, score: metrics.precision_at_fpr(y, score, fpr=0.1),
        lambda y, score: metrics.recall_at_effort(y, score, np.ones(4)),
        lambda y, score: metrics.popt(y, score, np.ones(4)),
    ],
    ids=[
        "auc",
        "ap",
        "recall_at",
        "lift_at",
        "recall_at_fpr",
        "precision_at_fpr",
        "recall_at_effort",
        "popt",
    ],
)
def test_one_class_only_is_unknown(metric: Callable[[Bools, Floats], float], y: Bools) -> None:
    assert np.isnan(metric(y, np.array([0.1, 0.2, 0.3, 0.4])))


def test_no_changes_are_unknown() -> None:
    y, p = np.empty(0, dtype=bool), np.empty(0)
    for metric in (metrics.auc, metrics.recall_at, metrics.brier, metrics.ece):
        assert np.isnan(metric(y, p))
    assert np.isnan(metrics.brier_skill(y, p, constant=0.1))
    assert len(metrics.reliability_bins(y, p).changes) == 0


def test_auc_counts_pairs_in_the_right_order() -> None:
    assert metrics.auc(Y, FALLING) == pytest.approx(15 / 16)


def test_average_precision_of_a_perfect_order_is_1() -> None:
    assert metrics.average_precision(Y, Y.astype(float)) == 1


@pytest.mark.parametrize("share", [0.01, 0.05, 0.33, 1.0])
def test_lift_of_a_constant_score_is_1(share: float) -> None:
    assert metrics.lift_at(Y, np.full(10, 0.3), share=share) == pytest.approx(1)


def test_lift_is_the_prevalence_at_the_top_over_the_prevalence() -> None:
    assert metrics.lift_at(Y, FALLING, share=0.2) == pytest.approx(0.5 / 0.2)


def test_tied_changes_count_at_their_expected_value_whatever_the_order_of_rows() -> None:
    score = np.array([0.9, 0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0])
    backwards = slice(None, None, -1)
    assert metrics.recall_at(Y, score, share=0.3) == pytest.approx((1 + 2 / 4) / 2)
    assert metrics.recall_at(Y[backwards], score[backwards], share=0.3) == pytest.approx((1 + 2 / 4) / 2)


def test_recall_at_fpr_stays_within_the_allowed_false_alarms() -> None:
    assert metrics.recall_at_fpr(Y, FALLING, fpr=0.1) == 0.5
    assert metrics.recall_at_fpr(Y, FALLING, fpr=0.125) == 1
    assert metrics.precision_at_fpr(Y, FALLING, fpr=0.125) == pytest.approx(2 / 3)


def test_a_threshold_cannot_split_equal_scores() -> None:
    assert metrics.recall_at_fpr(Y, np.ones(10), fpr=0.5) == 0
    assert np.isnan(metrics.precision_at_fpr(Y, np.ones(10), fpr=0.5))


def test_an_allowance_of_a_whole_number_of_alarms_is_used_up() -> None:
    y = np.array([False] * 29 + [True] + [False] * 71)
    assert metrics.recall_at_fpr(y, np.arange(101, 0, -1.0), fpr=0.29) == 1


def test_precision_falls_with_the_prevalence() -> None:
    assert metrics.precision_at_prevalence(0.5, 0.001, 0.001) == pytest.approx(1 / 3, abs=0.001)
    assert np.isnan(metrics.precision_at_prevalence(0, 0, 0.5))


def test_brier_skill_is_0_for_the_constant_itself_and_1_for_the_truth() -> None:
    assert metrics.brier(Y, np.full(10, 0.2)) == pytest.approx(0.16)
    assert metrics.brier_skill(Y, np.full(10, 0.2), constant=0.2) == pytest.approx(0)
    assert metrics.brier_skill(Y, Y.astype(float), constant=0.2) == 1


def test_brier_needs_no_second_class_and_skill_against_certainty_is_unknown() -> None:
    nothing = np.zeros(3, dtype=bool)
    assert metrics.brier(nothing, np.full(3, 0.5)) == 0.25
    assert np.isnan(metrics.brier_skill(nothing, np.full(3, 0.5), constant=0))


def test_calibration_error_of_a_constant_is_its_distance_from_the_prevalence() -> None:
    assert metrics.ece(Y, np.full(10, 0.5)) == pytest.approx(0.3)
    assert metrics.ece(Y, np.full(10, 0.2)) == pytest.approx(0)


def test_reliability_bins_hold_equally_many_changes() -> None:
    p = np.arange(30) / 30
    promised, observed, changes = metrics.reliability_bins(p > 0.5, p, bins=3)
    assert changes.tolist() == [10, 10, 10]
    assert promised.tolist() == pytest.approx([4.5 / 30, 14.5 / 30, 24.5 / 30])
    assert observed.tolist() == [0, 0.4, 1]


def test_equal_probabilities_share_a_bin() -> None:
    p = np.array([0.1] * 90 + [0.9] * 10)
    assert metrics.reliability_bins(p > 0.5, p).changes.tolist() == [90, 10]


def test_recall_at_effort_reads_the_riskiest_lines_first() -> None:
    y = np.array([True, True, False, False])
    effort = np.array([10.0, 80, 5, 5])
    assert metrics.recall_at_effort(y, np.array([0.9, 0.9, 0.1, 0.1]), effort, share=0.2) == pytest.approx(0.5)


def test_an_empty_change_costs_one_line() -> None:
    y, score = np.array([True, False]), np.array([0.5, 0.5])
    assert metrics.recall_at_effort(y, score, np.array([0.0, 9]), share=0.1) == 1


def test_popt_is_1_for_the_best_order_and_0_for_the_worst() -> None:
    y = np.array([True, True, False, False])
    effort = np.array([1.0, 2, 3, 4])
    per_line = np.array([0.9, 0.8, 0.7, 0.6])
    assert metrics.popt(y, per_line * effort, effort) == pytest.approx(1)
    assert metrics.popt(y, per_line[::-1] * effort, effort) == pytest.approx(0)


def test_chance_looks_good_where_efforts_are_skewed_and_is_the_share_where_they_are_equal() -> None:
    rng = np.random.default_rng(0)
    y, skewed = rng.random(2000) < 0.2, np.exp(rng.normal(3, 2, 2000))
    assert metrics.by_chance(metrics.recall_at_effort, y, np.ones(2000), seed=1) == pytest.approx(0.2, abs=0.02)
    assert metrics.by_chance(metrics.recall_at_effort, y, skewed, seed=1) > 0.6
    assert metrics.by_chance(metrics.popt, y, skewed, seed=1) > 0.7


def test_every_project_counts_the_same() -> None:
    project = np.array([7] * 4 + [3] * 2)
    y = np.array([True, False, False, False, True, False])
    score = np.array([0.9, 0.1, 0.2, 0.3, 0.1, 0.9])
    assert metrics.per_project(metrics.auc, project, y, score).tolist() == [0, 1]
    assert metrics.per_project_mean(metrics.auc, project, y, score) == 0.5


def test_projects_with_too_few_positives_are_left_out() -> None:
    project = np.array([0, 0, 0, 1, 1])
    y = np.array([True, True, False, True, False])
    score = np.array([0.9, 0.8, 0.1, 0.1, 0.9])
    assert metrics.per_project_mean(metrics.auc, project, y, score, minimum_positives=2) == 1
    assert np.isnan(metrics.per_project_mean(metrics.auc, project, y, score, minimum_positives=3))


def test_bootstrap_interval_holds_the_mean_and_repeats_with_its_seed() -> None:
    values = np.array([0.6, 0.7, np.nan, 0.8, 0.9])
    low, high = metrics.bootstrap_by_project(values, seed=1)
    assert 0.6 < low < 0.75 < high < 0.9
    assert metrics.bootstrap_by_project(values, seed=1) == (low, high)


def test_one_project_says_nothing_about_others() -> None:
    assert np.isnan(metrics.bootstrap_by_project(np.array([0.7, np.nan]), seed=1)).all()


def test_pairing_removes_what_is_common_to_both_scores() -> None:
    hard_and_easy = np.array([0.5, 0.6, 0.8, 0.9])
    low, high = metrics.bootstrap_difference(hard_and_easy + 0.05, hard_and_easy, seed=1)
    assert (low, high) == pytest.approx((0.05, 0.05))


def test_a_row_that_stands_for_several_changes_counts_as_that_many() -> None:
    rng = np.random.default_rng(3)
    y, score, effort = rng.random(60) < 0.3, rng.integers(0, 9, 60) / 10, rng.integers(1, 50, 60).astype(float)
    weight = np.where(y, 1, 3)
    rows = np.repeat(np.arange(60), weight)
    for metric in (
        metrics.auc,
        metrics.average_precision,
        metrics.recall_at,
        metrics.lift_at,
        lambda *arrays: metrics.recall_at_fpr(*arrays, fpr=0.2),
        lambda *arrays: metrics.precision_at_fpr(*arrays, fpr=0.2),
        metrics.brier,
        lambda *arrays: metrics.brier_skill(*arrays, constant=0.2),
    ):
        assert metric(y, score, weight.astype(float)) == pytest.approx(metric(y[rows], score[rows]))
    for metric in (metrics.recall_at_effort, metrics.popt):
        alike = metric(y[rows], score[rows], effort[rows])
        assert metric(y, score, effort, weight.astype(float)) == pytest.approx(alike, abs=0.02)
