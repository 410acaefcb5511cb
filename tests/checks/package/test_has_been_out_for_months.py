import pytest

from knownhands.records import Answer
from registered import TODAY, release, run_check

CHECK = "has_been_out_for_months"


@pytest.mark.parametrize(("age_days", "answer"), [(91, "yes"), (90, "yes"), (89, "no"), (0, "no")])
def test_three_months_in_public_are_needed(age_days, answer):
    assert run_check(CHECK, [release("1.0.0", TODAY - age_days)]).answer == answer


@pytest.mark.parametrize("how", ["is_removed", "is_yanked"])
def test_what_was_withdrawn_earns_nothing(how):
    assert run_check(CHECK, [release("1.0.0", TODAY - 400, **{how: True})]).answer is Answer.NO


def test_without_a_date_nobody_knows():
    assert run_check(CHECK, [release("1.0.0", None)]).answer is Answer.UNKNOWN
