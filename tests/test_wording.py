"""How amounts are said."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.learn.reference import of_subjects
from knownhands.scoring.explain import share_at
from knownhands.wording import Amount, fill, rarity_text

amounts = st.floats(0, 1e12, allow_nan=False)


@given(amount=amounts)
def test_the_singular_stands_beside_a_number_that_reads_1_and_nowhere_else(amount: float) -> None:
    number, noun = fill("{value:number}|{value:line/lines}", amount, None).split("|")
    assert (noun == "line") is (number == "1")


@given(amount=amounts)
def test_nothing_but_nought_is_shown_as_nought(amount: float) -> None:
    number, share = fill("{value:number}|{value:share}", amount, None).split("|")
    assert (number == "0") is (share == "0%") is (amount == 0)


@given(share=st.floats(0, 1, exclude_max=True))
def test_a_share_below_the_whole_is_not_shown_as_the_whole(share: float) -> None:
    assert fill("{value:share}", share, None) != "100%"


def test_any_format_of_a_float_works_too() -> None:
    assert fill("{value:,.2f} of {typical:.0%}", 1234.5, 0.5) == "1,234.50 of 50%"


def test_what_is_not_known_reads_the_same_in_every_format() -> None:
    said = fill("{value:number} {value:line is/lines are} {value:share}{value:,.0f} ({typical:days})", None, None)
    assert said == "… lines are …… (not known)"


@pytest.mark.parametrize(("amount", "words"), [(0.4, "less than a day"), (0.6, "1 day"), (1.5, "2 days")])
def test_days_are_whole(amount: float, words: str) -> None:
    assert f"{Amount(amount):days}" == words


@pytest.mark.parametrize(
    ("amount", "words"), [(0.05, "5% as often"), (0.94, "94% as often"), (0.96, "as often"), (2.0, "2 times as often")]
)
def test_less_often_is_a_share_and_more_often_is_times(amount: float, words: str) -> None:
    assert f"{Amount(amount):times} often" == words


@pytest.mark.parametrize("between", [0.0, 0.5], ids=["as risky as one", "between two"])
def test_of_counted_changes_it_says_how_many_look_as_risky(between: float) -> None:
    reference = of_subjects(np.arange(1000.0), "the 1,000 changes before it")
    for number in range(1, 1000):
        share = share_at(reference, 1000.0 - number - between)
        said = rarity_text(share, reference.of)
        assert said.startswith(f"{number} of the 1,000 changes before it look"), (share, said)


def test_what_is_counted_in_part_is_a_share() -> None:
    said = rarity_text(0.002, "the 57 changes before it and changes of other projects")
    assert said == "1 in 500 among the 57 changes before it and changes of other projects looks as risky"


def test_what_is_usual_is_left_out_where_it_reads_like_the_value() -> None:
    sentence = "it has {value:number} {value:pot/pots} (typical: {typical:number})"
    assert fill(sentence, 12.2, 12.4) == "it has 12 pots"
    assert fill(sentence, 12.0, 13.0) == "it has 12 pots (typical: 13)"
    assert fill(sentence, None, None) == "it has … pots (typical: not known)"
