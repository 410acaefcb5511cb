"""Invented packages to learn from: nobody's, drawn from a seed."""

import os
from math import inf
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knownhands.cli._main import main
from knownhands.declarations import Direction, Feature
from knownhands.features.assemble import features_of
from knownhands.learn.examples import Examples
from knownhands.learn.sources import examples_of
from knownhands.learn.tasks._package_attacks import view_of
from knownhands.learn.tasks.package_malware import TASK
from knownhands.store.connection import alone

SOURCES = {"tree": "pypi", "sdist": "pypi", "wheel": "pypi", "npm": "npm"}
VARIANTS = ("padded", "data-file", "split")


def invent(seed: int, packages: int = 360, group: int = 3) -> pa.Table:
    """Invent archives of campaigns and owners, a third of them malicious, laid out as the Parquet file is.

    A malicious one has more of what is risky and less of what is not. Every eighth has no metadata that can be read.
    Some malicious ones are there a second time, attacked.
    """
    rng = np.random.default_rng(seed)
    is_malicious = np.arange(packages) % 3 == 0
    features = {feature.id: _column(feature, is_malicious, rng) for feature in features_of("package")}
    for name in view_of("metadata"):
        features[name][::8] = np.nan
    source = np.where(is_malicious, "malware", rng.choice(list(SOURCES), packages))
    owner = np.arange(packages) // 3 // group
    table = pa.table({
        "id": [f"archive {number}" for number in range(packages)],
        "is_malicious": is_malicious,
        "group": [f"{'campaign' if bad else 'owner'} {number}" for bad, number in zip(is_malicious, owner, strict=True)],
        "source": source,
        "ecosystem": [SOURCES.get(origin, "pypi") for origin in source],
        "form": np.where(source == "npm", "npm", np.where(source == "wheel", "wheel", "sdist")),
        "month": np.where(owner % 2 == 0, 202301, 202402) + rng.integers(0, 9, packages),
        "signature": [f"signature {number}" for number in range(packages)],
        "variant": [""] * packages,
        **features,
    })  # fmt: skip
    return pa.concat_tables([table, *(_attacked(table, variant) for variant in VARIANTS)])


def invented(seed: int) -> Examples:
    return examples_of(TASK, invent(seed), lambda _line: None)


def package_model(factory: pytest.TempPathFactory) -> Path:
    """Train a model on invented packages as a user would, once for all processes that run tests; return its folder.

    The examples stand beside it.
    """
    own = factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "invented packages"
    examples, out = folder / "examples.parquet", folder / "pots-1"
    with alone(out, lambda _line: None):
        if not (out / "SHA256SUMS").exists():
            pq.write_table(invent(0), examples)
            assert main(["train", str(examples), "--out", str(out), "--quick", "--quiet"]) == 0
    return out


def _attacked(table: pa.Table, variant: str) -> pa.Table:
    rows = table.filter(table["is_malicious"]).slice(0, 60)
    return rows.set_column(rows.column_names.index("variant"), "variant", pa.array([variant] * len(rows)))


def _column(feature: Feature, is_malicious: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    sign = {Direction.RISES: 1, Direction.FALLS: -1, Direction.EITHER: 0}[feature.risk]
    drawn = rng.normal(size=len(is_malicious)) + sign * np.where(is_malicious, 0.12, -0.12)
    if feature.high == inf:
        return np.floor(2.0 ** np.clip(drawn * 2, -1, 9))
    if feature.unit == "yes or no":
        return (drawn > 0).astype(float)
    return np.clip(np.round(feature.high * (drawn + 3) / 6, 1), 0, feature.high)
