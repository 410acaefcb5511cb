"""How rare it is to do what a change does: bits, the rarest of each family, the largest few added up."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from math import log
from typing import Any

import numpy as np

RARITY = "rarity.json"
"""The file that such a part is kept in."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """Log-odds = ln 2 · the sum of the `top` largest of: in each family the rarest event, in bits.

    A column holds 0 where the event did not happen, else 1 and how many of the up to 1,000 changes before it did the same, or
    one half where that is not known. How rare an event is where it never happened before comes from other projects; a
    project's own past can only make it more ordinary.

    Attributes:
        rate: share of ordinary changes with the event, one per column, above 0.
        family: what belongs together, one per column.
        weight: how much a bit of it counts, one per column.
        past: how many changes of other projects stand beside the 1,000 of the project's own.
        most: bits that one event is worth at most.
        top: how many families count.
    """

    rate: tuple[float, ...]
    family: tuple[str, ...]
    weight: tuple[float, ...]
    past: float
    most: float
    top: int

    def log_odds(self, matrix: np.ndarray) -> np.ndarray:
        """Return one value (n,) per row of matrix: (n, columns), NaN where unknown."""
        added, start = self.contributions(matrix)
        return np.asarray(added.sum(axis=1) + start)

    def contributions(self, matrix: np.ndarray) -> tuple[np.ndarray, float]:
        """Return what each column adds to the rows' log-odds, (n, columns), and the log-odds they are added to."""
        bits = self._bits(matrix)
        added = np.zeros(matrix.shape)
        for row in np.flatnonzero(bits.any(axis=1)):
            for column in self._chosen(bits[row]):
                added[row, column] = bits[row, column] * log(2)
        return added, 0.0

    def bias(self) -> float:
        """Return the log-odds that contributions are added to."""
        return 0.0

    def to_text(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_text(cls, text: str) -> Rarity:
        """Undo `to_text`."""
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in json.loads(text).items()
        }
        return cls(**fields)

    def _bits(self, matrix: np.ndarray) -> np.ndarray:
        """Return how rare each event is, (n, columns), 0 where it did not happen or is not known."""
        happened = np.nan_to_num(matrix) > 0
        rate = np.asarray(self.rate)
        earlier = np.maximum(np.nan_to_num(matrix) - 1, 0)
        own = (self.past * rate + earlier) / (self.past + _WINDOW)
        bits = np.minimum(-np.log2(np.maximum(rate, own)), self.most) * np.asarray(self.weight)
        return np.where(happened, bits, 0.0)

    def _chosen(self, bits: np.ndarray) -> list[int]:
        """Name the columns that count in one row: (columns,)."""
        best: dict[str, int] = {}
        for column in np.flatnonzero(bits):
            family = self.family[column]
            if family not in best or bits[column] > bits[best[family]]:
                best[family] = int(column)
        return sorted(best.values(), key=lambda column: (-bits[column], column))[: self.top]


_WINDOW = 1000
