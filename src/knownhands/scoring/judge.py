"""Judge subjects of any kind: every concern, the trust, the band, and what it says in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from knownhands.checks.assemble import checks_of
from knownhands.records import Answer, Band, Concern, ModelRef, Unknown
from knownhands.score import Score
from knownhands.scoring.earn import earn
from knownhands.scoring.explain import REST, Measured, explain, matrix
from knownhands.scoring.rules import by_checks, settle
from knownhands.scoring.scale import BUDGET, MOST_UNEARNED
from knownhands.scoring.sentence import verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knownhands.declarations import Kind, Question
    from knownhands.learn.model import Model
    from knownhands.records import Read, Reason
    from knownhands.scoring.case import Case, Reading

_GRAVITY = (Band.ORDINARY, Band.REVIEW, Band.HIGH_RISK)
_UNREAD = "nothing of it could be read"
_NO_MODEL = "no model answers this"


@dataclass(frozen=True, slots=True)
class Judged:
    """A score, and where its reasons come from.

    Attributes:
        numbers: concern → the row of `subjects` whose values its reasons explain.
    """

    score: Score
    numbers: Mapping[str, int]


def judge(kind: Kind, cases: Sequence[Case], models: Mapping[str, Model], budget: float = BUDGET) -> list[Judged]:
    """Judge many subjects of one kind.

    Args:
        kind: of the subjects.
        cases: what is known of each.
        models: learning task → the model that answers; a question whose model is missing is unknown.
        budget: share of ordinary subjects that may be called `review` or worse.
    """
    answers: list[list[Concern]] = [[] for _ in cases]
    numbers: list[dict[str, int]] = [{} for _ in cases]
    for question in kind.questions:
        if not question.task:
            for case, answered in zip(cases, answers, strict=True):
                answered.append(by_checks(question, case.findings, budget))
            continue
        for at, (concern, number) in _by_model(kind, question, cases, models.get(question.task), budget).items():
            answers[at].append(settle(concern, question, cases[at].findings, budget))
            numbers[at][question.id] = number
    return [
        Judged(_score(kind, case, answered, number, models), number)
        for case, answered, number in zip(cases, answers, numbers, strict=True)
    ]


def _by_model(
    kind: Kind, question: Question, cases: Sequence[Case], model: Model | None, budget: float
) -> dict[int, tuple[Concern, int]]:
    """Ask a model about every case: place → its concern and the row of `subjects` that it is about."""
    unanswered = Concern(question.id, question.question, Band.UNKNOWN, None, None, "")
    answers = dict.fromkeys(range(len(cases)), (unanswered, -1))
    if model is None:
        return answers
    readings = [(at, _riskiest(model, case.readings)) for at, case in enumerate(cases) if _is_measured(model, case)]
    subjects = [_measured(model, cases[at], reading) for at, reading in readings]
    for (at, reading), concern in zip(readings, explain(kind, question, model, subjects, budget), strict=True):
        is_whole = all(part.is_whole for part in cases[at].readings) and question.id not in cases[at].partly
        is_quiet = concern.band not in {Band.REVIEW, Band.HIGH_RISK}
        answers[at] = (unanswered, -1) if is_quiet and not is_whole else (concern, reading.number)
    return answers


def _is_measured(model: Model, case: Case) -> bool:
    """Whether a model has anything to go by: of what is wholly unknown nothing is said, and nothing is ordinary."""
    return any(reading.values.get(name) is not None for reading in case.readings for name in model.features)


def _riskiest(model: Model, readings: Sequence[Reading]) -> Reading:
    return readings[int(np.argmax(model.log_odds(matrix(model, readings))))] if len(readings) > 1 else readings[0]


def _measured(model: Model, case: Case, reading: Reading) -> Measured:
    reference = case.references.get(model.task) or model.reference_of(case.group)
    return Measured(reading, reference, case.rate)


def _score(
    kind: Kind, case: Case, concerns: Sequence[Concern], numbers: Mapping[str, int], models: Mapping[str, Model]
) -> Score:
    gaps = _gaps(kind, case, concerns, models)
    named = {
        question.id: ModelRef(models[question.task].id, models[question.task].sha256)
        for question in kind.questions
        if question.task in models
    }
    known = {concern.id for concern in concerns if concern.band is not Band.UNKNOWN}
    score = Score(
        subject=case.subject,
        as_of=case.as_of,
        trust=None,
        band=Band.UNKNOWN,
        verdict="",
        concerns=tuple(concerns),
        findings=case.findings,
        read=case.read,
        unknown=gaps,
        model=next(iter(named.values()), None),
        header=case.header,
        models={id_: ref for id_, ref in named.items() if id_ in known},
        values=next((reading.values for reading in case.readings if reading.number in numbers.values()), {}),
    )
    score = _decide(kind, case, score)
    return replace(score, verdict=verdict(kind, score), model=named.get(score.decided_by, score.model))


def _decide(kind: Kind, case: Case, score: Score) -> Score:
    """Let the worst concern decide; without the answer of a model only an alarm is a verdict."""
    known = [concern for concern in score.concerns if concern.band in _GRAVITY]
    if not known:
        return score
    worst = min(known, key=trust_of)
    needed = {question.id for question in kind.questions if question.task}
    is_open = any(concern.id in needed for concern in score.concerns if concern.band is Band.UNKNOWN)
    if is_open and worst.band is Band.ORDINARY:
        return score
    earned: tuple[Reason, ...] = ()
    if case.may_earn and all(concern.band is Band.ORDINARY for concern in known):
        earned = earn({check.id: check for check in checks_of(kind)}, case.findings, trust_of(worst))
    trust = round(trust_of(worst) + sum(reason.points for reason in earned))
    band = Band.TRUSTED if trust > MOST_UNEARNED else worst.band
    concerns = tuple(
        _add_up(concern, trust, earned) if concern.id == worst.id else concern for concern in score.concerns
    )
    return replace(score, trust=trust, band=band, decided_by=worst.id, concerns=concerns, earned=earned)


def trust_of(concern: Concern) -> float:
    """Return the trust that a concern's reasons add up to."""
    return max(0.0, round(sum(reason.points for reason in concern.reasons), 1))


