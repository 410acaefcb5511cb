"""Every sentence of the generated page is one that a person can read."""

import re

import pytest

import _sentences
from knownhands.checks.assemble import checks_of
from knownhands.declarations import Check, Cost, Direction, Feature, Severity
from knownhands.features.assemble import features_of
from knownhands.kinds._find import kinds
from knownhands.records import Band, Concern, Subject, Unknown
from knownhands.score import Score

KINDS = list(kinds().values())
FEATURES = [feature for kind in KINDS if kind.id == kind.evidence for feature in features_of(kind.evidence)]
CHECKS = [check for kind in KINDS if kind.id == kind.evidence for check in checks_of(kind)]
COLUMNS = {feature.id for feature in FEATURES if "_" in feature.id}


def is_plain(sentence: str) -> bool:
    """Say whether a sentence holds nothing that only a program would write."""
    return bool(sentence.strip()) and not re.search(r"[{}]|  |\bnan\b|\binf\b|\bNone\b", sentence)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.id)
def test_every_feature_can_be_said(feature: Feature) -> None:
    sentences = list(_sentences.said_of(feature))
    assert len(sentences) >= 3
    for sentence in sentences:
        assert is_plain(sentence), sentence
        assert not [name for name in COLUMNS if name in sentence], sentence
        assert not sentence.startswith(f"{feature.id.replace('_', ' ')}: "), sentence


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_can_be_said(check: Check) -> None:
    for sentence in _sentences.describe(check):
        assert is_plain(sentence), sentence
    assert check.question.endswith("?")
    assert check.earns or check.remedy.endswith(".")
    assert bool(check.credit) == bool(check.earns)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_every_question_can_be_asked(kind) -> None:
    for sentence in _sentences.questions(kind):
        assert is_plain(sentence), sentence
        assert "?" in sentence


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_what_nobody_answers_is_said_as_a_report_says_it(kind) -> None:
    gap = next((question for question in kind.questions if question.gap), None)
    if gap:
        concern = Concern(gap.id, gap.question, Band.UNKNOWN, None, None, "")
        score = Score(Subject(kind.id, "pots"), "", None, Band.UNKNOWN, "", unknown=(Unknown(gap.id, gap.gap),))
        assert f"{gap.question} {score.answer(concern)}" in list(_sentences.questions(kind))


def test_what_is_counted_is_whole_and_an_average_is_not() -> None:
    counted = Feature("x", "pots", 0, 9, Direction.EITHER, Cost.FREE, "it has {value:number} pots")
    averaged = Feature("y", "pots", 0, 9, Direction.EITHER, Cost.FREE, "it has {value:number} pots, on average")
    assert "it has 2 pots" in list(_sentences.said_of(counted))
    assert "it has 2.4 pots, on average" in list(_sentences.said_of(averaged))


def test_both_answers_of_a_feature_are_shown() -> None:
    feature = Feature("is_x", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "it is old | it is new")
    assert list(_sentences.said_of(feature))[:2] == ["it is old", "it is new"]


def test_what_a_check_earns_is_shown() -> None:
    check = Check("is_x", "package", Severity.INFO, "Is it old?", "", (), "", earns=3, credit="it is old")
    assert list(_sentences.describe(check)) == ["Is it old? yes.", "earned: it is old"]


def test_the_page_has_a_part_for_each_kind() -> None:
    page = "\n".join(_sentences.sections())
    for kind in KINDS:
        assert f"### Of {kind.plural}" in page
