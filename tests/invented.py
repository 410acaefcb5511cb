"""Invented changes to learn from: nobody's history, drawn from a seed."""

from math import inf
from pathlib import Path

import numpy as np
import pyarrow as pa

from knownhands.capabilities.load import capabilities
from knownhands.declarations import Feature
from knownhands.features.assemble import families_of
from knownhands.features.change._events import VIEW
from knownhands.learn import saved
from knownhands.learn.calibrate import always_beside
from knownhands.learn.examples import Examples
from knownhands.learn.extract import NEVER, TEST_DAY
from knownhands.learn.model import Model, Part
from knownhands.learn.probability import Calibration
from knownhands.learn.rarity import RARITY, Rarity
from knownhands.learn.reference import of_subjects
from knownhands.learn.sources import examples_of
from knownhands.learn.tasks.change_defect import TASK
from knownhands.learn.train import train

COLUMNS = tuple(feature for family in TASK.families() for feature in family.columns)
"""What is invented: all that could be learned from, what the task leaves out too."""


def as_table(seed: int, changes: int = 4200, projects: int = 6) -> pa.Table:
    """Invent changes from six years before the test to two years into it, laid out as the Parquet files are.

    What went wrong at the touched files, what the title says and the size all matter; every tenth value is unknown.
    """
    rng = np.random.default_rng(seed)
    features = {feature.id: _column(feature, changes, rng) for feature in COLUMNS}
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
    saved.write(train(TASK, data.take(TASK.split(data).learn), lambda _line: None), TASK.families(), folder)
    saved.seal(folder)
    return folder


def attack_model() -> Model:
    """Return a model to which each event is a thing of its own, and happens in 1 of 500 ordinary changes, and what is common in all."""
    names = tuple(feature.id for family in families_of("change") if family.view == VIEW for feature in family.columns)
    size = len(names)
    common = tuple(f"_{known.id}" for known in capabilities().values() if known.is_common)
    rate = tuple(1.0 if name.endswith(common) else 0.002 for name in names)
    rarity = Rarity(rate, names, (1.0,) * size, past=200.0, most=16.0, top=5)
    ordinary = of_subjects(np.concatenate([np.zeros(900), np.linspace(0.5, 8, 100)]), "changes of other projects")
    return Model(
        id="invented-attack",
        folder=None,
        sha256="f" * 64,
        task="change_attack",
        kind="change",
        features=names,
        typical=dict.fromkeys(names),
        parts=(Part(RARITY, rarity.to_text(), 1.0, names),),
        offset=0.0,
        calibration=Calibration(0.0),
        references={"": always_beside(ordinary, 200)},
    )


def _column(feature: Feature, changes: int, rng: np.random.Generator) -> np.ndarray:
    if feature.unit == "yes or no":
        values = (rng.random(changes) < 0.2).astype(float)
    elif feature.high == inf:
        values = np.floor(2.0 ** rng.integers(-1, 9, changes))  # few different values: LightGBM is quicker
    else:
        values = rng.integers(0, 9, changes) / 8 * feature.high
    values[rng.random(changes) < 0.1] = np.nan
    return values
