"""What checks say of a concern: alone where no model answers it, and for certain where they are decisive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.declarations import Cost, Severity
from knownhands.records import BY_CHECKS, Answer, Band, Concern, Reason
from knownhands.scoring.explain import START
from knownhands.scoring.scale import MOST_UNEARNED, band_at, trust_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.declarations import Question
    from knownhands.records import Finding

ALARM_SHARES = {
    Severity.LOW: 1.0,
    Severity.INFO: 1.0,
    Severity.MEDIUM: 0.1,
    Severity.HIGH: 0.01,
    Severity.CRITICAL: 0.0,
}
"""Severity → the most of ordinary subjects that may answer yes, by the definition of the severities; a yes of the gravest
is no alarm that could be false, and leaves no trust."""


def by_checks(question: Question, findings: Sequence[Finding], budget: float) -> Concern:
    """Answer a question by its checks alone: the gravest yes decides.

    Returns:
        `unknown` where most checks could not be answered and none said yes, or no more than an alarm could be and there is none.
    """
    own = [finding for finding in findings if finding.concern == question.id]
    answered = [finding for finding in own if finding.answer in {Answer.YES, Answer.NO}]
    unanswered = Concern(question.id, question.question, Band.UNKNOWN, None, None, BY_CHECKS)
    yes = sorted((finding for finding in answered if finding.answer is Answer.YES), key=_gravity)
    is_open = sum(finding.answer is Answer.UNKNOWN for finding in own) > len(answered)
    if not answered or (is_open and not yes):
        return unanswered
    share = ALARM_SHARES[yes[0].severity] if yes else 1.0
    if question.gap and band_at(share, budget) is Band.ORDINARY:
        return unanswered
    start = Reason(
        START, float(MOST_UNEARNED), None, None, None, "Nothing found is worth this much; more has to be earned."
    )
    reasons = [start, *(_reason(finding, _share_of(finding is yes[0], share)) for finding in yes if _is_rare(finding))]
    return Concern(question.id, question.question, band_at(share, budget), share, None, BY_CHECKS, tuple(reasons))


def _share_of(is_gravest: bool, alarm_share: float) -> float:
    """The gravest yes takes all the points: two of a severity are no rarer than one of the severity above."""
    return trust_at(alarm_share) - MOST_UNEARNED if is_gravest else 0.0


def _is_rare(finding: Finding) -> bool:
    """Whether a yes is rare enough to move anything; the others are among the findings."""
    return ALARM_SHARES[finding.severity] < 1


def settle(concern: Concern, question: Question, findings: Sequence[Finding], budget: float) -> Concern:
    """Leave no trust where a check of the gravest severity says yes; its reason takes what there was.

    Where a model knows nothing of what the checks ask, a severe yes that is rarer than what the model saw lowers the trust too.
    What a model says of how probable it is would contradict what is known, and is left out.
    """
    own = [finding for finding in findings if finding.concern == concern.id and finding.answer is Answer.YES]
    counted = [finding for finding in own if is_decisive(finding) or (question.weighs_checks and _is_rare(finding))]
    if not counted:
        return concern
    gravest = min(counted, key=_gravity)
    share = ALARM_SHARES[gravest.severity]
    if concern.alarm_share is None and not is_decisive(gravest):
        checked = by_checks(question, findings, budget)
        return concern if checked.band is Band.ORDINARY else checked
    if concern.alarm_share is not None and concern.alarm_share <= share and concern.reasons:
        return concern
    points = trust_at(share) - sum(reason.points for reason in concern.reasons)
    reasons = (*concern.reasons[:1], _reason(gravest, points), *concern.reasons[1:])
    band, reference = band_at(share, budget), concern.reference if is_decisive(gravest) else BY_CHECKS
    return replace(concern, band=band, alarm_share=share, probability=None, reference=reference, reasons=reasons)


def is_decisive(finding: Finding) -> bool:
    """Say whether a finding settles its concern by itself."""
    return finding.answer is Answer.YES and finding.severity is Severity.CRITICAL


def _reason(finding: Finding, points: float) -> Reason:
    return Reason(finding.check, round(points, 1) + 0.0, 1.0, None, Cost.COSTLY, finding.claim, finding.evidence)


def _gravity(finding: Finding) -> tuple[float, str]:
    return ALARM_SHARES[finding.severity], finding.check
