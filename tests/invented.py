"""Invented changes to learn from: nobody's history, drawn from a seed."""

from math import inf
from pathlib import Path

import numpy as np
import pyarrow as pa

from knownhands.features.assemble import features_of
from knownhands.learn import artefact, train
from knownhands.learn.dataset import Dataset
from knownhands.learn.split import TEST_DAY
from knownhands.records import Feature

NEVER = 32767


def invent(seed: int, changes: int = 4200, projects: int = 6) -> Dataset:
    """Invent changes from six years before the test period to two years into it.

    What was regretted at the touched files (hard to fake), what the title says (free) and the size all matter;
    every tenth value is unknown.
    """
    rng = np.random.default_rng(seed)
    features = np.column_stack([_column(feature, changes, rng) for feature in features_of("change")]).astype(np.float32)
    names = tuple(feature.id for feature in features_of("change"))
    known = {name: np.nan_to_num(features[:, place]) for place, name in enumerate(names)}
    risk = 4 * known["file_regret_rate"] + 2 * known["is_second_try"] + 0.5 * np.log1p(known["lines_added"]) - 5
    day = rng.integers(TEST_DAY - 6 * 365, TEST_DAY + 2 * 365, changes)
    is_regretted = rng.random(changes) < 1 / (1 + np.exp(-risk))
    told = np.where(is_regretted, day + rng.integers(1, 365, changes), NEVER)
    is_revert = rng.random(changes) < 0.5
    return Dataset(
        names=names,
        features=features,
        project=rng.integers(projects, size=changes),
        projects=tuple(f"pottery/{number}" for number in range(projects)),
        day=day,
        reverted=np.where(is_revert, told, NEVER),
        blamed=np.where(is_revert, NEVER, told),
        last=np.full(projects, TEST_DAY + 3 * 365),
        weight=np.where(is_regretted, 1.0, 2.0),
    )


def as_table(data: Dataset) -> pa.Table:
    """Lay changes out as the Parquet files do."""
    whole = {"day": data.day, "reverted": data.reverted, "blamed": data.blamed, "last": data.last[data.project]}
    columns = {"project": np.asarray(data.projects)[data.project]}
    columns |= {name: values.astype(np.int16) for name, values in whole.items()}
    columns["weight"] = data.weight.astype(np.float32)
    return pa.table(columns | {name: data.features[:, place] for place, name in enumerate(data.names)})


def _column(feature: Feature, changes: int, rng: np.random.Generator) -> np.ndarray:
    if feature.unit == "yes or no":
        values = (rng.random(changes) < 0.2).astype(float)
    elif feature.high == inf:
        values = np.floor(2.0 ** rng.integers(-1, 9, changes))  # few different values: LightGBM is quicker
    else:
        values = rng.integers(0, 9, changes) / 8 * feature.high
    values[rng.random(changes) < 0.1] = np.nan
    return values


def make_model(folder: Path) -> Path:
    """Train a model on invented changes and seal it, without a card."""
    data = invent(0)
    train.write(train.train(data), train.typical_values(data), folder)
    artefact.seal(folder)
    return folder
