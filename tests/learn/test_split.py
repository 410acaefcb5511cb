import numpy as np
import pytest

from invented import invent
from knownhands.learn.dataset import Dataset
from knownhands.learn.split import TEST_DAY, TimeSplit, at_random, by_project, by_time


def overlap(parts: TimeSplit) -> bool:
    return bool((parts.train.astype(int) + parts.calibrate + parts.test > 1).any())


@pytest.mark.parametrize("gap", [0, 90, 365])
def test_time_is_cut_in_order_with_the_gap_left_out(data: Dataset, gap: int) -> None:
    parts = by_time(data, gap=gap)
    assert not overlap(parts)
    assert data.day[parts.train].max() < data.day[parts.calibrate].min()
    assert data.day[parts.calibrate].max() < TEST_DAY - gap
    assert data.day[parts.test].min() >= TEST_DAY
    left_out = ~(parts.train | parts.calibrate | parts.test)
    assert ((data.day[left_out] >= TEST_DAY - gap) & (data.day[left_out] < TEST_DAY)).all()


def test_every_project_is_held_out_once_and_whole(data: Dataset) -> None:
    folds = list(by_project(data, 4, seed=1))
    assert (np.sum(folds, axis=0) == 1).all()
    for fold in folds:
        assert not set(data.project[fold]) & set(data.project[~fold])


def test_a_random_cut_covers_everything_once_and_repeats_with_its_seed() -> None:
    data = invent(1, 101)
    parts = at_random(data, seed=3)
    assert not overlap(parts)
    assert [int(part.sum()) for part in (parts.train, parts.calibrate, parts.test)] == [61, 20, 20]
    assert np.array_equal(at_random(data, seed=3).test, parts.test)
    assert not np.array_equal(at_random(data, seed=4).test, parts.test)
