import numpy as np
import pytest

from knownhands.learn.examples import Examples
from knownhands.learn.measure import at_budget, bootstrap, share, within_groups


def examples(group: list[int]) -> Examples:
    return Examples((), np.empty((len(group), 0)), {"group": np.array(group)})


def ones(data: Examples) -> np.ndarray:
    return np.ones(len(data))


def groups(data: Examples) -> np.ndarray:
    return data.keys["group"]


def test_within_groups_a_project_that_is_riskier_as_a_whole_gains_nothing() -> None:
    measure = within_groups(groups, ones, ones, enough=1)
    y = np.array([True, False, False, False, True, False])
    z = np.array([0.0, 1.0, 2.0, 10.0, 11.0, 12.0])
    measured = measure(examples([0, 0, 0, 1, 1, 1]), y, z, z)
    assert measured["auc"] == pytest.approx((0.0 + 0.5) / 2)
    assert measured["groups"] == 2
    assert measured["above_baseline"] == 0


def test_a_group_with_too_few_is_not_counted() -> None:
    measure = within_groups(groups, ones, ones, enough=2)
    y = np.array([True, False, True, True, False])
    measured = measure(examples([0, 0, 1, 1, 1]), y, np.arange(5.0), np.arange(5.0))
    assert measured["groups"] == 1


def test_at_a_budget_what_has_no_score_counts_on_neither_side() -> None:
    measure = at_budget(groups, prevalence=0.001)
    y = np.array([True, True, False, False])
    measured = measure(examples([0, 1, 2, 3]), y, np.array([2.0, np.nan, 1.0, np.nan]), y)
    assert (measured["with"], measured["without"], measured["recall_fpr_1"]) == (1, 1, 1.0)
    assert measured["precision"] == pytest.approx(0.001 / (0.001 + 0.01 * 0.999))


def test_an_interval_is_over_groups_and_not_over_their_copies() -> None:
    y = np.array([True] * 100 + [False])
    group = np.array([0] * 98 + [1, 2, 3])
    is_caught = np.array([True] * 98 + [False] * 3)
    low, high = bootstrap(group, y, lambda rows: share(is_caught[rows][y[rows]]), 200)
    assert low < 0.1
    assert high > 0.9


def test_the_share_of_nothing_is_unknown() -> None:
    assert np.isnan(share(np.array([], bool)))
    assert share(np.array([True, False]), np.array([3.0, 1.0])) == 0.75
