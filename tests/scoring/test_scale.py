"""The same number means the same for every kind of subject."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.records import Band
from knownhands.scoring.scale import band_at, counted, trust_at

shares = st.floats(min_value=1e-12, max_value=1)


@given(st.lists(shares, min_size=2))
def test_a_rarer_alarm_never_gets_more_trust(alarm_shares):
    ordered = sorted(alarm_shares)
    trusts = [trust_at(share) for share in ordered]
    assert trusts == sorted(trusts)


@given(shares)
def test_every_twenty_points_are_ten_times_rarer_and_nothing_leaves_the_scale(share):
    assert 0 <= trust_at(share) <= 80
    if trust_at(share) > 20:
        assert trust_at(share) - trust_at(share / 10) == pytest.approx(20)


@pytest.mark.parametrize(
    ("share", "budget", "band"),
    [
        (1.0, 0.01, Band.ORDINARY),
        (0.011, 0.01, Band.ORDINARY),
        (0.01, 0.01, Band.REVIEW),
        (0.0011, 0.01, Band.REVIEW),
        (0.001, 0.01, Band.HIGH_RISK),
        (0.04, 0.05, Band.REVIEW),
        (0.005, 0.001, Band.ORDINARY),
        (0.0005, 0.0001, Band.ORDINARY),
        (0.0001, 0.0001, Band.HIGH_RISK),
    ],
)
def test_the_budget_says_where_review_begins_and_high_risk_is_never_more_than_one_in_a_thousand(share, budget, band):
    assert band_at(share, budget) is band


@given(st.floats(0, 200), st.floats(0, 80))
def test_what_was_earned_lifts_no_alarm_and_is_twenty_points_at_most(earned, trust):
    assert 0 <= counted(earned, trust) <= 20
    if trust <= 40:
        assert counted(earned, trust) == 0
