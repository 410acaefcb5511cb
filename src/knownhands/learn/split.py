"""Cut a data set by time and by project, so that nothing is tested on what it has seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from knownhands.learn.dataset import MATURE_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.learn.dataset import Dataset

TEST_DAY = (date(2021, 1, 1) - date(1970, 1, 1)).days
"""Changes that came in from this day on are tested on; nothing said after it is trained on."""
_CALIBRATION_DAYS = 365


@dataclass(frozen=True, slots=True)
class TimeSplit:
    """Three masks over a data set, each (n,)."""

    train: np.ndarray
    calibrate: np.ndarray
    test: np.ndarray


def by_time(data: Dataset, *, gap: int = MATURE_DAYS) -> TimeSplit:
    """Train on the oldest changes, calibrate on the year after them, test from `TEST_DAY` on.

    Args:
        data: what to cut.
        gap: days left out before the test begins; with less than a year some of the changes trained on are too
            young to be called good.
    """
    end = TEST_DAY - gap
    start = end - _CALIBRATION_DAYS
    return TimeSplit(data.day < start, (data.day >= start) & (data.day < end), data.day >= TEST_DAY)


def by_project(data: Dataset, folds: int, seed: int) -> Iterator[np.ndarray]:
    """Deal the projects into folds and yield, for each, the mask (n,) of its changes."""
    order = np.random.default_rng(seed).permutation(len(data.projects))
    for fold in range(folds):
        yield np.isin(data.project, order[fold::folds])


def at_random(data: Dataset, seed: int) -> TimeSplit:
    """Cut at random, 60/20/20: only ever reported as what a wrong protocol would have claimed."""
    place = np.random.default_rng(seed).permutation(len(data)) / max(len(data), 1)
    return TimeSplit(place < 0.6, (place >= 0.6) & (place < 0.8), place >= 0.8)  # noqa: PLR2004 - the shares above
