"""What tells the rows of packages apart: the columns beside the features."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from knownhands.learn.examples import Examples

TRANSFER = "transfer"
"""The variant of malicious npm packages: neither learned from nor tested with, but asked whether what was learned carries over."""
BANDS = {"review": 0.01, "high_risk": 0.001}
PROGRAMS, PROGRAM_BYTES = "programs", "program_bytes"
FOLDS = 5


def malicious(data: Examples) -> np.ndarray:
    """Say which packages are malicious; bool, one for each row."""
    return data.keys["is_malicious"].astype(bool)


def groups_of(data: Examples) -> np.ndarray:
    """Return the campaign or the owner of each row; text."""
    return np.asarray(data.keys["group"])


def is_pypi(data: Examples) -> np.ndarray:
    """Say which packages are Python's; bool, one for each row."""
    return np.asarray(data.keys["ecosystem"] == "pypi")
