"""Turn what a model says of subjects into concerns whose reasons add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knownhands.features.assemble import families_of, features_of
from knownhands.records import Concern, Reason
from knownhands.scoring.scale import band_at, trust_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.declarations import Kind, Question
    from knownhands.learn.model import Model
    from knownhands.learn.reference import Reference
    from knownhands.scoring.case import Reading

_SHOWN = 12
_SMALLEST = 0.5  # points; less is not worth a line
_STEP = 0.01  # log-odds; over less than that the slope of the scale is read off this far around
START = "starting-point"
REST = "smaller-reasons"
EXTRAPOLATED = "none of them looks as risky"
PROJECT = "project"
"""The view of families about the project as a whole: what they say moves the starting point and is no reason."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One subject as a model sees it.

    Attributes:
        reference: the ordinary subjects to compare it with.
        rate: how often the outcome was seen in its project; None where that is not known.
    """

    reading: Reading
    reference: Reference
    rate: float | None


def matrix(model: Model, readings: Sequence[Reading]) -> np.ndarray:
    """Lay readings out as a model reads them, (n, features), NaN where unknown."""
    rows = [[reading.values.get(name) for name in model.features] for reading in readings]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(model.features))


def explain(kind: Kind, question: Question, model: Model, subjects: Sequence[Measured], budget: float) -> list[Concern]:
    """Answer one question about many subjects, each with the reasons that lead to its trust.

    Args:
        kind: of the subjects.
        question: the concern.
        model: whose task the question names.
        subjects: what was measured of them.
        budget: share of ordinary subjects that may be called `review` or worse.
    """
    if not subjects:
        return []
    rows = matrix(model, [subject.reading for subject in subjects])
    log_odds = model.log_odds(rows)
    contributions, bias = model.contributions(rows)
    biases = np.broadcast_to(bias, len(rows))
    concerns = []
    for at, subject in enumerate(subjects):
        alarm_share = share_at(subject.reference, float(log_odds[at]))
        concerns.append(
            Concern(
                id=question.id,
                question=question.question,
                band=band_at(alarm_share, budget),
                alarm_share=alarm_share,
                probability=model.probability(float(log_odds[at]), subject.rate) if model.is_calibrated else None,
                reference=_reference(subject, float(log_odds[at])),
                reasons=_reasons(kind, model, subject, contributions[at], float(biases[at])),
            )
        )
    return concerns


def _reference(subject: Measured, log_odds: float) -> str:
    compared = subject.reference.of
    if not subject.reference.is_extrapolated(np.array([log_odds]))[0]:
        return compared
    return f"{compared}; {EXTRAPOLATED}, so the scale goes on by the model's log-odds"


def share_at(reference: Reference, log_odds: float) -> float:
    """Return the share of ordinary subjects that look at least as risky, to as many digits as the answer deserves."""
    return float(f"{reference.alarm_share(np.array([log_odds]))[0]:.4g}")


def _reasons(kind: Kind, model: Model, subject: Measured, contributions: np.ndarray, bias: float) -> tuple[Reason, ...]:
    """Share out the way from the starting point to the trust in proportion to what each feature adds to the log-odds."""
    added = dict(zip(model.features, map(float, contributions), strict=True))
    about_project = {
        feature.id for family in families_of(kind.evidence) if family.view == PROJECT for feature in family.columns
    }
    start = bias + sum(value for name, value in added.items() if name in about_project)
    own = {name: value for name, value in added.items() if name not in about_project}
    slope = _slope(subject.reference, start, start + sum(own.values()))
    points = {name: slope * value for name, value in own.items()}
    begin = round(trust_at(share_at(subject.reference, start)), 1)
    whole = trust_at(share_at(subject.reference, start + sum(own.values())))
    features = {feature.id: feature for feature in features_of(kind.evidence)}
    ordered = sorted(points, key=lambda name: (-abs(points[name]), name))
    shown = [name for name in ordered[:_SHOWN] if abs(points[name]) >= _SMALLEST]
    whose = " of this project" if about_project else ""
    reasons = [
        Reason(START, begin, None, None, None, f"Every {kind.id}{whose} starts here, before anything is known of it.")
    ]
    for name in shown:
        value, typical = subject.reading.values.get(name), model.typical.get(name)
        sentence = features[name].explain(value, typical)
        reasons.append(Reason(name, round(points[name], 1), value, typical, features[name].fake, sentence))
    left = round(whole - sum(reason.points for reason in reasons), 1)
    return (*reasons, Reason(REST, left, None, None, None, _smaller(len(points) - len(shown))))


def _smaller(count: int) -> str:
    """Name what is not worth a line of its own.

    >>> _smaller(0), _smaller(1), _smaller(90)
    ('rounding', '1 smaller reason, and rounding', '90 smaller reasons together, and rounding')
    """
    if not count:
        return "rounding"
    return "1 smaller reason, and rounding" if count == 1 else f"{count} smaller reasons together, and rounding"


def _slope(reference: Reference, start: float, end: float) -> float:
    """Return how many points a unit of log-odds is worth between two risks."""
    if abs(end - start) < _STEP:
        start, end = start - _STEP, end + _STEP
    return (trust_at(share_at(reference, end)) - trust_at(share_at(reference, start))) / (end - start)
