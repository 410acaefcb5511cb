"""Ways to train one summand of a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knownhands.declarations import Direction
from knownhands.learn.linear import Linear, logarithm
from knownhands.learn.model import Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knownhands.declarations import Feature
    from knownhands.learn.examples import Examples

_SIGN = {Direction.RISES: 1, Direction.FALLS: -1, Direction.EITHER: 0}
_SAME: Mapping[str, object] = {
    "objective": "binary",
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbosity": -1,
}
DIGITS = 6
"""Digits that a fit by another processor or with other threads has in common with this one."""


@dataclass(frozen=True)
class Boosting:
    """LightGBM's boosted trees.

    Attributes:
        id, title: as `Recipe` has them.
        weight: how much its log-odds count.
        rounds: how many trees are grown.
        parameters: LightGBM's.
        bags: how many times with another seed; the mean is taken.
        follows_signs: whether the risk may only move as the features declare.
    """

    id: str
    title: str
    weight: float
    rounds: int
    parameters: Mapping[str, object]
    bags: int = 1
    follows_signs: bool = False

    def fit(
        self, data: Examples, features: Sequence[Feature], y: np.ndarray, weight: np.ndarray, seed: int
    ) -> tuple[Part, ...]:
        """Train on n subjects with outcomes y (n,) and weights (n,)."""
        import lightgbm

        names = [feature.id for feature in features]
        parameters = {**_SAME, **self.parameters}
        if self.follows_signs:
            parameters["monotone_constraints"] = [_SIGN[feature.risk] for feature in features]
        rows = lightgbm.Dataset(
            data.matrix(names), label=y.astype(np.float64), weight=weight, feature_name=names, params=parameters
        ).construct()
        texts = [
            lightgbm.train({**parameters, "seed": seed + bag}, rows, num_boost_round=self.rounds).model_to_string()
            for bag in range(self.bags)
        ]
        return tuple(
            Part(
                f"{self.id}-{bag}.txt" if self.bags > 1 else f"{self.id}.txt",
                text,
                self.weight / self.bags,
                tuple(names),
            )
            for bag, text in enumerate(texts, start=1)
        )


@dataclass(frozen=True)
class Logistic:
    """Logistic regression on logarithms, in which not knowing a value is a column of its own.

    Attributes:
        id, title: as `Recipe` has them.
        weight: how much its log-odds count.
        inverse_penalty: scikit-learn's C.
    """

    id: str
    title: str
    weight: float
    inverse_penalty: float

    def fit(
        self, data: Examples, features: Sequence[Feature], y: np.ndarray, weight: np.ndarray, seed: int
    ) -> tuple[Part, ...]:
        """Train on n subjects with outcomes y (n,) and weights (n,)."""
        del seed
        names = tuple(feature.id for feature in features)
        design, line = _design(data, names)
        coefficients, intercept = fit_logistic(design, y, weight, self.inverse_penalty)
        known, unknown = np.split(coefficients, 2)
        fitted = Linear(
            float(np.round(intercept, DIGITS)),
            line.centre,
            line.scale,
            _listed(known),
            _listed(unknown),
            line.unknown_share,
        )
        return (Part(f"{self.id}.json", fitted.to_text(), self.weight, names),)


def fit_logistic(
    design: np.ndarray, y: np.ndarray, weight: np.ndarray, inverse_penalty: float = 1e6
) -> tuple[np.ndarray, float]:
    """Fit a logistic regression until nothing moves that is written down; return coefficients and intercept."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=inverse_penalty, solver="newton-cholesky", tol=1e-9, max_iter=200)
    model.fit(design, y, sample_weight=weight)
    return np.asarray(model.coef_[0], float), float(model.intercept_[0])


def _design(data: Examples, names: Sequence[str]) -> tuple[np.ndarray, Linear]:
    """Return standardised logarithms, 0 where unknown, beside centred flags of what is unknown; and how they were made."""
    design = np.empty((len(data), 2 * len(names)))
    centre, scale, unknown_share = [], [], []
    for place, name in enumerate(names):
        values = logarithm(data.column(name))
        is_known = ~np.isnan(values)
        known = values[is_known]
        middle = round(float(known.mean()), DIGITS) if len(known) else 0.0
        spread = round(float(known.std()), DIGITS) if len(known) else 0.0
        spread, share = spread or 1.0, round(float(1 - is_known.mean()), DIGITS)
        design[:, place] = np.where(is_known, (values - middle) / spread, 0.0)
        design[:, len(names) + place] = ~is_known - share
        centre.append(middle)
        scale.append(spread)
        unknown_share.append(share)
    blank = (0.0,) * len(names)
    return design, Linear(0.0, tuple(centre), tuple(scale), blank, blank, tuple(unknown_share))


def _listed(values: np.ndarray) -> tuple[float, ...]:
    return tuple(float(value) for value in np.round(values, DIGITS) + 0.0)
