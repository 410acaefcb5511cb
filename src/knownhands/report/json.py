"""The score contract `knownhands.score/1`, for programs: one object for one score, an array for a list.

The text is plain ASCII: what a repository smuggled in arrives escaped, also on a terminal.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from knownhands import __version__
from knownhands.inventory import Inventory
from knownhands.records import Band, Score
from knownhands.report._format import DIRECTION, Format, tenths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.records import Evidence, Finding, Reason, Risk, Subject

SCHEMA = "knownhands.score/1"
_DIGITS = 4


def _text(text: str) -> str:
    """Replace what is no Unicode (names that are not UTF-8), which most JSON readers refuse."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _rounded(value: float) -> float:
    """Round to as many digits as the estimates deserve."""
    return float(f"{value:.{_DIGITS}g}")


def _number(value: float | None) -> float | int | None:
    """Keep whole numbers whole, round the others; what is not a finite number is unknown."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if float(value).is_integer() else float(f"{value:.6g}")


def _subject(subject: Subject) -> dict[str, object]:
    return {
        "kind": subject.kind,
        "id": _text(subject.id),
        "repository": _text(subject.repository),
        "base": subject.base,
        "head": subject.head,
        "commits": subject.commits,
    }


def _risk(risk: Risk) -> dict[str, object]:
    return {
        "probability": _rounded(risk.probability),
        "interval": [_rounded(bound) for bound in risk.interval],
        "prevalence": _rounded(risk.prevalence),
        "percentile": _rounded(risk.percentile),
    }


def _evidence(evidence: Evidence) -> dict[str, object]:
    return {"kind": evidence.kind, "ref": _text(evidence.ref)}


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "feature": reason.feature,
        "points": tenths(reason.points),
        "value": _number(reason.value),
        "typical": _number(reason.typical),
        "cost_to_fake": reason.cost_to_fake and reason.cost_to_fake.value,
        "sentence": _text(reason.sentence),
        "evidence": [_evidence(evidence) for evidence in reason.evidence],
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "answer": finding.answer.value,
        "sentence": _text(finding.sentence),
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
    }


def contract(score: Score) -> dict[str, object]:
    """Lay a score out as the contract says, keys in the contract's order."""
    known = score.trust is not None and score.risk is not None
    return {
        "schema": SCHEMA,
        "subject": _subject(score.subject),
        "as_of": score.as_of,
        "trust": score.trust if known else None,
        "direction": DIRECTION,
        "band": (score.band if known else Band.UNKNOWN).value,
        "risk": _risk(score.risk) if score.risk and known else None,
        "coverage": _rounded(score.coverage),
        "reasons": [_reason(reason) for reason in score.reasons],
        "findings": [_finding(finding) for finding in score.findings],
        "unknown": [{"id": gap.id, "why": _text(gap.why)} for gap in score.unknown],
        "model": {"id": score.model.id, "sha256": score.model.sha256} if score.model else None,
        "version": __version__,
    }


def render(scores: Score | Sequence[Score] | Inventory) -> str:
    """Print the contract; a probability that is no number is our bug and raises `ValueError`."""
    scores = scores.scores if isinstance(scores, Inventory) else scores
    laid_out = contract(scores) if isinstance(scores, Score) else [contract(score) for score in scores]
    return json.dumps(laid_out, indent=2, allow_nan=False) + "\n"


FORMAT: Format = render
