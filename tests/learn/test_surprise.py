"""How often ordinary changes do something is counted, and no attack is learned from."""

import numpy as np
import pytest

from knownhands.declarations import Cost, Direction, Feature
from knownhands.learn.examples import Examples
from knownhands.learn.rarity import RARITY, Rarity
from knownhands.learn.surprise import Surprise

SURPRISE = Surprise(
    "rarity",
    "rarity of events",
    str.upper,
    {"fire": 1.0, "glaze": 0.5}.__getitem__,
    {"fire": 0.0, "glaze": 0.001}.__getitem__,
    200.0,
    16.0,
    5,
)
FEATURES = tuple(
    Feature(name, "", 0, 1001, Direction.RISES, Cost.FREE, "it {value} | it does not") for name in ("fire", "glaze")
)


def fit(rows: list[list[float]], y: list[bool] | None = None, weight: list[float] | None = None) -> Rarity:
    """Count in rows, none of them an attack and all alike unless said."""
    data = Examples(("fire", "glaze"), np.array(rows), {})
    outcome = np.array(y or [False] * len(rows))
    (part,) = SURPRISE.fit(data, FEATURES, outcome, np.array(weight or [1.0] * len(rows)), 0)
    assert (part.file, part.weight, part.columns) == (RARITY, 1.0, data.names)
    return Rarity.from_text(part.text)


def test_a_rate_is_how_many_of_all_did_it_however_often_before() -> None:
    assert fit([[1, 0], [900, 0.5], [0, np.nan]]).rate == pytest.approx((2.5 / 4, 1.5 / 4))


def test_what_never_happened_has_a_rate_above_nothing_and_one_of_its_own_where_that_is_said() -> None:
    assert fit([[0, 0]] * 999).rate == pytest.approx((0.0005, 0.001))


def test_attacks_are_left_out() -> None:
    assert fit([[1, 0], [0, 0], [0, 0]], y=[True, False, False]).rate == fit([[0, 0], [0, 0]]).rate


def test_a_project_that_weighs_less_counts_less() -> None:
    assert fit([[1, 0], [1, 0], [0, 0]], weight=[0.5, 0.5, 2.0]).rate[0] == pytest.approx((1 + 0.5) / 4)


def test_it_says_what_belongs_together_and_what_a_bit_counts() -> None:
    rarity = fit([[0, 0]])
    assert (rarity.family, rarity.weight) == (("FIRE", "GLAZE"), (1.0, 0.5))
    assert (rarity.past, rarity.most, rarity.top) == (200.0, 16.0, 5)
