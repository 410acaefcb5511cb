import numpy as np
import pytest

from invented import invent
from knownhands.features.assemble import features_of
from knownhands.learn import heads
from knownhands.learn.dataset import Dataset
from knownhands.records import Direction

SMALL = invent(7, 800)


def test_the_same_seed_gives_the_same_text_and_another_seed_another() -> None:
    y = SMALL.regretted()
    first, again, other = (heads.train_head(SMALL, y, heads.HARD, seed) for seed in (1, 1, 2))
    assert first == again != other


def test_a_project_weighs_the_same_whatever_its_size() -> None:
    project = np.array([0] * 90 + [1] * 9 + [2])
    weights = heads.project_weights(project, np.ones(100))
    assert np.bincount(project, weights=weights) == pytest.approx([100 / 3] * 3)


def test_a_row_that_stands_for_three_changes_weighs_three_times_as_much() -> None:
    weights = heads.project_weights(np.array([0, 0, 1, 1]), np.array([1.0, 3.0, 1.0, 1.0]))
    assert weights == pytest.approx([0.5, 1.5, 1, 1])


def test_regret_weighs_the_same_in_every_project_and_one_without_any_teaches_nothing() -> None:
    project = np.array([0] * 100 + [1] * 100 + [2] * 100)
    y = np.array([True] * 40 + [False] * 60 + [True] * 2 + [False] * 98 + [False] * 100)
    weights = heads.outcome_weights(project, np.where(y, 1.0, 3.0), y)
    shares = [weights[y & (project == one)].sum() / weights[project == one].sum() for one in (0, 1)]
    assert shares == pytest.approx([0.01, 0.01])
    assert weights[project == 0].sum() > weights[project == 1].sum()
    assert not weights[project == 2].any()
    assert weights.mean() == pytest.approx(1)


def test_risk_never_moves_against_a_features_declared_direction(data: Dataset, model) -> None:
    directions = {feature.id: feature.risk for feature in features_of("change")}
    for head, names in model.parts.items():
        matrix = np.column_stack([data.column(name) for name in names])
        for place, name in enumerate(names):
            if directions[name] is Direction.EITHER:
                continue
            rows = np.repeat(matrix[place : place + 1], 9, axis=0)
            rows[:, place] = np.quantile(matrix[~np.isnan(matrix[:, place]), place], np.linspace(0, 1, 9))
            steps = np.diff(model.boosters[head].margins(rows.tolist()))
            assert ((steps if directions[name] is Direction.RISES else -steps) >= -1e-12).all(), name


def test_margins_of_a_text_are_those_of_the_loaded_model(data: Dataset, model, trained) -> None:
    part = data.take(np.arange(20))
    for head, margins in trained.margins(part).items():
        rows = np.column_stack([part.column(name) for name in model.parts[head]]).tolist()
        assert model.boosters[head].margins(rows) == pytest.approx(margins, abs=1e-9)
