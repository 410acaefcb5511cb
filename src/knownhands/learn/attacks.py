"""What somebody who wants to look harmless can do to the features of a subject, whatever kind it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from knownhands.learn.examples import Examples
    from knownhands.learn.task import Trial


def made_to_look_ordinary(trial: Trial) -> Examples:
    """Set everything that is free or cheap to fake to the median of the ordinary subjects learned from."""
    good = trial.learned.take(~trial.task.known(trial.learned))
    cheap = [feature.id for feature in trial.task.features() if not feature.fake.is_hard]
    return trial.test.take(trial.y).with_features({name: _median(good.column(name)) for name in cheap})


def _median(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else np.nan
