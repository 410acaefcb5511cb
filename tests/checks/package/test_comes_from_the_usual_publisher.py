from knownhands.documents.registry import Person
from knownhands.records import Answer
from registered import NAME, TODAY, release, run_check

CHECK = "comes_from_the_usual_publisher"


def story(*publishers, step_days: int = 90):
    """One release every so many days, each published by the account at its place."""
    for number, person in enumerate(publishers):
        yield release(f"1.{number}.0", TODAY - 1 - step_days * (len(publishers) - 1 - number))
        yield Person("npm", NAME, f"1.{number}.0", "publisher", person)


def test_an_account_with_half_a_year_of_releases_is_the_usual_one():
    assert run_check(CHECK, story("ada", "ada", "ada", "ada"), "1.3.0").answer is Answer.YES


def test_a_stranger_a_newcomer_and_a_hasty_one_are_not():
    assert run_check(CHECK, story("ada", "ada", "ada", "eve"), "1.3.0").answer is Answer.NO
    assert run_check(CHECK, story("ada", "ada", "ada"), "1.2.0").answer is Answer.NO
    assert run_check(CHECK, story("ada", "ada", "ada", "ada", step_days=20), "1.3.0").answer is Answer.NO


def test_without_a_publisher_nobody_knows():
    assert run_check(CHECK, story("ada", "ada", "ada", None), "1.3.0").answer is Answer.UNKNOWN
