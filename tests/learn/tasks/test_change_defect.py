from dataclasses import replace

import numpy as np
import pytest

from invented import invent
from knownhands.learn.examples import Examples
from knownhands.learn.extract import MATURE_DAYS, NEVER, TEST_DAY
from knownhands.learn.tasks.change_defect import TASK, outcome_weights


def changes(day: list[int], reverted: list[int], blamed: list[int]) -> Examples:
    data = invent(0, len(day))
    keys = {"day": np.array(day), "reverted": np.array(reverted), "blamed": np.array(blamed)}
    return replace(data, keys={**data.keys, **keys})


def test_a_mistake_counts_within_a_year() -> None:
    data = changes([0, 0, 0, 0], [365, 366, 10, NEVER], [NEVER, NEVER, 5, NEVER])
    assert TASK.outcome(data).tolist() == [True, False, True, False]


def test_nothing_is_learnt_from_what_was_said_after_the_test_began() -> None:
    old = TEST_DAY - 100
    data = changes([old, old], [TEST_DAY - 1, TEST_DAY], [NEVER, NEVER])
    assert TASK.known(data).tolist() == [True, False]
    assert TASK.outcome(data).tolist() == [True, True]


def test_what_is_learned_from_is_older_than_what_is_tested_with(data: Examples) -> None:
    split = TASK.split(data)
    assert data.keys["day"][split.learn].max() < data.keys["day"][split.test].min() == TEST_DAY
    assert not (split.learn & split.test).any()


def test_it_is_calibrated_on_the_last_year_that_was_watched_for_a_year(data: Examples) -> None:
    learned = data.take(TASK.split(data).learn)
    ((fitted, scored),) = TASK.folds(learned)
    day = learned.keys["day"]
    assert day[fitted].max() < day[scored].min()
    assert day[scored].max() < TEST_DAY - MATURE_DAYS


def test_no_project_that_is_tested_as_never_seen_is_learned_from(data: Examples) -> None:
    unseen = next(retraining for retraining in TASK.retrainings if retraining.id == "unseen_projects")
    pieces = list(unseen.pieces(data))
    for learn, test in pieces:
        assert not set(data.keys["project"][learn]) & set(data.keys["project"][test])
    assert (np.sum([test for _, test in pieces], axis=0) == TASK.split(data).test).all()


def test_the_outcome_weighs_the_same_in_every_project_and_one_without_any_teaches_nothing() -> None:
    project = np.array([0] * 100 + [1] * 100 + [2] * 100)
    y = np.array([True] * 40 + [False] * 60 + [True] * 2 + [False] * 98 + [False] * 100)
    weights = outcome_weights(project, np.where(y, 1.0, 3.0), y)
    shares = [weights[y & (project == number)].sum() / weights[project == number].sum() for number in (0, 1)]
    assert shares == pytest.approx([0.01, 0.01])
    assert weights[project == 0].sum() > weights[project == 1].sum()
    assert not weights[project == 2].any()
    assert weights.mean() == pytest.approx(1)
