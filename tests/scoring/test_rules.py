from dataclasses import replace

import pytest

from knownhands.declarations import Question, Severity
from knownhands.records import Answer, Band, Concern, Finding, Reason
from knownhands.scoring.rules import by_checks, settle

UPKEEP = Question("upkeep", "Is it deprecated?")
MALWARE = Question("malware", "Does it harm?", "malicious", "package_malware")
NOT_YET = Question("attack", "Does it do what attacks do?", gap="its lines are not read yet")


def finding(answer: str, severity: str = "medium", check: str = "is_deprecated", concern: str = "upkeep") -> Finding:
    return Finding(check, Severity(severity), Answer(answer), "Is it deprecated?", concern=concern)


def test_a_question_that_no_check_asks_about_is_unknown_and_not_fine():
    assert by_checks(UPKEEP, [finding("yes", concern="malware")], 0.01).band is Band.UNKNOWN


def test_a_question_that_no_check_could_answer_is_unknown_and_not_fine():
    concern = by_checks(UPKEEP, [finding("unknown"), finding("not-applicable", check="is_old")], 0.01)
    assert (concern.band, concern.alarm_share, concern.reasons) == (Band.UNKNOWN, None, ())


@pytest.mark.parametrize(
    ("severity", "band", "points"),
    [
        ("info", "ordinary", 0),
        ("low", "ordinary", 0),
        ("medium", "ordinary", -20),
        ("high", "review", -40),
        ("critical", "high-risk", -80),
    ],
)
def test_the_gravest_yes_decides_and_its_points_add_up(severity, band, points):
    answers = [finding("yes", severity), finding("yes", "info", "is_old"), finding("no", "critical", "is_gone")]
    concern = by_checks(UPKEEP, answers, 0.01)
    assert concern.band == band
    moved = {"is_deprecated": points} if points else {}
    assert {reason.feature: reason.points for reason in concern.reasons} == {"starting-point": 80.0, **moved}
    assert all(reason.sentence.startswith("it is ") for reason in concern.reasons[1:])


def test_what_is_not_read_yet_is_unknown_until_there_is_an_alarm():
    assert by_checks(NOT_YET, [finding("yes", "info", concern="attack")], 0.01).band is Band.UNKNOWN
    assert by_checks(NOT_YET, [finding("yes", "high", concern="attack")], 0.01).band is Band.REVIEW


def test_a_decisive_yes_leaves_no_trust_whatever_the_model_says():
    calm = Concern(
        "malware", "?", Band.ORDINARY, 0.9, 0.0001, "", (Reason("starting-point", 79.0, None, None, None, ""),)
    )
    settled = settle(calm, MALWARE, [finding("yes", "critical", "is_known_malicious", "malware")], 0.01)
    assert (settled.band, settled.alarm_share, settled.probability) == (Band.HIGH_RISK, 0.0, None)
    assert sum(reason.points for reason in settled.reasons) == 0


@pytest.mark.parametrize(
    ("answer", "severity", "concern"),
    [("no", "critical", "malware"), ("yes", "high", "malware"), ("yes", "critical", "upkeep")],
)
def test_nothing_else_settles_it(answer, severity, concern):
    calm = Concern("malware", "?", Band.ORDINARY, 0.9, 0.0001, "")
    assert settle(calm, MALWARE, [finding(answer, severity, concern=concern)], 0.01) is calm


def test_beside_a_model_that_knows_nothing_of_it_the_graver_of_both_counts_and_the_points_add_up():
    reasons = (Reason("starting-point", 79.0, None, None, None, ""),)
    calm = Concern("malware", "?", Band.ORDINARY, 0.9, None, "the changes before it", reasons)
    grave = replace(calm, band=Band.HIGH_RISK, alarm_share=0.0005)
    both = replace(MALWARE, weighs_checks=True)
    settled, still = (
        settle(concern, both, [finding("yes", "high", concern="malware")], 0.01) for concern in (calm, grave)
    )
    assert (settled.band, settled.alarm_share, settled.is_by_checks) == (Band.REVIEW, 0.01, True)
    assert [reason.points for reason in settled.reasons] == [79.0, -39.0]
    assert still is grave
    assert settle(calm, both, [finding("yes", "info", concern="malware")], 0.01) is calm


def test_a_question_of_which_most_could_not_be_answered_is_unknown_unless_somebody_said_yes():
    most = [finding("unknown", check=f"is_{number}") for number in range(2)]
    assert by_checks(UPKEEP, [finding("no"), *most], 0.01).band is Band.UNKNOWN
    assert by_checks(UPKEEP, [finding("no"), finding("no", check="is_old"), *most], 0.01).band is Band.ORDINARY
    assert by_checks(UPKEEP, [finding("yes", "high"), *most], 0.01).band is Band.REVIEW
