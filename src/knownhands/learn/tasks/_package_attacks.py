"""What somebody who wants to look harmless can do to a malicious package, as its features show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knownhands.features.assemble import families_of
from knownhands.learn.task import SEED
from knownhands.learn.tasks._package_rows import PROGRAM_BYTES, PROGRAMS, groups_of, is_pypi

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.learn.examples import Examples
    from knownhands.learn.task import Trial

_FEWEST = 8
"""Programs of a package whose files others are padded with."""
_MEDIAN, _CAPABLE, _CAPABLE_SHARE = "median_program_bytes", "capable_programs", "capable_share"


def view_of(view: str) -> tuple[str, ...]:
    """Return the features that look at one view of a package: its contents, its metadata or its name."""
    return tuple(feature.id for family in families_of("package") if family.view == view for feature in family.columns)


def padded(data: Examples, honest: Examples, seed: int) -> Examples:
    """Add the files of a larger honest Python package, another one for each row.

    Counts of files add up, counts in the file that has most of something become the larger one, and half of the
    programs are then as large as the honest package's.

    Args:
        data: the packages.
        honest: where to take the files from; of these only packages with several programs, if there are such.
        seed: decides who gets whose.
    """
    hosts = honest.take((honest.column(PROGRAMS) >= _FEWEST) & is_pypi(honest))
    hosts = hosts if len(hosts) else honest
    hosts = hosts.take(np.random.default_rng(seed).integers(len(hosts), size=len(data)))
    units = {feature.id: feature.unit for family in families_of("package") for feature in family.columns}
    columns: dict[str, np.ndarray | float] = {}
    for name in view_of("contents"):
        own, other = np.nan_to_num(data.column(name)), np.nan_to_num(hosts.column(name))
        columns[name] = own + other if units[name] == "files" or name == PROGRAM_BYTES else np.maximum(own, other)
    columns[_MEDIAN] = hosts.column(_MEDIAN)
    columns[_CAPABLE_SHARE] = np.asarray(columns[_CAPABLE]) / np.maximum(1, np.asarray(columns[PROGRAMS]))
    return data.with_features(columns)


def dressed(data: Examples, honest: Examples, seed: int) -> Examples:
    """Give each package the metadata of an honest one."""
    hosts = honest.take(np.random.default_rng(seed).integers(len(honest), size=len(data)))
    return data.with_features({name: hosts.column(name) for name in view_of("metadata")})


def disguised(data: Examples, honest: Examples, seed: int) -> Examples:
    """Give each package all that is free or cheap to fake of an honest one."""
    hosts = honest.take(np.random.default_rng(seed).integers(len(honest), size=len(data)))
    features = [feature for family in families_of("package") for feature in family.columns]
    return data.with_features({cheap.id: hosts.column(cheap.id) for cheap in features if not cheap.fake.is_hard})


def without(data: Examples, *views: str) -> Examples:
    """Return packages of which some views are unknown."""
    return data.with_features({name: np.nan for view in views for name in view_of(view)})


def archives_of(variant: str) -> Callable[[Trial], Examples]:
    """Return what lists the archives of tested campaigns that something was done to, in memory."""

    def rows(trial: Trial) -> Examples:
        tested = np.unique(groups_of(trial.test)[trial.y])
        return trial.data.take((trial.data.keys["variant"] == variant) & np.isin(groups_of(trial.data), tested))

    return rows


def with_copies(attack: Callable[[Examples, Examples, int], Examples]) -> Callable[[Trial], Examples]:
    """Return what does to the tested packages what was done to copies, with honest packages of the test."""
    return lambda trial: attack(trial.test.take(trial.y), trial.test.take(~trial.y), SEED + 1)
