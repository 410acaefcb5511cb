"""Which bar a score fails, and what it says about that."""

from dataclasses import replace
from datetime import date

import pytest

from knownhands.declarations import Severity
from knownhands.errors import UsageError
from knownhands.kinds.change import KIND as CHANGE
from knownhands.kinds.package import KIND as PACKAGE
from knownhands.records import Answer, Band, Finding, Subject
from knownhands.score import Score
from knownhands.scoring.policy import AGE, Ignored, Policy, exit_code, read_budget, read_policy

TODAY = date(2026, 11, 29)
LATER = date(2027, 1, 1)
FINE = Score(Subject("package", "pkg:pypi/pots@1.0", head="b" * 64), "", 70, Band.ORDINARY, "Nothing stands out.")
BAD = replace(FINE, trust=20, band=Band.HIGH_RISK)
UNKNOWN = replace(FINE, trust=None, band=Band.UNKNOWN)


def answered(answer: str, check: str = "hides_unicode") -> Score:
    finding = Finding(
        check, Severity.HIGH, Answer(answer), f"Does it? {answer}.", "Read it." if answer == "yes" else ""
    )
    return replace(FINE, findings=(finding,))


def read(text: str, kind=PACKAGE) -> Policy:
    return read_policy(text, "knownhands.toml", kind, TODAY, {"change": set(), "package": {"hides_unicode"}})


@pytest.mark.parametrize(
    ("policy", "scores", "code"),
    [
        (Policy(), [BAD], 0),
        (Policy(fail_below=70), [FINE], 0),
        (Policy(fail_below=71), [FINE], 1),
        (Policy(fail_below=0), [BAD], 0),
        (Policy(fail_bands=("high-risk",)), [BAD], 1),
        (Policy(fail_bands=("high-risk",)), [FINE], 0),
        (Policy(fail_below=50), [FINE, BAD], 1),
        (Policy(), [UNKNOWN], 3),
        (Policy(fail_below=50), [UNKNOWN, FINE], 3),
        (Policy(fail_below=50), [UNKNOWN, BAD], 1),
        (Policy(fail_bands=("unknown",)), [UNKNOWN], 1),
        (Policy(fail_checks=("hides_unicode",)), [answered("yes")], 1),
        (Policy(fail_checks=("hides_unicode",)), [answered("unknown")], 3),
        (Policy(fail_checks=("hides_unicode",)), [answered("no")], 0),
        (Policy(fail_checks=("hides_unicode",)), [answered("not-applicable")], 0),
        (Policy(min_release_age_days=7), [answered("yes", AGE)], 1),
        (Policy(), [answered("yes", AGE)], 0),
        (Policy(fail_below=50), [], 0),
    ],
)
def test_a_failure_wins_over_not_knowing_and_that_over_passing(policy, scores, code):
    assert exit_code([policy.apply(score) for score in scores]) == code


def test_a_failure_says_which_bar_it_is_why_and_what_to_do():
    (broken,) = Policy(source="knownhands.toml", fail_below=71).apply(FINE).policy.failed
    assert broken.rule == "fail_below"
    assert "trust 70 is below 71" in broken.why
    assert "knownhands.toml" in broken.why
    assert broken.remedy


def test_a_failed_check_names_itself_and_its_own_remedy():
    (broken,) = Policy(fail_checks=("hides_unicode",)).apply(answered("yes")).policy.failed
    assert (broken.rule, broken.remedy) == ("fail_checks: hides_unicode", "Read it.")


def test_where_nobody_knows_the_outcome_is_open_and_says_of_what():
    outcome = Policy().apply(UNKNOWN).policy
    assert (outcome.passed, outcome.failed[0].rule) == (None, "verdict")


@pytest.mark.parametrize("name", ["pkg:pypi/pots@1.0", "pkg:pypi/pots", "b" * 64, "b" * 12, "B" * 13])
def test_an_ignored_subject_passes_and_says_why(name):
    policy = Policy(fail_below=90, ignored=(Ignored(name, "read by us", LATER),))
    outcome = policy.apply(FINE).policy
    assert (outcome.passed, outcome.failed) == (True, ())
    assert outcome.ignored == (f"{name} until 2027-01-01: read by us",)


def test_what_comes_from_an_address_is_not_the_registrys_package_of_that_name():
    elsewhere = replace(FINE, subject=replace(FINE.subject, repository="https://evil.example/pots.whl", head=""))
    for name, passed in (("pkg:pypi/pots", False), ("https://evil.example/pots.whl", True)):
        policy = Policy(fail_below=90, ignored=(Ignored(name, "read by us", LATER),))
        assert policy.apply(elsewhere).policy.passed is passed


def test_a_bar_of_the_command_line_is_not_called_the_files():
    (broken,) = Policy("q.toml", fail_below=90, fail_below_source="the command line").apply(FINE).policy.failed
    assert broken.why == "trust 70 is below 90, the bar set by the command line"


