"""From log-odds to a probability."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import exp, log
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_SMALLEST_RATE = 0.001


def log_rate(rate: float) -> float:
    """Return the logarithm of a project's rate; a project that never said so is one that rarely does."""
    return log(rate + _SMALLEST_RATE)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How common the outcome is where a subject comes from.

    Attributes:
        prevalence: how common the outcome was among the subjects calibrated on, or is where the model is used.
        rate: the feature that says how common it was where this subject comes from; "" where there is none.
        rate_slope: log-odds that one unit of `log_rate` adds.
        typical: `log_rate` of the typical rate, which adds nothing.
    """

    prevalence: float
    rate: str = ""
    rate_slope: float = 0.0
    typical: float = 0.0

    def probability(self, log_odds: float, rate: float | None = None) -> float:
        """Return the probability of the outcome.

        Args:
            log_odds: of a model, at the typical rate.
            rate: how common the outcome was where the subject comes from; None where unknown.
        """
        shift = 0.0 if rate is None else self.rate_slope * (log_rate(rate) - self.typical)
        return 1 / (1 + exp(-(log_odds + shift)))

    def to_json(self) -> dict[str, Any]:
        """Return plain numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """Undo `to_json`."""
        return cls(**data)
