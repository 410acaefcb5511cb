from knownhands.records import Answer
from registered import TODAY, release, run_check

CHECK = "was_released_after_dormancy"


def test_a_release_three_years_after_the_last_is_told_with_that_one():
    finding = run_check(CHECK, [release("0.9.0", TODAY - 30 - 1000), release("1.0.0")])
    assert finding.answer is Answer.YES
    assert [place.ref for place in finding.evidence] == ["0.9.0 of 2021-12-09"]


def test_another_line_that_was_looked_after_is_no_sleep():
    rows = [release("0.9.0", TODAY - 2000), release("2.0.0", TODAY - 200), release("1.0.0")]
    assert run_check(CHECK, rows).answer is Answer.NO


def test_a_first_release_wakes_nobody():
    assert run_check(CHECK, [release("1.0.0")]).answer is Answer.NO


def test_a_release_between_whose_time_is_not_known_makes_it_unknown():
    rows = [release("0.9.0", TODAY - 2000), release("0.9.5", None, is_removed=True), release("1.0.0")]
    assert run_check(CHECK, rows).answer is Answer.UNKNOWN
