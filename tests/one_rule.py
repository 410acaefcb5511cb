"""A model of invented packages, made in a second: what runs programs while it is installed is bad, all else is ordinary."""

from math import inf
from pathlib import Path

import lightgbm
import numpy as np

from knownhands.features.assemble import features_of
from knownhands.learn import artefact
from knownhands.learn.calibration import Calibration, Line
from knownhands.learn.heads import ALL, HARD
from knownhands.learn.package import train
from knownhands.learn.package.examples import Examples, views
from knownhands.records import Feature

BAD = "install_process"
_CURVE = (-8.0, 0.0, 8.0)


def invent(seed: int, packages: int = 400) -> Examples:
    """Invent packages of which half are malicious, by one feature alone; the others are drawn from a seed."""
    rng = np.random.default_rng(seed)
    features = features_of("package")
    names = tuple(feature.id for feature in features)
    matrix = np.column_stack([_column(feature, packages, rng) for feature in features])
    is_malicious = np.arange(packages) % 2 == 1
    matrix[:, names.index(BAD)] = is_malicious
    return Examples(
        names=names,
        features=matrix,
        is_malicious=is_malicious,
        group=np.arange(packages).astype(str),
        source=np.full(packages, "sdist"),
        ecosystem=np.full(packages, "pypi"),
        form=np.full(packages, "sdist"),
        month=np.full(packages, 202201),
        variant=np.full(packages, ""),
        guarddog=np.full(packages, np.nan),
    )


def make_package_model(folder: Path) -> Path:
    """Train a model on invented packages and seal it, without a card; the calibration is chosen by hand."""
    data = invent(0)
    parts = {**views(), HARD: tuple(feature.id for feature in features_of("package") if feature.fake.is_hard)}
    texts = {part: _fit(data.matrix(names), data) for part, names in parts.items()}
    train.write(train.Trained(parts, texts, _calibration()), data, folder)
    artefact.seal(folder)
    return folder


def _fit(matrix: np.ndarray, data: Examples) -> str:
    rows = lightgbm.Dataset(matrix, label=data.is_malicious.astype(float))
    settings = {"objective": "binary", "num_leaves": 4, "num_threads": 1, "verbosity": -1, "seed": 1}
    return str(lightgbm.train(settings, rows, num_boost_round=20).model_to_string())


def _calibration() -> Calibration:
    same = Line(1.0, 0.0)
    return Calibration(
        heads={ALL: same, HARD: Line(1.0, -4.0)},
        prior=Line(0.0, 0.0),
        final=same,
        trust=Line(-10.0, 50.0),
        prevalence=0.01,
        trusted=-4.0,
        review=1.0,
        high_risk=1.5,
        grid=_CURVE,
        percentile=(1.0, 50.0, 99.0),
        low=(0.001, 0.1, 0.8),
        high=(0.01, 0.6, 0.99),
    )


def _column(feature: Feature, packages: int, rng: np.random.Generator) -> np.ndarray:
    if feature.high == inf:
        return np.floor(rng.exponential(12, packages))
    return rng.integers(0, 9, packages) / 8 * feature.high
