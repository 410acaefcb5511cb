"""A newcomer's honest change does not alarm."""

import pytest

from incidents.harmless import NEWCOMERS
from knownhands.records import Band


@pytest.mark.parametrize("change", NEWCOMERS, ids=[change.name for change in NEWCOMERS])
def test_a_newcomers_honest_change_is_ordinary(answer, change):
    scored = answer(change.name)
    assert scored.band is Band.ORDINARY, scored.reasons
