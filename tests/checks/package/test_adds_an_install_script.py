import pytest

from knownhands.documents.registry import Script
from knownhands.records import Answer
from registered import NAME, TODAY, release, run_check

CHECK = "adds_an_install_script"
QUIET = [release(f"1.{number}.0", TODAY - 90 + number, has_install_script=False) for number in range(3)]


def test_a_script_that_was_not_there_before_is_told_with_its_command():
    rows = [*QUIET, release("1.3.0", has_install_script=True), Script("npm", NAME, "1.3.0", "postinstall", "node x.js")]
    finding = run_check(CHECK, rows, "1.3.0")
    assert finding.answer is Answer.YES
    assert [place.ref for place in finding.evidence] == ["postinstall: node x.js"]


def test_one_that_was_there_before_is_not():
    rows = [*QUIET, release("1.3.0", TODAY - 40, has_install_script=True), release("1.4.0", has_install_script=True)]
    assert run_check(CHECK, rows, "1.4.0").answer is Answer.NO


def test_a_burst_of_releases_is_compared_with_what_was_before_it():
    rows = [*QUIET, *(release(f"{major}.0.0", has_install_script=True) for major in (2, 3))]
    assert run_check(CHECK, rows, "3.0.0").answer is Answer.YES


def test_an_older_line_that_always_had_one_is_not_compared_with_a_newer_one():
    rows = [*QUIET, release("0.9.0", TODAY - 300, has_install_script=True), release("0.9.1", has_install_script=True)]
    assert run_check(CHECK, rows, "0.9.1").answer is Answer.NO


@pytest.mark.parametrize("had", [[], [release("0.9.0", TODAY - 60)]], ids=["none before", "not told"])
def test_nothing_to_compare_with_is_unknown_but_no_script_is_a_no(had):
    assert run_check(CHECK, [*had, release("1.0.0", has_install_script=True)]).answer is Answer.UNKNOWN
    assert run_check(CHECK, [*QUIET, release("1.3.0", has_install_script=False)], "1.3.0").answer is Answer.NO
