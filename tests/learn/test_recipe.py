"""Before anything else: the shapes fit, and a recipe can learn at all."""

from dataclasses import replace

import numpy as np
import pytest

from invented import COLUMNS, invent
from knownhands.declarations import Direction
from knownhands.learn import metrics
from knownhands.learn.model import Model, Part
from knownhands.learn.probability import Calibration
from knownhands.learn.recipe import Boosting, Logistic
from knownhands.learn.tasks.change_defect import TASK
from knownhands.learn.trees import Trees

DATA, OTHER = invent(3, 1500), invent(4, 1500)
RECIPES = {recipe.id: recipe for recipe in TASK.parts}


def fit(id_: str, y: np.ndarray, seed: int = 0) -> tuple[Part, ...]:
    return RECIPES[id_].fit(DATA, COLUMNS, y, np.ones(len(DATA)), seed)


@pytest.mark.parametrize("id_", RECIPES)
def test_one_batch_is_learnt(id_: str) -> None:
    y = TASK.outcome(DATA)
    (part,) = fit(id_, y)
    assert metrics.auc(y, part.scorer().log_odds(DATA.matrix(part.columns))) > 0.8


@pytest.mark.parametrize("id_", RECIPES)
def test_shuffled_outcomes_teach_nothing_about_others(id_: str) -> None:
    y = np.random.default_rng(0).permutation(TASK.outcome(DATA))
    (part,) = fit(id_, y)
    z = part.scorer().log_odds(OTHER.matrix(part.columns))
    assert metrics.auc(TASK.outcome(OTHER), z) == pytest.approx(0.5, abs=0.07)


@pytest.mark.parametrize("id_", RECIPES)
def test_the_same_seed_gives_the_same_text(id_: str) -> None:
    y = TASK.outcome(DATA)
    assert fit(id_, y, 1) == fit(id_, y, 1)


def test_more_threads_give_the_same_text_but_for_their_number() -> None:
    y, texts = TASK.outcome(DATA), []
    for threads in (1, 2, 3):
        recipe = RECIPES["trees"]
        assert isinstance(recipe, Boosting)
        several = replace(recipe, parameters={**recipe.parameters, "num_threads": threads})
        (part,) = several.fit(DATA, COLUMNS, y, np.ones(len(DATA)), 0)
        texts.append(part.text.replace(f"num_threads: {threads}", ""))
    assert len(set(texts)) == 1


def test_risk_never_moves_against_a_features_declared_direction() -> None:
    (part,) = fit("trees", TASK.outcome(DATA))
    trees, matrix = part.scorer(), DATA.matrix(part.columns)
    assert isinstance(trees, Trees)
    for place, feature in enumerate(COLUMNS):
        if feature.risk is Direction.EITHER:
            continue
        rows = np.repeat(matrix[place : place + 1], 9, axis=0)
        rows[:, place] = np.nanquantile(matrix[:, place], np.linspace(0, 1, 9))
        steps = np.diff(trees.log_odds(rows))
        assert ((steps if feature.risk is Direction.RISES else -steps) >= -1e-12).all(), feature.id


def test_bags_are_averaged() -> None:
    recipe = Boosting(
        "few", "few trees", 3.0, 5, {"min_data_in_leaf": 20, "bagging_fraction": 0.5, "bagging_freq": 1}, bags=3
    )
    parts = recipe.fit(DATA, COLUMNS, TASK.outcome(DATA), np.ones(len(DATA)), 0)
    assert [part.file for part in parts] == ["few-1.txt", "few-2.txt", "few-3.txt"]
    assert len({part.text for part in parts}) == 3
    assert sum(part.weight for part in parts) == pytest.approx(3.0)


def test_a_column_that_is_never_known_adds_nothing_to_a_line() -> None:
    blank = DATA.with_features({"lines_added": np.nan})
    recipe = Logistic("line", "line", 1.0, 0.1)
    (part,) = recipe.fit(blank, COLUMNS, TASK.outcome(DATA), np.ones(len(DATA)), 0)
    model = Model("", None, "", "", "change", part.columns, {}, (part,), 0.0, Calibration(0.5), {})
    added, _ = model.contributions(DATA.matrix(part.columns))
    assert np.abs(added[:, part.columns.index("lines_added")]).max() < 1e-6