def _add_up(concern: Concern, trust: int, earned: Sequence[Reason]) -> Concern:
    """Put the rounding of the trust among the smaller reasons, so that a reader who adds gets the trust shown."""
    over = round(trust - sum(reason.points for reason in (*concern.reasons, *earned)), 1)
    reasons = [
        replace(reason, points=round(reason.points + over, 1)) if reason.feature == REST else reason
        for reason in concern.reasons
    ]
    return replace(concern, reasons=tuple(reasons))


def _gaps(kind: Kind, case: Case, concerns: Sequence[Concern], models: Mapping[str, Model]) -> tuple[Unknown, ...]:
    """Name every question that has no answer, and why; where nothing could be measured, what stood in the way comes first."""
    gaps = [Unknown(question.id, question.gap) for question in kind.questions if question.gap]
    questions = {question.id: question for question in kind.questions}
    open_ = [
        Unknown(concern.id, _why(questions[concern.id], case, models))
        for concern in concerns
        if concern.band is Band.UNKNOWN and not questions[concern.id].gap
    ]
    return (*gaps, *open_, *case.unknown) if case.readings else (*gaps, *case.unknown, *open_)


def _why(question: Question, case: Case, models: Mapping[str, Model]) -> str:
    if not question.task:
        answers = {finding.answer for finding in case.findings if finding.concern == question.id}
        if Answer.NO in answers:
            return "most of the checks about it could not be answered, and the others found nothing"
        return "none of the checks about it could be answered" if answers else "no check about it could be asked"
    if question.task not in models:
        return _NO_MODEL
    return _cut_short(case.read) if case.readings else _UNREAD


def _cut_short(read: Read) -> str:
    """Name what could not be read; the rest of it, where there is any, shows nothing."""
    paths = [gap.path for gap in read.unread if gap.path]
    others = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
    unread = f"{paths[0]}{others} could not be read" if paths else "not all of it could be read"
    return f"{unread}, and what was read shows nothing" if read.runs else unread
