"""The worst concern decides, what is not known is no answer, and the points add up."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knownhands.declarations import Kind, Question, Severity
from knownhands.kinds.change import KIND
from knownhands.kinds.package import KIND as PACKAGE
from knownhands.learn.reference import of_subjects
from knownhands.records import Answer, Band, Finding
from knownhands.scoring.judge import judge

values = st.fixed_dictionaries(
    {},
    optional={
        "lines_added": st.floats(0, 1e6),
        "author_commits": st.floats(0, 1e5),
        "project_defect_rate": st.floats(0, 1),
    },
)
QUIET = {"program_hidden_unicode": 0.0, "program_download": 0.0}
HIDING = QUIET | {"program_hidden_unicode": 1.0}
SMALL, LARGE = {"lines_added": 3.0, "author_commits": 40.0}, {"lines_added": 90_000.0, "author_commits": 0.0}


@pytest.fixture
def score(model, rarity, case):
    """What judges one case, whose lines do nothing that attacks do unless its values say so."""
    models = {rarity.task: rarity, model.task: model}
    return lambda *readings, kind=KIND, budget=0.01, **more: (
        judge(kind, [case(*(QUIET | values for values in readings), **more)], models, budget)[0].score
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=values.filter(bool))
def test_the_points_add_up_to_the_trust(score, row):
    judged = score(row)
    assert sum(reason.points for reason in judged.reasons) == pytest.approx(judged.trust, abs=1e-6)
    assert judged.reasons[0].feature == "starting-point"
    assert 0 <= judged.trust <= 80


def test_more_risk_is_less_trust_and_a_graver_band(score):
    small, large = score(SMALL), score(LARGE)
    assert small.trust > large.trust
    assert (small.band, large.band) == (Band.ORDINARY, Band.HIGH_RISK)
    assert small.decided_by == large.decided_by == "defect"


def test_what_is_true_of_the_whole_project_is_no_reason_and_moves_the_starting_point(score):
    careful, careless = score(SMALL | {"project_defect_rate": 0.0}), score(SMALL | {"project_defect_rate": 0.9})
    for judged in (careful, careless):
        assert "project_defect_rate" not in {reason.feature for reason in judged.reasons}
    assert careful.reasons[0].points > careless.reasons[0].points


def test_a_change_is_never_better_than_ordinary(score):
    judged = score({"lines_added": 0.0, "author_commits": 1e5}, may_earn=True)
    assert judged.band is Band.ORDINARY
    assert judged.verdict == "Nothing about this change stands out."


UNSAID = Question("attack", "Is it an attack?", gap="what its lines do is not read yet", caveat="nobody asks that yet")
UNASKED = replace(KIND, questions=(UNSAID, *KIND.questions[1:]))


@pytest.mark.parametrize("values", [SMALL, LARGE], ids=["ordinary", "high-risk"])
def test_a_question_that_nobody_answers_yet_is_a_row_and_in_the_verdict(score, values):
    judged = score(values, kind=UNASKED)
    attack = next(concern for concern in judged.concerns if concern.id == "attack")
    assert (attack.band, attack.alarm_share, attack.reasons) == (Band.UNKNOWN, None, ())
    assert judged.verdict.endswith("; nobody asks that yet.")
    assert "what its lines do is not read yet" in judged.answer(attack)
    assert [gap.id for gap in judged.unknown].count("attack") == 1


def test_what_does_what_attacks_do_is_decided_by_that_and_the_verdict_says_so_in_one_sentence(score):
    judged = score(SMALL | HIDING)
    assert (judged.decided_by, judged.band, judged.deciding.probability) == ("attack", Band.HIGH_RISK, None)
    assert re.fullmatch(
        r"Do not let this change in .*: none of the changes of other projects does as much of what attacks do, "
        r"above all because in a program, it [^.]*\.",
        judged.verdict,
    )
    assert (judged.model.id, [ref.id for ref in judged.models.values()]) == ("rare", ["rare", "small"])


@pytest.mark.parametrize(
    ("events", "before", "answer"),
    [
        (QUIET, "the 500 changes before it", "Nothing in it is unusual here."),
        (QUIET, "changes of other projects", "Nothing in it is unusual beside the changes of other projects."),
        (
            QUIET | {"program_download": 1.0},
            "the 500 changes before it",
            "22 of the 500 changes before it look as risky.",
        ),
    ],
)
def test_how_rare_it_is_is_said_without_a_probability(score, events, before, answer):
    ordinary = of_subjects(np.concatenate([np.zeros(450), np.linspace(0.5, 5, 50)]), before)
    judged = score(SMALL | events, references={"change_attack": ordinary})
    assert judged.answer(judged.concerns[0]) == answer


def test_of_what_was_not_wholly_read_only_an_alarm_is_an_answer(score):
    quiet, alarming = (score(SMALL | events, partly={"attack"}) for events in (QUIET, HIDING))
    assert (quiet.trust, quiet.band, quiet.concerns[0].band) == (None, Band.UNKNOWN, Band.UNKNOWN)
    assert quiet.verdict.startswith("No verdict on this change: not all of it could be read")
    assert (alarming.band, alarming.decided_by) == (Band.HIGH_RISK, "attack")
    assert [ref.id for ref in quiet.models.values()] == ["small"]


def test_beyond_what_the_reference_has_seen_the_scale_goes_on_and_says_so(score):
    concern = score(LARGE).deciding
    assert 0 < concern.alarm_share < 1 / 501
    assert "the scale goes on by the model's log-odds" in concern.reference
    assert "log-odds" not in score(SMALL).deciding.reference


def test_a_verdict_counts_the_changes_of_the_project_that_look_as_risky(score):
    before = of_subjects(np.linspace(-7, 0, 500), "the 500 changes before it")
    verdict = score(
        {"lines_added": 400.0, "author_commits": 9.0}, budget=0.2, references={"change_defect": before}
    ).verdict
    assert re.match(r"Read this change carefully: only \d+ of the 500 changes before it look as risky", verdict)


def test_the_budget_of_the_user_moves_the_band_and_not_the_trust(score):
    unusual = {"lines_added": 200.0, "author_commits": 9.0}
    strict, lax = score(unusual, budget=0.2), score(unusual, budget=0.0001)
    assert strict.trust == lax.trust
    assert (strict.band, lax.band) == (Band.REVIEW, Band.ORDINARY)


def test_of_several_parts_the_riskiest_counts(score):
    assert score(SMALL, LARGE, SMALL).trust == score(LARGE).trust


def test_without_anything_measured_there_is_no_verdict(score):
    judged = score()
    assert (judged.trust, judged.band, judged.decided_by) == (None, Band.UNKNOWN, "")
    assert judged.verdict.startswith("No verdict on this change: nothing of it could be read")


def test_what_is_wholly_unknown_is_no_verdict_and_not_ordinary(score):
    judged = score(dict.fromkeys(QUIET))
    assert (judged.trust, judged.band) == (None, Band.UNKNOWN)


def test_what_was_not_read_whole_is_a_verdict_only_if_it_is_alarming(score):
    assert score(SMALL, is_whole=False).band is Band.UNKNOWN
    assert score(LARGE, is_whole=False).band is Band.HIGH_RISK


def test_a_model_that_is_missing_is_a_gap_and_not_a_clean_answer(case):
    (judged,) = judge(KIND, [case(SMALL)], {})
    assert judged.score.band is Band.UNKNOWN
    assert ("defect", "no model answers this") in {(gap.id, gap.why) for gap in judged.score.unknown}


ADDED = Finding("adds_a_package", Severity.HIGH, Answer.YES, "It adds it.", concern="attack")


def test_an_alarm_about_one_concern_is_not_outweighed_by_another(score):
    judged = score(SMALL, findings=(ADDED,))
    assert (judged.decided_by, judged.band, judged.trust) == ("attack", Band.REVIEW, 40)
    assert {concern.id for concern in judged.concerns} == {"attack", "defect"}
    assert judged.verdict == (
        "Read this change carefully: at most 1 in 100 ordinary changes looks like this, above all because it adds it."
    )


def test_where_nothing_was_read_a_severe_yes_is_an_alarm_all_the_same(score):
    judged = score(SMALL, findings=(ADDED,), partly={"attack"})
    assert (judged.decided_by, judged.trust) == ("attack", 40)


def test_what_the_lines_do_outweighs_a_yes_that_is_more_common(score):
    judged = score(SMALL | HIDING, findings=(ADDED,))
    assert "adds_a_package" not in {reason.feature for reason in judged.reasons}
    assert judged.trust < 40


def test_many_are_judged_as_each_alone(model, case):
    cases = [case(SMALL), case(), case(LARGE)]
    together = judge(KIND, cases, {model.task: model})
    assert together == [judge(KIND, [single_case], {model.task: model})[0] for single_case in cases]


LEARNT = Kind(
    "change", "changes", "change", "schema", (Question("defect", "Is it?", "bad", "change_defect"),), "change"
)


def test_trust_above_eighty_has_to_be_earned_by_evidence_that_is_costly_to_fake(model, case):
    calm = {"lines_added": 0.0, "author_commits": 1e5}
    for may_earn in (False, True):
        (judged,) = judge(LEARNT, [case(calm, may_earn=may_earn)], {model.task: model})
        assert judged.score.trust <= 80
        assert judged.score.band is Band.ORDINARY


def test_every_question_of_a_package_is_answered_by_a_model_or_by_checks():
    assert [question.id for question in PACKAGE.questions if question.task] == ["malware"]
