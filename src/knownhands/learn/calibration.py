"""From the heads' margins to one probability, a trust and a band."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import asdict, dataclass
from math import log
from typing import TYPE_CHECKING, Any

from knownhands.records import Band

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


RATE = "project_regret_rate"
"""The feature that says how often this project has said that something was a mistake."""
_SMALLEST_RATE = 0.001


def log_rate(rate: float) -> float:
    """Return the logarithm of a project's rate; a project that never said so is one that rarely does."""
    return log(rate + _SMALLEST_RATE)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line: slope · x + offset."""

    slope: float
    offset: float

    def at(self, x: float) -> float:
        """Return the height above x."""
        return self.slope * x + self.offset


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything between a margin and an answer; straight lines, so that reasons go on adding up.

    Attributes:
        heads: head → its margin to log-odds.
        prior: the logarithm of the project's own rate → log-odds to add; 0 at the typical rate.
        final: the higher of the heads' log-odds, and the prior → the log-odds of regret.
        trust: the log-odds of regret → trust points, before they are cut to 0…100.
        prevalence: how common regret was among the changes calibrated on, weighed as in training.
        trusted, review, high_risk: log-odds at which a band begins (trusted: ends).
        grid: log-odds, rising, for the curves below.
        percentile: share of unregretted changes below each grid point, in percent.
        low, high: bounds of the 90 % interval of the probability at each grid point, over projects.
    """

    heads: Mapping[str, Line]
    prior: Line
    final: Line
    trust: Line
    prevalence: float
    trusted: float
    review: float
    high_risk: float
    grid: tuple[float, ...]
    percentile: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]

    def log_odds(self, margins: Mapping[str, float], rate: float | None) -> tuple[float, str]:
        """Return the log-odds of regret and the head that decided.

        Args:
            margins: head → its margin.
            rate: the project's own rate of regret; None where unknown.
        """
        head = max(margins, key=lambda name: self.heads[name].at(margins[name]))
        return self.final.at(self.heads[head].at(margins[head]) + self.prior_at(rate)), head

    def prior_at(self, rate: float | None) -> float:
        """Return what a project's own rate adds to the higher head's log-odds; nothing where it is unknown."""
        return 0.0 if rate is None else self.prior.at(log_rate(rate))

    def band(self, log_odds: float) -> Band:
        """Return the band of a change."""
        if log_odds > self.high_risk:
            return Band.HIGH_RISK
        if log_odds > self.review:
            return Band.REVIEW
        return Band.TRUSTED if log_odds <= self.trusted else Band.ORDINARY

    def read(self, curve: Sequence[float], log_odds: float) -> float:
        """Read one of the curves, by straight lines between grid points and level beyond the last ones."""
        right = bisect_right(self.grid, log_odds)
        if right == 0:
            return curve[0]
        if right == len(self.grid):
            return curve[-1]
        left = right - 1
        part = (log_odds - self.grid[left]) / (self.grid[right] - self.grid[left])
        return curve[left] + part * (curve[right] - curve[left])

    def to_json(self) -> dict[str, Any]:
        """Return plain lists and numbers."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        """Undo `to_json`."""
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        fields["heads"] = {name: Line(**line) for name, line in data["heads"].items()}
        fields |= {name: Line(**data[name]) for name in ("prior", "final", "trust")}
        return cls(**fields)
