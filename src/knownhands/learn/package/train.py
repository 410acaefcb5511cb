"""Train the package model: one part for each view of the evidence, and one that sees only what is hard to fake.

The parts of the views are trained one after the other, each on what those before it left open, so that their sum is the
log-odds and a view that is missing can be left out of it. Copies of the malicious packages, padded with honest files or
dressed in honest metadata, are learned from too: what an attacker can do in an afternoon should not be what helps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knownhands.errors import UsageError
from knownhands.features.assemble import features_of
from knownhands.learn import artefact, calibrate
from knownhands.learn.heads import ALL, HARD
from knownhands.learn.package import attacks
from knownhands.learn.package.examples import views
from knownhands.records import Direction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import lightgbm

    from knownhands.learn.calibration import Calibration
    from knownhands.learn.package.examples import Examples

SEED = 20260101
PREVALENCE = 0.001
"""How common malicious packages are among those uploaded: what was found in a week of npm and 37 days of PyPI."""
_ROUNDS = {"contents": 500, "metadata": 150, "name": 60, HARD: 150}
_PARAMETERS: Mapping[str, object] = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 8,
    "min_data_in_leaf": 10,
    "lambda_l2": 5.0,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
_SIGN = {Direction.RISES: 1, Direction.FALLS: -1, Direction.EITHER: 0}
_COPIES = 0.3
"""How much an attacked copy weighs beside the archive itself; chosen among folds of what is learned from."""
_FOLDS = 5
_FEWEST = 50


@dataclass(frozen=True, slots=True)
class Trained:
    """All parts with their calibration, not yet written.

    Attributes:
        parts: part → its features.
        texts: part → the model as LightGBM's text.
        calibration: fitted on what each fold's model had not seen.
    """

    parts: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, str]
    calibration: Calibration

    def log_odds(self, data: Examples) -> np.ndarray:
        """Return the calibrated log-odds (n,) of each package: the higher of the two heads."""
        final = self.calibration.final
        return np.asarray(final.slope * calibrate.higher(self.calibration.heads, margins(self, data)) + final.offset)


def train(data: Examples, seed: int = SEED, *, hardened: bool = True) -> Trained:
    """Train on packages; thresholds come from folds that the fold's own model had not seen.

    Args:
        data: only what may be learned from.
        seed: makes it repeatable.
        hardened: whether to learn from attacked copies too.

    Raises:
        UsageError: too few packages of one kind to learn from.
    """
    bad = int(data.is_malicious.sum())
    if min(bad, len(data) - bad) < _FEWEST:
        raise UsageError(
            f"There are {bad} malicious and {len(data) - bad} ordinary packages to learn from; {_FEWEST} of each are needed.",
            "Add archives with scripts/build_package_corpus.py.",
        )
    unseen = {head: np.empty(len(data)) for head in (ALL, HARD)}
    fold = _folds(data, seed)
    for number in range(_FOLDS):
        parts, texts = _fit(data.take(fold != number), seed, hardened=hardened)
        for head, values in _margins(parts, texts, data.take(fold == number)).items():
            unseen[head][fold == number] = values
    _, group = np.unique(data.group, return_inverse=True)
    seen = calibrate.Outcomes(unseen, data.is_malicious, np.full(len(data), np.nan), group, np.ones(len(data)))
    fitted = calibrate.fit(seen, seed, order=caught_at_budget)
    parts, texts = _fit(data, seed, hardened=hardened)
    return Trained(parts, texts, calibrate.at_prevalence(fitted, PREVALENCE))


def margins(trained: Trained, data: Examples) -> dict[str, np.ndarray]:
    """Return head → (n,) margins, before calibration."""
    return _margins(trained.parts, trained.texts, data)


def trained_from(model: artefact.Artefact) -> Trained:
    """Return what was trained, from a model that was loaded."""
    texts = {part: model.folder.joinpath(artefact.model_file(part)).read_text() for part in model.parts}
    return Trained(model.parts, texts, model.calibration)


def write(trained: Trained, data: Examples, folder: Path) -> None:
    """Write a model's folder, without its metrics and card.

    Args:
        trained: what to write.
        data: what it was trained on; the median of its ordinary packages is called typical.
        folder: is made if need be.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for part, text in trained.texts.items():
        folder.joinpath(artefact.model_file(part)).write_text(text)
    good = data.take(~data.is_malicious)
    typical = {name: _median(good.column(name)) for name in good.names}
    described = artefact.features_json("package", trained.parts, _heads(trained.parts), typical)
    for name, content in (("features.json", described), ("calibration.json", trained.calibration.to_json())):
        (folder / name).write_text(json.dumps(content, indent=1, sort_keys=True) + "\n")


