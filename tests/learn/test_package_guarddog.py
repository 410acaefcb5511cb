"""GuardDog's scores beside the model's, and what happens where there are none."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from knownhands.features.assemble import features_of
from knownhands.learn.package import examples
from knownhands.learn.package.evaluate import measure_known
from knownhands.learn.package.guarddog import at_own_thresholds

if TYPE_CHECKING:
    from knownhands.learn.package.examples import Examples


def packages(is_malicious: list[bool], scores: list[float | None] | None = None) -> Examples:
    count = len(is_malicious)
    columns: dict[str, object] = {
        "id": [str(n) for n in range(count)], "is_malicious": is_malicious, "group": [str(n) for n in range(count)],
        "source": ["tree"] * count, "ecosystem": ["pypi"] * count, "form": ["sdist"] * count,
        "month": [202405] * count, "signature": [""] * count, "variant": [""] * count,
    }  # fmt: skip
    columns |= {feature.id: [0.0] * count for feature in features_of("package")}
    if scores is not None:
        columns["guarddog"] = pa.array(scores, pa.float64())
    return examples.from_table(pa.table(columns))


def test_a_missing_column_is_unknown_everywhere() -> None:
    assert np.isnan(packages([True, False]).guarddog).all()


def test_null_and_nan_are_unknown() -> None:
    assert np.isnan(packages([True, False, False], [None, math.nan, 0.0]).guarddog).tolist() == [True, True, False]


def test_its_labels_begin_at_its_thresholds() -> None:
    test = packages([True, True, False, False, False], [7.0, 4.9, 5.0, 0.0, math.nan])
    attacked = {"padded": packages([True, True], [6.9, None])}
    measured = at_own_thresholds(test, attacked)
    assert measured is not None
    assert (measured["packages"], measured["without"]) == (4, 1)
    assert measured["suspicious"] == {"caught": 0.5, "false_alarms": 0.5, "attacked": {"padded": 1.0}}
    assert measured["high_risk"] == {"caught": 0.5, "false_alarms": 0.0, "attacked": {"padded": 0.0}}


def test_without_scores_nothing_is_claimed() -> None:
    assert at_own_thresholds(packages([True, False]), {}) is None


def test_what_has_no_score_counts_on_neither_side() -> None:
    test = packages([True, True, False, False], [9.0, math.nan, 1.0, math.nan])
    assert measure_known(test, test.guarddog)["auc"] == 1.0