@pytest.mark.parametrize("name", ["HEAD", "evil", "pots", "evil@1.0.tar.gz", "b" * 11, "b" * 65, "pkg:pypi/pot"])
def test_an_entry_about_something_else_passes_nothing(name):
    score = replace(FINE, subject=replace(FINE.subject, id="HEAD" if name == "HEAD" else FINE.subject.id))
    assert Policy(fail_below=90, ignored=(Ignored(name, "read by us", LATER),)).apply(score).policy.passed is False


def test_a_policy_about_every_kind_is_understood_whichever_is_scored():
    text = '[change]\nfail_below = 30\n[package]\nfail_checks = ["hides_unicode"]\n'
    assert (read(text, CHANGE).fail_below, read(text).fail_checks) == (30, ("hides_unicode",))


def test_an_ignored_check_is_passed_over_and_no_other():
    policy = Policy(fail_below=71, fail_checks=("hides_unicode",), ignored=(Ignored("hides_unicode", "known", LATER),))
    outcome = policy.apply(answered("yes")).policy
    assert [broken.rule for broken in outcome.failed] == ["fail_below"]
    assert outcome.ignored == ("hides_unicode until 2027-01-01: known",)


def test_each_kind_has_its_own_table():
    text = '[change]\nfail_below = 40\nbudget = "2%"\n[package]\nfail_bands = ["review"]\nmin_release_age_days = 7\n'
    assert read(text, CHANGE) == Policy("knownhands.toml", 40, budget=0.02)
    assert read(text) == Policy("knownhands.toml", fail_bands=("review",), min_release_age_days=7)


@pytest.mark.parametrize(
    "text",
    [
        "[change]\nfail_bellow = 40\n",
        '[change]\nfail_below = "40"\n',
        '[change]\nfail_bands = "review"\n',
        "[change\n",
        "[chnage]\nfail_below = 40\n",
        "[packages]\nfail_below = 40\n",
        '[change]\nfail_checks = ["hides_unicode"]\n',
        '[package]\nfail_checks = [["hides_unicode"]]\n',
        "change = 3\n",
        '[change]\nfail_bands = ["reviw"]\n',
        '[change]\nfail_bands = [["review"]]\n',
        "[change]\nfail_below = true\n",
        "[change]\nfail_below = 101\n",
        "[change]\nfail_below = 40.5\n",
        '[package]\nfail_checks = ["hides_txt"]\n',
        "[package]\nmin_release_age_days = -1\n",
        '[package]\nbudget = "often"\n',
        "[package]\nbudget = 0.0\n",
        '[[ignore]]\nid = "x"\nreason = "y"\n',
        '[[ignore]]\nid = "x"\nreason = "y"\nuntil = "2027-01-01"\n',
        '[[ignore]]\nid = "x"\nreason = ""\nuntil = 2027-01-01\n',
        '[ignore]\nid = "x"\n',
    ],
)
def test_what_is_not_understood_is_refused_whichever_kind_is_scored(text):
    for kind in (CHANGE, PACKAGE):
        with pytest.raises(UsageError):
            read(text, kind)


def test_an_entry_that_ended_is_an_error_with_its_line():
    entry = '[[ignore]]\nid = "pots"\nreason = "read"\nuntil = {}\n'
    text = entry.format("2027-01-01") + "\n" + entry.format("2026-11-28")
    with pytest.raises(UsageError, match=r"line 6: the .*pots ended on 2026-11-28"):
        read(text)
    assert len(read(entry.format("2026-11-29")).ignored) == 1


def test_an_id_too_short_to_name_one_commit_is_refused_with_its_line():
    entry = '[[ignore]]\nid = "{}"\nreason = "read"\nuntil = 2027-01-01\n'
    with pytest.raises(UsageError, match=r"toml, line 1: '3f2a91c' is too short") as refused:
        read(entry.format("3f2a91c"))
    assert "first 12 digits" in refused.value.hint
    assert read(entry.format("3f2a91c00d12")).ignored[0].id == "3f2a91c00d12"


def test_a_check_in_the_wrong_table_is_told_where_it_belongs():
    with pytest.raises(
        UsageError, match=r"\[change\] fail_checks names 'hides_unicode', which is a check of \[package\]"
    ):
        read('[change]\nfail_checks = ["hides_unicode"]\n')


def test_a_budget_that_is_not_understood_names_the_file_and_the_table():
    with pytest.raises(UsageError, match=r"knownhands.toml: \[package\] budget = '1 percent' is not understood"):
        read('[package]\nbudget = "1 percent"\n')


@pytest.mark.parametrize("text", ["0%", "100%", "1", "-1%", "1%%", "", "nan"])
def test_a_budget_is_a_share_above_none_and_below_all(text):
    with pytest.raises(UsageError):
        read_budget(text)


def test_a_policy_nested_without_end_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match=r"knownhands\.toml cannot be read"):
        read("x = " + "[" * 100_000)
