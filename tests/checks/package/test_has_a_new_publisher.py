from knownhands.documents.registry import Person
from knownhands.records import Answer
from registered import NAME, TODAY, release, run_check

CHECK = "has_a_new_publisher"


def story(*publishers, **last):
    """One release a month, the last one of this month's first day, each published by the account at its place."""
    days = range(TODAY - 30 * len(publishers), TODAY, 30)
    for number, (day, person) in enumerate(zip(days, publishers, strict=True)):
        yield release(f"1.{number}.0", day, **(last if number == len(publishers) - 1 else {}))
        yield Person("npm", NAME, f"1.{number}.0", "publisher", person)


def test_a_stranger_is_told_by_name():
    finding = run_check(CHECK, story("ada", "ada", "ada", "eve"), "1.3.0")
    assert finding.answer is Answer.YES
    assert [place.ref for place in finding.evidence] == ["eve"]


def test_whoever_published_it_before_is_no_stranger():
    assert run_check(CHECK, story("bob", "ada", "ada", "bob"), "1.3.0").answer is Answer.NO


def test_a_second_release_of_the_same_day_does_not_make_a_stranger_known():
    rows = [
        *story("ada", "ada", "ada", "eve"),
        release("1.4.0", TODAY - 30),
        Person("npm", NAME, "1.4.0", "publisher", "eve"),
    ]
    assert run_check(CHECK, rows, "1.4.0").answer is Answer.YES


def test_too_few_known_publishers_and_a_first_build_service_are_unknown():
    assert run_check(CHECK, story("ada", None, "ada", "eve"), "1.3.0").answer is Answer.UNKNOWN
    rows = story("ada", "ada", "ada", "builder", trusted_publisher="forge")
    assert run_check(CHECK, rows, "1.3.0").answer is Answer.UNKNOWN
