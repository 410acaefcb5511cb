"""What checks say of a concern: alone where no model answers it, and for certain where they are decisive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.declarations import Cost, Severity
from knownhands.records import Answer, Band, Concern, Reason
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
_REFERENCE = "what a yes of this severity may be among ordinary subjects, at most"


def by_checks(question: Question, findings: Sequence[Finding], budget: float) -> Concern:
    """Answer a question by its checks alone: the gravest yes decides.

    Returns:
        `unknown` where most checks could not be answered and none said yes, or no more than an alarm could be and there is none.
    """
    own = [finding for finding in findings if finding.concern == question.id]
    answered = [finding for finding in own if finding.answer in {Answer.YES, Answer.NO}]
    unanswered = Concern(question.id, question.question, Band.UNKNOWN, None, None, _REFERENCE)
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
    return Concern(question.id, question.question, band_at(share, budget), share, None, _REFERENCE, tuple(reasons))


def _share_of(is_gravest: bool, alarm_share: float) -> float:
    """The gravest yes takes all the points: two of a severity are no rarer than one of the severity above."""
    return trust_at(alarm_share) - MOST_UNEARNED if is_gravest else 0.0


def _is_rare(finding: Finding) -> bool:
    """Whether a yes is rare enough to move anything; the others are among the findings."""
    return ALARM_SHARES[finding.severity] < 1


def settle(concern: Concern, findings: Sequence[Finding]) -> Concern:
    """Leave no trust where a check of the gravest severity says yes; its reason takes what there was.

    What a model says of how probable it is would contradict what is known, and is left out.
    """
    decisive = next((finding for finding in findings if finding.concern == concern.id and is_decisive(finding)), None)
    if decisive is None or (concern.alarm_share == 0 and concern.reasons):
        return concern
    left = sum(reason.points for reason in concern.reasons)
    reason = _reason(decisive, -left)
    return replace(concern, band=Band.HIGH_RISK, alarm_share=0.0, probability=None, reasons=(*concern.reasons, reason))


def is_decisive(finding: Finding) -> bool:
    """Say whether a finding settles its concern by itself."""
    return finding.answer is Answer.YES and finding.severity is Severity.CRITICAL


def _reason(finding: Finding, points: float) -> Reason:
    return Reason(finding.check, round(points, 1) + 0.0, 1.0, None, Cost.COSTLY, finding.claim, finding.evidence)


def _gravity(finding: Finding) -> tuple[float, str]:
    return ALARM_SHARES[finding.severity], finding.check
