"""A task that only the tests know: which pots crack in the kiln. One constant, and the engine does the rest."""

import numpy as np
import pyarrow as pa

from knownhands.declarations import Cost, Direction, Family, Feature
from knownhands.learn import splits
from knownhands.learn.baselines import Baseline, logistic
from knownhands.learn.calibrate import by_group
from knownhands.learn.measure import at_budget
from knownhands.learn.recipe import Boosting, Logistic
from knownhands.learn.task import Attack, Goal, Retraining, Rows, Slice, Split, Task

FAMILY = Family(
    id="shape",
    subject="pot",
    version=1,
    reads=("pots",),
    columns=(
        Feature("wall_mm", "millimetres", 0, 50, Direction.FALLS, Cost.COSTLY, "its wall is {value:.0f} mm thick"),
        Feature("height_mm", "millimetres", 0, 900, Direction.RISES, Cost.FREE, "it is {value:.0f} mm high"),
        Feature("handles", "handles", 0, 9, Direction.EITHER, Cost.FREE, "it has {value:.0f} handles"),
    ),
    sql="SELECT subject_id, wall_mm, height_mm, handles FROM pots",
)
_TREES = {"min_data_in_leaf": 10, "num_leaves": 4, "num_threads": 1}


def _cracked(data) -> np.ndarray:
    return data.keys["cracked"].astype(bool)


def _potter(data) -> np.ndarray:
    return np.asarray(data.keys["potter"])


def _ones(data) -> np.ndarray:
    return np.ones(len(data))


def _split(data) -> Split:
    is_old = data.keys["year"] < 1950
    return Split(is_old, ~is_old)


def _folds(data):
    fold = splits.deal(_potter(data), 2)
    return [(fold == 0, fold == 1), (fold == 1, fold == 0)]


TASK = Task(
    id="pot_cracks",
    kind="pot",
    title="whether a pot will crack in the kiln",
    words=("cracked", "whole"),
    keys=("cracked", "potter", "year"),
    texts=("potter",),
    known=_cracked,
    outcome=_cracked,
    groups=_potter,
    split=_split,
    folds=_folds,
    rows=lambda data, y, _seed: Rows(data, y, np.ones(len(data))),
    parts=(Boosting("trees", "trees", 1.0, 20, _TREES), Logistic("line", "line", 1.0, 1.0)),
    calibration_weight=_ones,
    references=lambda data, z: by_group(data, z, _ones(data), "potter", "pots"),
    alarm_share=lambda trial, _rows, z: trial.model.reference.alarm_share(z),
    measure=at_budget(_potter, 0.01),
    headline="recall_fpr_1",
    baselines=(Baseline("height", "height alone", ("height_mm",), logistic(("height_mm",))),),
    families=lambda: (FAMILY,),
    slices=(Slice("tall", "tall pots", lambda trial: trial.test.column("height_mm") > 300),),
    attacks=(Attack("sawn", "sawn off", lambda trial: trial.test.take(trial.y).with_features({"height_mm": 100})),),
    retrainings=(Retraining("mixed", "a random split", lambda data: [splits.at_random(data, 0.3)]),),
    goals=(Goal("recall", 0.1, ("scores", "model", "recall_fpr_1")),),
)


def pots(seed: int, count: int = 1200) -> pa.Table:
    """Invent pots; a tenth of the walls were never measured."""
    rng = np.random.default_rng(seed)
    wall, height = rng.integers(3, 30, count).astype(float), rng.integers(50, 600, count).astype(float)
    cracked = rng.random(count) < 1 / (1 + np.exp(-(height / 60 - wall / 2 - 1)))
    wall[rng.random(count) < 0.1] = np.nan
    return pa.table({
        "cracked": cracked,
        "potter": [f"potter {number}" for number in np.where(cracked, 0, 20) + rng.integers(20, size=count)],
        "year": rng.integers(1900, 2000, count),
        "wall_mm": wall,
        "height_mm": height,
        "handles": rng.integers(0, 3, count).astype(float),
    })  # fmt: skip
