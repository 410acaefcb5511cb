"""Learn how often ordinary changes do what attacks do; no attack is learned from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knownhands.learn.model import Part
from knownhands.learn.rarity import RARITY, Rarity

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knownhands.declarations import Feature
    from knownhands.learn.examples import Examples

_NEVER = 0.5
"""Changes that what never happened is taken to have happened in."""
_DIGITS = 4


@dataclass(frozen=True)
class Surprise:
    """Counts.

    Attributes:
        id, title: as `Recipe` has them.
        family: a feature's id → what belongs together.
        worth: a feature's id → how much a bit of it counts.
        floor: a feature's id → the share of changes that it is taken to happen in at least.
        past, most, top: as `Rarity` has them.
    """

    id: str
    title: str
    family: Callable[[str], str]
    worth: Callable[[str], float]
    floor: Callable[[str], float]
    past: float
    most: float
    top: int

    def fit(
        self, data: Examples, features: Sequence[Feature], y: np.ndarray, weight: np.ndarray, seed: int
    ) -> tuple[Part, ...]:
        """Count in n subjects, of which those with an outcome y (n,) are left out, with weights (n,)."""
        del seed
        names = tuple(feature.id for feature in features)
        ordinary = data.take(~y)
        counted = weight[~y] * len(ordinary) / weight[~y].sum()
        happened = (counted[:, None] * (np.nan_to_num(ordinary.matrix(names)) > 0)).sum(axis=0)
        rate = np.maximum((happened + _NEVER) / (len(ordinary) + 1), list(map(self.floor, names)))
        rarity = Rarity(
            tuple(float(f"{value:.{_DIGITS}g}") for value in rate),
            tuple(map(self.family, names)),
            tuple(map(self.worth, names)),
            self.past,
            self.most,
            self.top,
        )
        return (Part(RARITY, rarity.to_text(), 1.0, names),)
