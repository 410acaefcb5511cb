"""Ask how far what was learned carries over to malicious packages of npm, of which nothing is learned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from knownhands.learn.package.examples import TRANSFER

if TYPE_CHECKING:
    from knownhands.learn.package.examples import Examples
    from knownhands.learn.package.train import Trained

_FPR = 0.01


def transfer(data: Examples, test: Examples, trained: Trained) -> dict[str, Any]:
    """Say how much npm malware a model catches: by the threshold of 1 % false alarms of all, of npm alone, and by `review`."""
    asked = data.take(data.variant == TRANSFER)
    if not len(asked):
        return {"archives": 0, "campaigns": 0, "recall": None, "recall_npm": None, "review": None}
    score, good = trained.log_odds(asked), test.take(~test.is_malicious)
    ordinary = trained.log_odds(good)
    own = ordinary[good.ecosystem == "npm"]
    return {
        "archives": len(asked),
        "campaigns": len(set(asked.group)),
        "recall": float(np.mean(score > np.quantile(ordinary, 1 - _FPR))),
        "recall_npm": float(np.mean(score > np.quantile(own, 1 - _FPR))) if len(own) else None,
        "review": float(np.mean(score > trained.calibration.review)),
    }
