"""Packages with their features and whether they are malicious."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from knownhands.errors import UsageError
from knownhands.features.assemble import families_of, features_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

TEST_MONTH = 202401
"""Campaigns first seen from here on are tested with; those before are learned from."""
TRANSFER = "transfer"
"""The variant of malicious npm packages: neither learned from nor tested with, but asked whether what was learned carries over."""
KEYS = ("id", "is_malicious", "group", "source", "ecosystem", "form", "month", "signature", "variant")


@dataclass(frozen=True, slots=True)
class Examples:
    """One row per archive.

    Attributes:
        names: feature ids; the columns of `features`.
        features: (n, len(names)) float64, NaN where unknown.
        is_malicious: (n,) the label.
        group: (n,) hashed campaign of a malicious package, hashed owner of an ordinary one.
        source: (n,) where it is from: 'malware', 'tree' (of a repository), 'sdist', 'wheel' or 'npm'.
        ecosystem: (n,) 'pypi' or 'npm'.
        form: (n,) the archive's form.
        month: (n,) year and month as one number, when it was published or committed; 0 where unknown.
        variant: (n,) '' for an archive as it is; else what an attacker did to it, or TRANSFER.
        guarddog: (n,) the risk score that GuardDog's code rules give it, 0 to 10; NaN where they failed or were not asked.
    """

    names: tuple[str, ...]
    features: np.ndarray
    is_malicious: np.ndarray
    group: np.ndarray
    source: np.ndarray
    ecosystem: np.ndarray
    form: np.ndarray
    month: np.ndarray
    variant: np.ndarray
    guarddog: np.ndarray

    def __len__(self) -> int:
        return len(self.is_malicious)

    def take(self, rows: np.ndarray) -> Examples:
        """Return the rows that a mask or an index array selects."""
        chosen: dict[str, Any] = {name: getattr(self, name)[rows] for name in self.__slots__ if name != "names"}
        return replace(self, **chosen)

    def column(self, name: str) -> np.ndarray:
        """Return one feature, (n,)."""
        return np.asarray(self.features[:, self.names.index(name)])

    def matrix(self, names: tuple[str, ...]) -> np.ndarray:
        """Return features side by side, (n, len(names))."""
        return self.features[:, [self.names.index(name) for name in names]]

    def with_features(self, features: np.ndarray) -> Examples:
        """Return the same packages with other features, (n, len(names))."""
        return replace(self, features=features)

    def join(self, other: Examples) -> Examples:
        """Return both, one below the other."""
        both: dict[str, Any] = {
            name: np.concatenate([getattr(self, name), getattr(other, name)])
            for name in self.__slots__
            if name != "names"
        }
        return replace(self, **both)


def views() -> dict[str, tuple[str, ...]]:
    """Return view → its features, in the order of every matrix."""
    families = families_of("package")
    names = dict.fromkeys(family.view for family in families)
    return {
        view: tuple(feature.id for family in families if family.view == view for feature in family.columns)
        for view in names
    }


def is_for_training(group: str) -> bool:
    """Whether the ordinary packages of an owner are learned from; the other half of the owners is tested with."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % 2 == 0


def read(path: Path) -> Examples:
    """Read examples.

    Raises:
        UsageError: the file cannot be read, or was made by other features.
    """
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path)
    except (OSError, ValueError) as cause:
        raise UsageError(f"{path} cannot be read: {cause}", "Name a Parquet file of examples.") from cause
    wanted = {*KEYS, *(feature.id for feature in features_of("package"))}
    missing = sorted(wanted - set(table.column_names))
    if missing:
        raise UsageError(
            f"{path} has no column {missing[0]} ({len(missing)} are missing).",
            "Build it again with scripts/build_package_corpus.py of this version.",
        )
    return from_table(table)


def from_table(table: pa.Table) -> Examples:
    """Turn a table with the columns `KEYS`, one per feature and perhaps `guarddog` into examples."""
    names = tuple(feature.id for feature in features_of("package"))
    columns = {name: table[name].to_numpy(zero_copy_only=False) for name in KEYS}
    return Examples(
        names=names,
        features=np.column_stack([table[name].to_numpy(zero_copy_only=False).astype(np.float64) for name in names]),
        is_malicious=columns["is_malicious"].astype(bool),
        group=columns["group"].astype(str),
        source=columns["source"].astype(str),
        ecosystem=columns["ecosystem"].astype(str),
        form=columns["form"].astype(str),
        month=np.nan_to_num(columns["month"].astype(np.float64)).astype(np.int64),
        variant=columns["variant"].astype(str),
        guarddog=_scores(table, "guarddog"),
    )


def _scores(table: pa.Table, name: str) -> np.ndarray:
    """Return an optional column; NaN where it has no value, or is missing."""
    if name not in table.column_names:
        return np.full(table.num_rows, np.nan)
    return np.asarray(table[name].to_numpy(zero_copy_only=False), np.float64)


def sides(data: Examples) -> tuple[np.ndarray, np.ndarray]:
    """Return masks (n,) of what is learned from and what is tested with.

    Whole campaigns are on the side of their first month, whole owners on one side; what an attacker did to an archive
    is neither.
    """
    first: dict[str, int] = {}
    for group, month, bad in zip(data.group, data.month, data.is_malicious, strict=True):
        if bad and month:
            first[group] = min(month, first.get(group, month))
    is_old = np.asarray([
        first.get(group, 0) < TEST_MONTH if bad else is_for_training(group)
        for group, bad in zip(data.group, data.is_malicious, strict=True)
    ])  # fmt: skip
    is_real = data.variant == ""
    return is_old & is_real, ~is_old & is_real
