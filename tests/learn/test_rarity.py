"""Bits: the rarest event of each family, the largest few added up."""

from dataclasses import replace
from math import log, log2

import numpy as np
import pytest

from knownhands.learn.rarity import Rarity

RARITY = Rarity(
    rate=(1 / 1024, 1 / 64, 1 / 4, 1 / 4),
    family=("network", "network", "process", "history"),
    weight=(1.0, 1.0, 1.0, 0.5),
    past=200.0,
    most=16.0,
    top=2,
)


def bits(*row: float, rarity: Rarity = RARITY) -> float:
    """Return the log-odds of one row as bits."""
    return float(rarity.log_odds(np.array([row]))[0] / log(2))


def test_what_did_not_happen_is_worth_nothing() -> None:
    assert bits(0, 0, 0, 0) == bits(np.nan, np.nan, np.nan, np.nan) == 0


def test_the_rarest_of_a_family_counts_alone() -> None:
    assert bits(1, 0, 0, 0) == bits(1, 1, 0, 0) == pytest.approx(10)
    assert bits(0, 1, 0, 0) == pytest.approx(6)


def test_families_add_up_as_far_as_the_largest_few() -> None:
    assert bits(1, 0, 1, 0) == pytest.approx(12)
    assert bits(1, 0, 1, 1) == bits(1, 0, 1, 0)
    assert bits(1, 0, 1, 1, rarity=replace(RARITY, top=3)) == pytest.approx(13)


def test_what_the_project_did_before_makes_it_more_ordinary_and_never_rarer() -> None:
    worth = [bits(1 + earlier, 0, 0, 0) for earlier in (0, 10, 100, 1000)]
    assert worth == sorted(worth, reverse=True)
    assert worth[1] == pytest.approx(-log2((200 / 1024 + 10) / 1200))
    assert worth[3] < 0.3


def test_what_may_have_happened_before_is_as_rare_as_if_it_had_not() -> None:
    assert bits(0.5, 0, 0, 0) == bits(1, 0, 0, 0)


def test_nothing_is_worth_more_than_the_most() -> None:
    assert bits(1, 0, 0, 0, rarity=replace(RARITY, rate=(1e-9, 0.1, 0.1, 0.1))) == 16


def test_contributions_add_up_to_the_log_odds_and_lie_where_they_come_from() -> None:
    matrix = np.array([[1, 3, 0, 1], [0, np.nan, 0.5, 900], [0, 0, 0, 0]])
    added, start = RARITY.contributions(matrix)
    assert added.sum(axis=1) + start == pytest.approx(RARITY.log_odds(matrix))
    assert added[0] == pytest.approx([10 * log(2), 0, 0, log(2)])
    assert start == RARITY.bias() == 0


def test_no_rows_get_no_answer() -> None:
    assert RARITY.log_odds(np.empty((0, 4))).shape == (0,)


def test_it_is_the_same_after_it_was_kept() -> None:
    assert Rarity.from_text(RARITY.to_text()) == RARITY
