"""Train both heads, calibrate them, and write a model's folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knownhands.errors import UsageError
from knownhands.learn import artefact, calibrate, heads
from knownhands.learn.calibration import RATE
from knownhands.learn.split import TEST_DAY, TimeSplit, by_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from knownhands.learn.calibration import Calibration
    from knownhands.learn.dataset import Dataset

SEED = 20260101
_FEWEST = 50


@dataclass(frozen=True, slots=True)
class Trained:
    """Both heads with their calibration, not yet written.

    Attributes:
        texts: head → the model as LightGBM's text.
        calibration: fitted on later changes than the heads.
    """

    texts: Mapping[str, str]
    calibration: Calibration

    def margins(self, data: Dataset) -> dict[str, np.ndarray]:
        """Return head → (n,) margins."""
        return {head: heads.margins(text, data) for head, text in self.texts.items()}

    def log_odds(self, data: Dataset) -> np.ndarray:
        """Return the calibrated log-odds (n,) of each change: the higher of the two heads."""
        return self.combine(self.margins(data), data.column(RATE))

    def combine(self, margins: Mapping[str, np.ndarray], rate: np.ndarray) -> np.ndarray:
        """Turn margins (n,) and the projects' own rates (n,) into calibrated log-odds (n,)."""
        final = self.calibration.final
        prior = np.asarray([self.calibration.prior_at(None if np.isnan(one) else one) for one in rate])
        return np.asarray(final.slope * (calibrate.higher(self.calibration.heads, margins) + prior) + final.offset)


def train(
    data: Dataset, split: TimeSplit | None = None, *, seen_by: int | None = TEST_DAY - 1, seed: int = SEED
) -> Trained:
    """Train on the older changes and calibrate on the later ones, with what was known when the test begins.

    Args:
        data: the changes.
        split: which rows to use; by default time, with a year's gap before the test.
        seen_by: the last day whose markers may be looked at; None for all.
        seed: makes it repeatable.

    Raises:
        UsageError: too few regretted changes to learn from.
    """
    split = split or by_time(data)
    y = data.regretted() if seen_by is None else data.regretted(seen_by=seen_by)
    for rows, what in ((split.train, "train on"), (split.calibrate, "calibrate on")):
        if y[rows].sum() < _FEWEST:
            raise UsageError(
                f"There are {int(y[rows].sum())} regretted changes to {what}; {_FEWEST} are needed.",
                "Add clones with a longer history, or of projects that revert by name.",
            )
    older, later = data.take(split.train), data.take(split.calibrate)
    texts = {head: heads.train_head(older, y[split.train], head, seed) for head in heads.HEADS}
    margins = {head: heads.margins(text, later) for head, text in texts.items()}
    seen = calibrate.Outcomes(margins, y[split.calibrate], later.column(RATE), later.project, later.weight)
    return Trained(texts, calibrate.fit(seen, seed))


def trained_from(model: artefact.Artefact) -> Trained:
    """Return what was trained, from a model that was loaded."""
    texts = {head: model.folder.joinpath(artefact.model_file(head)).read_text() for head in model.heads}
    return Trained(texts, model.calibration)


def write(trained: Trained, typical: Mapping[str, float | None], folder: Path) -> None:
    """Write a model's folder, without its metrics and card."""
    folder.mkdir(parents=True, exist_ok=True)
    for head, text in trained.texts.items():
        folder.joinpath(artefact.model_file(head)).write_text(text)
    parts = {head: heads.head_features(head) for head in heads.HEADS}
    described = artefact.features_json("change", parts, {head: (head,) for head in parts}, typical)
    _write_json(folder / "features.json", described)
    _write_json(folder / "calibration.json", trained.calibration.to_json())


def typical_values(data: Dataset) -> dict[str, float | None]:
    """Return feature id → median of the known values."""
    found = {}
    for name in data.names:
        known = data.column(name)[~np.isnan(data.column(name))]
        found[name] = float(np.median(known)) if len(known) else None
    return found


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n")
