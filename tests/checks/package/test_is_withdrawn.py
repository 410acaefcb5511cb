import pytest

from knownhands.documents.registry import Package
from knownhands.records import Answer
from registered import NAME, TODAY, release, run_check

CHECK = "is_withdrawn"


def test_a_yanked_release_is_told_with_its_reason():
    finding = run_check(
        CHECK, [release("1.0", ecosystem="pypi", is_yanked=True, yanked_reason="leaks")], "1.0", ecosystem="pypi"
    )
    assert finding.answer is Answer.YES
    assert [place.ref for place in finding.evidence] == ["yanked: leaks"]


@pytest.mark.parametrize("ecosystem", ["npm", "pypi"])
def test_an_ordinary_release_is_not_and_one_without_files_is(ecosystem):
    there = release("1.0", ecosystem=ecosystem, is_yanked=False if ecosystem == "pypi" else None)
    assert run_check(CHECK, [there], "1.0", ecosystem=ecosystem).answer is Answer.NO
    gone = release("1.0", None, ecosystem, is_removed=True)
    assert run_check(CHECK, [gone], "1.0", ecosystem=ecosystem).answer is Answer.YES


def test_a_file_that_one_of_two_interfaces_shows_is_there():
    rows = [release("1.0", ecosystem="pypi", is_removed=True, is_yanked=False)]
    assert run_check(CHECK, rows, "1.0", ecosystem="pypi").answer is Answer.NO


def test_a_quarantined_package_is_told_even_when_the_release_is_unknown():
    rows = [Package("pypi", NAME, lifecycle="quarantined")]
    assert run_check(CHECK, rows, "1.0", ecosystem="pypi").answer is Answer.YES


def test_a_package_that_the_registry_no_longer_has_is_told():
    assert run_check(CHECK, [release("1.0.0")], status=404).answer is Answer.YES


def test_what_was_heard_later_and_what_a_registry_does_not_say_are_unknown():
    assert run_check(CHECK, [release("1.0.0")], heard=TODAY + 1).answer is Answer.UNKNOWN
    assert run_check(CHECK, [release("1.0.0")], status=404, heard=TODAY + 1).answer is Answer.UNKNOWN
    assert run_check(CHECK, [release("1.0", ecosystem="pypi")], "1.0", ecosystem="pypi").answer is Answer.UNKNOWN
