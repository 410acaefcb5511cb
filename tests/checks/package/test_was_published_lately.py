from knownhands.records import Answer
from registered import DAY, TODAY, file, release, run_check

CHECK = "was_published_lately"


def test_a_release_of_yesterday_is_told_with_its_day():
    finding = run_check(CHECK, [release("1.0.0", TODAY - 1)])
    assert finding.answer is Answer.YES
    assert [place.ref for place in finding.evidence] == ["1.0.0 of 2024-10-03"]


def test_one_that_has_been_out_for_a_week_is_not():
    assert run_check(CHECK, [release("1.0.0", TODAY - 7)]).answer is Answer.NO


def test_a_file_that_was_added_to_an_old_release_is_told():
    files = [file("1.0", "pypi", uploaded_at=(TODAY - 2) * DAY)]
    rows = [release("1.0", TODAY - 900, "pypi"), *files]
    assert run_check(CHECK, rows, "1.0", ecosystem="pypi").answer is Answer.YES
    assert run_check(CHECK, rows, "1.0", day=TODAY - 3, ecosystem="pypi").answer is Answer.NO


def test_one_without_a_time_or_from_later_is_unknown():
    assert run_check(CHECK, [release("1.0.0", None)]).answer is Answer.UNKNOWN
    assert run_check(CHECK, [release("1.0.0", TODAY + 1)]).answer is Answer.UNKNOWN
