"""A linear model of logarithms, in which not knowing a value counts for itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Linear:
    """Log-odds = intercept + Σ coefficient · (t(x) - centre) / scale + Σ unknown · (is unknown - share unknown).

    t(x) = sign(x) · log(1 + |x|). A column adds nothing where its value is what it is on average.

    Attributes:
        intercept: the log-odds that contributions are added to.
        centre, scale: mean and standard deviation of t(x) where it is known, one each per column.
        coefficient: what one standard deviation adds.
        unknown: what not knowing the value adds.
        unknown_share: how often the value was unknown.
    """

    intercept: float
    centre: tuple[float, ...]
    scale: tuple[float, ...]
    coefficient: tuple[float, ...]
    unknown: tuple[float, ...]
    unknown_share: tuple[float, ...]

    def log_odds(self, matrix: np.ndarray) -> np.ndarray:
        """Return one value (n,) per row of matrix: (n, columns), NaN where unknown."""
        total = np.full(len(matrix), self.intercept)
        for column in range(
            len(self.centre)
        ):  # NOTE: one after the other, as the sum of a matrix product differs by machine
            total += self._column(column, matrix[:, column])
        return total

    def contributions(self, matrix: np.ndarray) -> tuple[np.ndarray, float]:
        """Return what each column adds to the rows' log-odds, (n, columns), and the log-odds they are added to."""
        parts = [self._column(column, matrix[:, column]) for column in range(len(self.centre))]
        return np.column_stack(parts), self.intercept

    def bias(self) -> float:
        """Return the log-odds that contributions are added to."""
        return self.intercept

    def to_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Linear:
        """Undo `to_text`."""
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
        }
        return cls(**fields)

    def _column(self, column: int, values: np.ndarray) -> np.ndarray:
        is_unknown = np.isnan(values)
        slope = self.coefficient[column] / self.scale[column]
        known = np.where(is_unknown, 0.0, slope * (logarithm(values) - self.centre[column]))
        return np.asarray(known + self.unknown[column] * (is_unknown - self.unknown_share[column]))


def logarithm(values: np.ndarray) -> np.ndarray:
    """Return sign(x) · log(1 + |x|) of each value; unknown stays unknown."""
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))
