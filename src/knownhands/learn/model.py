"""A trained model: a weighted sum of parts, each of them text or JSON, and nothing that runs when it is loaded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from knownhands.ecosystems._known import known_ecosystems
from knownhands.learn.linear import Linear
from knownhands.learn.rarity import RARITY, Rarity
from knownhands.learn.trees import Trees

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from knownhands.learn.probability import Calibration
    from knownhands.learn.reference import Reference


class Scorer(Protocol):
    """What a part asks: trees or a linear model."""

    def log_odds(self, matrix: np.ndarray) -> np.ndarray:
        """Return (n,) for matrix: (n, columns)."""

    def contributions(self, matrix: np.ndarray) -> tuple[np.ndarray, float]:
        """Return (n, columns) and what they are added to."""

    def bias(self) -> float:
        """Return what contributions are added to."""


@dataclass(frozen=True)
class Part:
    """One summand of a model.

    Attributes:
        file: the file it is kept in: `.txt` is LightGBM's text, `.json` a linear model.
        text: what the file holds.
        weight: how much its log-odds count.
        columns: which of the model's features it sees.
    """

    file: str
    text: str
    weight: float
    columns: tuple[str, ...]

    def scorer(self) -> Scorer:
        """Load it."""
        if self.file == RARITY:
            return Rarity.from_text(self.text)
        if self.file.endswith(".json"):
            return Linear.from_text(self.text)
        return Trees(self.text, len(self.columns))


@dataclass(frozen=True)
class Model:
    """A model that can be asked.

    Attributes:
        id: the folder's name; "" of a model that was never written.
        folder: where it is; None of a model that was never written.
        sha256: digest of its SHA256SUMS, and so of all its files.
        task: what it has learnt.
        kind: the kind of subject that it scores.
        features: feature ids, the columns of every matrix matrix.
        typical: feature id → median over the ordinary subjects trained on; None where it was never known.
        parts: what is added up.
        offset: what is added to their sum.
        calibration: from log-odds to a probability.
        references: which ordinary subjects → how they look; "" is all of them.
    """

    id: str
    folder: Path | None
    sha256: str
    task: str
    kind: str
    features: tuple[str, ...]
    typical: Mapping[str, float | None]
    parts: tuple[Part, ...]
    offset: float
    calibration: Calibration
    references: Mapping[str, Reference]

    @property
    def reference(self) -> Reference:
        """How ordinary subjects look, all of them together."""
        return self.references[""]

    @property
    def is_calibrated(self) -> bool:
        """Whether its log-odds say how probable the outcome is; of what is only known to be rare nobody knows that."""
        return self.calibration.prevalence > 0

    def reference_of(self, group: str) -> Reference:
        """How ordinary subjects of a group (an ecosystem) look; all together where there were too few of it."""
        own, ecosystem = self.references.get(group, self.reference), known_ecosystems().get(group)
        if ecosystem is None or own is self.reference:
            return own
        return replace(own, of=f"{self.reference.of} of {ecosystem.title}")

    def only(self, recipe: str) -> Model:
        """Return the model without the parts of other recipes."""
        parts = tuple(part for part in self.parts if part.file.partition(".")[0].partition("-")[0] == recipe)
        return replace(self, parts=parts)

    def log_odds(self, matrix: np.ndarray) -> np.ndarray:
        """Return the log-odds (n,) of rows matrix: (n, features), NaN where unknown, where the outcome is as common as usual.

        A part of which no column is known adds what it adds on average: neither good news nor bad.
        """
        total = np.full(len(matrix), self.offset)
        for part, scorer, columns in self._scorers:
            own = matrix[:, columns]
            added, is_blank = scorer.log_odds(own), np.isnan(own).all(axis=1)
            if is_blank.any():
                added[is_blank] = scorer.bias()
            total += part.weight * added
        return total

    def contributions(self, matrix: np.ndarray) -> tuple[np.ndarray, float]:
        """Return what each feature adds to the rows' log-odds, (n, features), and the log-odds they are added to."""
        total, bias = np.zeros(matrix.shape), self.offset
        for part, scorer, columns in self._scorers:
            own = matrix[:, columns]
            is_known = ~np.isnan(own).all(axis=1)
            added, start = scorer.contributions(own)
            total[:, columns] += part.weight * added * is_known[:, None]
            bias += part.weight * start
        return total, bias

    def probability(self, log_odds: float, rate: float | None = None) -> float:
        """Return the probability of the outcome; `rate` is how common it was where the subject comes from."""
        return self.calibration.probability(log_odds, rate)

    @property
    def _scorers(self) -> list[tuple[Part, Scorer, list[int]]]:
        loaded = self.__dict__.get("_loaded")
        if loaded is None:
            at = {name: place for place, name in enumerate(self.features)}
            loaded = [(part, part.scorer(), [at[name] for name in part.columns]) for part in self.parts]
            self.__dict__["_loaded"] = loaded
        return loaded