def caught_at_budget(seen: calibrate.Outcomes, score: np.ndarray) -> float:
    """Return the share of malicious packages above the threshold of `review`."""
    return float(np.mean(score[seen.y] > np.quantile(score[~seen.y], 1 - calibrate.REVIEW_BUDGET)))


def _fit(data: Examples, seed: int, *, hardened: bool) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    good, bad = data.take(~data.is_malicious), data.take(data.is_malicious)
    own = len(data)
    if hardened:
        data = data.join(attacks.padded(bad, good, seed)).join(attacks.transplanted(bad, good, seed))
    hard = tuple(feature.id for feature in features_of("package") if feature.fake.is_hard)
    weight = _weights(data, np.where(np.arange(len(data)) < own, 1.0, _COPIES))
    parts, texts = {**views(), HARD: hard}, {}
    margin = np.zeros(len(data))
    for part, names in parts.items():
        start = None if part == HARD else margin
        texts[part], added = _fit_part(data.matrix(names), data, names, part, weight, start, seed)
        margin += added
    return parts, texts


def _fit_part(  # noqa: PLR0913, PLR0917 - one caller, and each is a different thing
    matrix: np.ndarray,
    data: Examples,
    names: tuple[str, ...],
    part: str,
    weight: np.ndarray,
    margin: np.ndarray | None,
    seed: int,
) -> tuple[str, np.ndarray]:
    import lightgbm

    sign = {feature.id: _SIGN[feature.risk] for feature in features_of("package")}
    rows = lightgbm.Dataset(
        matrix, label=data.is_malicious.astype(np.float64), weight=weight, init_score=margin, feature_name=list(names)
    )
    parameters = {
        **_PARAMETERS,
        "seed": seed,
        "extra_trees": part != HARD,
        "monotone_constraints": [sign[name] for name in names],
    }
    booster = lightgbm.train(parameters, rows, num_boost_round=_ROUNDS[part])
    return str(booster.model_to_string()), _margin(booster, matrix)


def _margins(parts: Mapping[str, tuple[str, ...]], texts: Mapping[str, str], data: Examples) -> dict[str, np.ndarray]:
    import lightgbm

    found = {}
    for head, members in _heads(parts).items():
        found[head] = np.zeros(len(data))
        for part in members:
            found[head] += _margin(lightgbm.Booster(model_str=texts[part]), data.matrix(parts[part]))
    return found


def _margin(booster: lightgbm.Booster, matrix: np.ndarray) -> np.ndarray:
    """Return what a part gives to each row (n,): where nothing of its view is known, what it gives on average."""
    margin = np.asarray(booster.predict(matrix, raw_score=True))
    is_missing = np.isnan(matrix).all(axis=1)
    if is_missing.any():
        margin[is_missing] = np.asarray(booster.predict(matrix[is_missing][:1], pred_contrib=True))[0, -1]
    return margin


def _heads(parts: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {ALL: tuple(part for part in parts if part != HARD), HARD: (HARD,)}


def _folds(data: Examples, seed: int) -> np.ndarray:
    """Deal whole groups into folds; return each row's fold, (n,)."""
    groups, index = np.unique(data.group, return_inverse=True)
    dealt = np.random.default_rng(seed).permutation(len(groups)) % _FOLDS
    return np.asarray(dealt[index])


def _weights(data: Examples, each: np.ndarray) -> np.ndarray:
    """Make both kinds weigh the same, and let a group count by the square root of its packages; the mean is 1.

    Args:
        data: n packages.
        each: (n,) how much each weighs beside the others of its kind.
    """
    _, index, count = np.unique(data.group, return_inverse=True, return_counts=True)
    weight = each / np.sqrt(count[index])
    for kind in (True, False):
        rows = data.is_malicious == kind
        weight[rows] /= weight[rows].sum()
    return np.asarray(weight * len(weight) / weight.sum())


def _median(values: np.ndarray) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else None
