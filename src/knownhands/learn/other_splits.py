"""Measure a training recipe on other splits, which trains again for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from knownhands.learn import split
from knownhands.learn.baselines import BASELINES
from knownhands.learn.calibration import RATE
from knownhands.learn.evaluate import baseline_scores, measure
from knownhands.learn.tables import plain
from knownhands.learn.train import SEED, train

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.learn.dataset import Dataset

_FOLDS = 5


def evaluate_recipe(data: Dataset, say: Callable[[str], None]) -> dict[str, Any]:
    """Measure what other ways of splitting would have said; trains again for each.

    Args:
        data: the changes trained on and later ones.
        say: called with one line before each slow step.

    Returns:
        Numbers by split.
    """
    rows = split.by_time(data)
    test = data.take(rows.test)
    scores = {"lapredict": baseline_scores(data, rows, test)["lapredict"]}
    result: dict[str, Any] = {}
    say("training again without each fold of projects")
    unseen = _unseen_projects(data, rows)
    result["unseen_projects"] = {name: measure(test, score, scores["lapredict"]) for name, score in unseen.items()}
    for gap in (0, 90):
        say(f"training again with a gap of {gap} days")
        again = train(data, split.by_time(data, gap=gap))
        result[f"gap_{gap}"] = {"model": measure(test, again.log_odds(test), scores["lapredict"])}
    say("training again on a random split")
    result["random_split"] = _random_split(data)
    return dict(plain(result, 5))


def _unseen_projects(data: Dataset, rows: split.TimeSplit) -> dict[str, np.ndarray]:
    """Score each project's test period with a model that saw nothing of that project."""
    found = {name: np.empty(int(rows.test.sum())) for name in ("head_all", "model")}
    inside = np.flatnonzero(rows.test)
    for held in split.by_project(data, _FOLDS, SEED):
        part = split.TimeSplit(rows.train & ~held, rows.calibrate & ~held, rows.test & held)
        trained = train(data, part)
        where = np.isin(inside, np.flatnonzero(part.test))
        held_out = data.take(part.test)
        margins = trained.margins(held_out)
        found["head_all"][where] = margins["all"]
        found["model"][where] = trained.combine(margins, held_out.column(RATE))
    return found


def _random_split(data: Dataset) -> dict[str, Any]:
    rows = split.at_random(data, SEED)
    trained = train(data, rows, seen_by=None)
    test = data.take(rows.test)
    old = data.take(rows.train)
    fit = next(one for one in BASELINES if one.id == "lapredict").fit
    reference = fit(old.columns(), old.regretted(), old.weight, SEED)(test.columns())
    return {"model": measure(test, trained.log_odds(test), reference), "lapredict": measure(test, reference, reference)}
