import pytest

from knownhands.records import Answer
from registered import TODAY, release, run_check

CHECK = "has_been_published_for_years"
YEARS = 3 * 365


def releases(count: int, span_days: int):
    """So many releases, evenly over so many days, the last of them today's."""
    step = span_days // (count - 1)
    return [release(f"1.{number}.0", TODAY - 1 - step * (count - 1 - number)) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "span_days", "answer"), [(12, YEARS, "yes"), (12, 300, "no"), (3, YEARS, "no"), (10, 738, "yes")]
)
def test_years_and_many_releases_are_needed(count, span_days, answer):
    assert run_check(CHECK, releases(count, span_days), f"1.{count - 1}.0").answer == answer


def test_ten_releases_of_one_day_are_one():
    burst = [release(f"2.{number}.0", TODAY - 1) for number in range(12)]
    assert run_check(CHECK, [release("1.0.0", TODAY - YEARS), *burst], "2.11.0").answer is Answer.NO


def test_an_old_release_of_a_package_that_is_old_now_had_no_past_yet():
    assert run_check(CHECK, releases(12, YEARS), "1.0.0").answer is Answer.NO


def test_without_a_date_nobody_knows():
    assert run_check(CHECK, [release("1.0.0", None)]).answer is Answer.UNKNOWN
