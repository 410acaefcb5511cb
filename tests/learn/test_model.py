from dataclasses import replace

import numpy as np
import pytest

from knownhands.learn.linear import Linear
from knownhands.learn.model import Model, Part
from knownhands.learn.probability import Calibration
from knownhands.learn.reference import of_subjects

NAMES = ("weight", "height", "width", "depth")
ROWS = np.random.default_rng(3).normal(size=(50, 4))
ROWS[ROWS > 1.2] = np.nan
LINE = Linear(-4.0, (0.1, 0.2), (1.0, 2.0), (0.5, -0.3), (0.2, 0.0), (0.1, 0.0))


@pytest.fixture(scope="module")
def trees() -> str:
    """Trees that know two columns."""
    import lightgbm

    y = (np.nan_to_num(ROWS[:, 0]) > 0).astype(float)
    parameters = {"objective": "binary", "min_data_in_leaf": 2, "num_threads": 1, "verbosity": -1}
    return str(lightgbm.train(parameters, lightgbm.Dataset(ROWS[:, :2], label=y), 10).model_to_string())


@pytest.fixture(scope="module")
def model(trees: str) -> Model:
    """Trees and a line, added up."""
    parts = (
        Part("trees.txt", trees, 2.0, ("weight", "height")),
        Part("line.json", LINE.to_text(), 1.0, ("height", "depth")),
    )
    reference = of_subjects(np.linspace(-9, 0, 100), "ordinary pots")
    calibration = Calibration(0.01, "rate", 0.5, -4.0)
    return Model("", None, "", "pots", "pot", NAMES, {}, parts, 0.25, calibration, {"": reference})


def test_what_each_feature_adds_adds_up_to_the_log_odds(model: Model) -> None:
    added, bias = model.contributions(ROWS)
    assert added.shape == ROWS.shape
    assert added.sum(axis=1) + bias == pytest.approx(model.log_odds(ROWS), abs=1e-9)


def test_a_feature_that_no_part_sees_adds_nothing(model: Model) -> None:
    assert (model.contributions(ROWS)[0][:, NAMES.index("width")] == 0).all()


def test_the_parts_are_added_up_with_their_weights(model: Model, trees: str) -> None:
    import lightgbm

    peer = lightgbm.Booster(model_str=trees).predict(ROWS[:5, :2], raw_score=True)
    assert model.log_odds(ROWS[:5]) == pytest.approx(2 * peer + LINE.log_odds(ROWS[:5, [1, 3]]) + 0.25)


def test_where_nothing_is_known_nothing_is_said(model: Model) -> None:
    added, bias = model.contributions(np.full((1, 4), np.nan))
    assert (added == 0).all()
    assert model.log_odds(np.full((1, 4), np.nan)) == pytest.approx(bias)


def test_rows_are_judged_alike_alone_and_together(model: Model) -> None:
    together = model.log_odds(np.tile(ROWS, (30, 1)))
    assert [model.log_odds(row[None])[0] for row in ROWS] == together[: len(ROWS)].tolist()


def test_no_rows_get_no_answers(model: Model) -> None:
    assert model.log_odds(np.empty((0, 4))).shape == (0,)
    assert model.contributions(np.empty((0, 4)))[0].shape == (0, 4)


def test_where_the_outcome_is_common_it_is_more_probable(model: Model) -> None:
    rare, usual, common = (model.probability(-3, rate) for rate in (0.0, None, 0.2))
    assert rare < usual < common
    assert usual == pytest.approx(1 / (1 + np.exp(3)))


def test_a_group_without_a_reference_of_its_own_is_compared_with_all(model: Model) -> None:
    own = of_subjects(np.linspace(-3, 0, 50), "ordinary blue pots")
    both = replace(model, references={**model.references, "blue": own})
    assert both.reference_of("blue").of == "ordinary blue pots"
    assert both.reference_of("red") is both.reference


def test_an_ecosystem_is_called_as_its_users_write_it(model: Model) -> None:
    ordinary = replace(model.reference, of="ordinary packages")
    both = replace(model, references={"": ordinary, "pypi": replace(ordinary, of="ordinary packages of pypi")})
    assert both.reference_of("pypi").of == "ordinary packages of PyPI"
