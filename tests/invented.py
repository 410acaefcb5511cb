"""Invented changes to learn from: nobody's history, drawn from a seed."""

from math import inf
from pathlib import Path

import numpy as np
import pyarrow as pa

from knownhands.declarations import Feature
from knownhands.features.assemble import families_of, features_of
from knownhands.learn import saved
from knownhands.learn.examples import Examples
from knownhands.learn.extract import NEVER, TEST_DAY
from knownhands.learn.sources import examples_of
from knownhands.learn.tasks.change_defect import TASK
from knownhands.learn.train import train


def as_table(seed: int, changes: int = 4200, projects: int = 6) -> pa.Table:
    """Invent changes from six years before the test to two years into it, laid out as the Parquet files are.

    What went wrong at the touched files, what the title says and the size all matter; every tenth value is unknown.
    """
    rng = np.random.default_rng(seed)
    features = {feature.id: _column(feature, changes, rng) for feature in features_of("change")}
    known = {name: np.nan_to_num(values) for name, values in features.items()}
    risk = 4 * known["file_defect_rate"] + 2 * known["is_code_without_test"] + 0.5 * np.log1p(known["lines_added"]) - 5
    day = rng.integers(TEST_DAY - 6 * 365, TEST_DAY + 2 * 365, changes)
    is_defect = rng.random(changes) < 1 / (1 + np.exp(-risk))
    said = np.where(is_defect, day + rng.integers(1, 365, changes), NEVER)
    is_revert = rng.random(changes) < 0.5
    keys = {
        "day": day,
        "reverted": np.where(is_revert, said, NEVER),
        "blamed": np.where(is_revert, NEVER, said),
        "last": np.full(changes, TEST_DAY + 3 * 365),
    }
    project = np.array([f"pottery/{number}" for number in range(projects)])[rng.integers(projects, size=changes)]
    columns = {"project": project, **{name: values.astype(np.int16) for name, values in keys.items()}}
    columns["weight"] = np.where(is_defect, 1.0, 2.0).astype(np.float32)
    return pa.table(columns | {name: values.astype(np.float32) for name, values in features.items()})


def invent(seed: int, changes: int = 4200, projects: int = 6) -> Examples:
    """Invent the same as examples of the task."""
    return examples_of(TASK, as_table(seed, changes, projects), lambda _line: None)


def make_model(folder: Path) -> Path:
    """Train a model on invented changes and seal it, without a card."""
    data = invent(0)
    folder.mkdir(parents=True)
    saved.write(train(TASK, data.take(TASK.split(data).learn), lambda _line: None), families_of("change"), folder)
    saved.seal(folder)
    return folder


def _column(feature: Feature, changes: int, rng: np.random.Generator) -> np.ndarray:
    if feature.unit == "yes or no":
        values = (rng.random(changes) < 0.2).astype(float)
    elif feature.high == inf:
        values = np.floor(2.0 ** rng.integers(-1, 9, changes))  # few different values: LightGBM is quicker
    else:
        values = rng.integers(0, 9, changes) / 8 * feature.high
    values[rng.random(changes) < 0.1] = np.nan
    return values
