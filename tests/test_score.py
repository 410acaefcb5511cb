"""What a score says of each of its questions."""

from dataclasses import replace

import pytest

from invented_scores import MALWARE, START
from knownhands.declarations import Cost, Severity
from knownhands.records import Answer, Band, Concern, Finding, Reason, Subject, Unknown
from knownhands.score import Score

VULNERABILITY = Concern("vulnerability", "Is it listed as vulnerable?", Band.ORDINARY, 1.0, None, "", (START,))
CALM = Score(Subject("package", "pkg:pypi/pots@1.0"), "", 80, Band.ORDINARY, "Nothing stands out.", "malware")


def finding(answer: str, check: str = "has_known_vulnerability", severity: str = "medium") -> Finding:
    return Finding(check, Severity(severity), Answer(answer), "Is it? …", concern="vulnerability")


def test_what_checks_could_not_answer_is_counted_beside_what_they_found() -> None:
    answers = ("no", "unknown", "unknown", "not-applicable")
    score = replace(CALM, findings=tuple(finding(answer, f"is_{n}") for n, answer in enumerate(answers)))
    assert score.answer(VULNERABILITY) == "No check found anything that weighs; 2 of 3 could not be answered."


def test_a_yes_is_said_before_how_rare_it_is() -> None:
    reason = Reason("has_known_vulnerability", -20.0, 1.0, None, Cost.COSTLY, "it has known vulnerability")
    concern = replace(VULNERABILITY, alarm_share=0.1, reasons=(START, reason))
    said = replace(CALM, findings=(finding("yes"),)).answer(concern)
    assert said == "Yes: it has known vulnerability; at most 1 in 10 ordinary ones has a finding as severe."


def test_what_is_not_known_says_why() -> None:
    concern = replace(VULNERABILITY, band=Band.UNKNOWN, alarm_share=None)
    gap = Unknown("vulnerability", "None of the checks about it could be answered.")
    said = replace(CALM, unknown=(gap,)).answer(concern)
    assert said == "Not known: none of the checks about it could be answered."


@pytest.mark.parametrize("probability", [None, 0.0004])
def test_what_a_finding_settles_shows_no_probability(probability: float | None) -> None:
    settled = Reason("is_known_malicious", -80.0, 1.0, None, Cost.COSTLY, "it is known malicious")
    concern = replace(MALWARE, alarm_share=0.0, probability=probability, reasons=(START, settled))
    said = replace(CALM, findings=(finding("yes", "is_known_malicious", "critical"),)).answer(concern)
    assert said == "Yes: it is known malicious; settled by a finding that is harmful by itself."


def test_a_notebook_shows_every_concern_what_checks_say_and_what_is_unknown() -> None:
    answers = (finding("yes"), finding("unknown", "is_listed"), finding("no", "is_old"))
    score = replace(CALM, concerns=(VULNERABILITY,), findings=answers, unknown=(Unknown("registry", "nobody <asked>"),))
    shown = score._repr_html_()
    for text in (score.answer(VULNERABILITY), "it has known vulnerability", "is_listed", "nobody &lt;asked&gt;"):
        assert text in shown
    assert "is_old" not in shown


def test_a_score_is_one_short_line_where_it_is_printed() -> None:
    assert repr(CALM) == "<Score pkg:pypi/pots@1.0 80 ordinary>"
    assert repr(replace(CALM, trust=None, band=Band.UNKNOWN)) == "<Score pkg:pypi/pots@1.0 ? unknown>"
