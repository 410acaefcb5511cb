"""Turn measured features into a trust whose reasons add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knownhands.features.assemble import features_of
from knownhands.learn.calibration import RATE
from knownhands.records import Band, Reason, Risk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.learn.artefact import Artefact

_SHOWN = 12
_SMALLEST = 0.5  # points; less is not worth a line
_STARTS = {
    "all": "Every {} starts here, before anything is known of it.",
    "hard": "Judged by what is hard to fake alone: what anybody can type may not raise the trust above that.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a model says of one subject.

    Attributes:
        trust: 0…100.
        reasons: their points add up to `trust`.
    """

    trust: int
    band: Band
    risk: Risk
    reasons: tuple[Reason, ...]


def explain(model: Artefact, values: Mapping[str, float | None]) -> Verdict:
    """Score one subject.

    Args:
        model: the model to ask.
        values: feature id → value, None where unknown.
    """
    explained = model.explained(values)
    calibration, rate = model.calibration, values.get(RATE)
    log_odds, head = calibration.log_odds(
        {one: sum(found.values()) + bias for one, (found, bias) in explained.items()}, rate
    )
    contributions, bias = explained[head]
    final, own = calibration.final, calibration.heads[head]
    scale = calibration.trust.slope * final.slope
    start = calibration.trust.at(final.at(own.at(bias)))
    points = {name: scale * own.slope * part for name, part in contributions.items()}
    if rate is not None:
        points[RATE] = points.get(RATE, 0.0) + scale * calibration.prior_at(rate)
    trust = round(min(100.0, max(0.0, calibration.trust.at(log_odds))))
    reasons = _reasons(model, values, points, round(start, 1), trust, head)
    return Verdict(trust, calibration.band(log_odds), risk(model, log_odds), reasons)


def risk(model: Artefact, log_odds: float) -> Risk:
    """Read everything about a risk from the model's calibration."""
    from math import exp

    calibration = model.calibration
    return Risk(
        probability=1 / (1 + exp(-log_odds)),
        interval=(calibration.read(calibration.low, log_odds), calibration.read(calibration.high, log_odds)),
        prevalence=calibration.prevalence,
        percentile=calibration.read(calibration.percentile, log_odds),
    )


def _reasons(  # noqa: PLR0913, PLR0917 - one caller, and each is a different thing
    model: Artefact,
    values: Mapping[str, float | None],
    points: Mapping[str, float],
    start: float,
    trust: int,
    head: str,
) -> tuple[Reason, ...]:
    features = {feature.id: feature for feature in features_of(model.subject)}
    ordered = sorted(points, key=lambda name: (-abs(points[name]), name))
    shown = [name for name in ordered[:_SHOWN] if abs(points[name]) >= _SMALLEST]
    reasons = [Reason("starting-point", start, None, None, None, _STARTS[head].format(model.subject))]
    for name in shown:
        value, typical = values[name], model.typical[name]
        sentence = features[name].explain(value, typical)
        reasons.append(Reason(name, round(points[name], 1), value, typical, features[name].fake, sentence))
    told = sum(reason.points for reason in reasons)
    whole = start + sum(points.values())
    beyond = round(min(100.0, max(0.0, whole)) - whole, 1)
    others = round(trust - told - beyond, 1)
    left = len(points) - len(shown)
    reasons.append(
        Reason("smaller-reasons", others, None, None, None, f"{left} smaller reasons together, and rounding")
    )
    if beyond:
        reasons.append(Reason("end-of-scale", beyond, None, None, None, "The scale ends at 0 and at 100."))
    return tuple(reasons)
