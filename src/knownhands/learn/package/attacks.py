"""What an attacker can do to the features of a package for little money, computed without its archive.

Padding is also done to real archives, as are payloads in data files and over several files (scripts/_attacks.py); here is
what training and the card's other rows need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knownhands.features.assemble import features_of
from knownhands.learn.package.examples import views

if TYPE_CHECKING:
    from knownhands.learn.package.examples import Examples

_SUMS = ("programs", "program_bytes", "capable_programs")
_FEWEST = 8


def padded(data: Examples, honest: Examples, seed: int) -> Examples:
    """Add the files of a larger honest Python package, another one for each row.

    Counts of files add up, counts in the file that has most of something become the larger one, and half of the
    programs are then as large as the honest package's.

    Args:
        data: the packages.
        honest: where to take the files from; of these only packages with several programs, if there are such.
        seed: decides who gets whose.
    """
    hosts = honest.take((honest.column("programs") >= _FEWEST) & (honest.ecosystem == "pypi"))
    hosts = hosts if len(hosts) else honest
    chosen = hosts.take(np.random.default_rng(seed).integers(len(hosts), size=len(data)))
    features = data.features.copy()
    for name in views()["contents"]:
        at = data.names.index(name)
        own, other = np.nan_to_num(data.column(name)), np.nan_to_num(chosen.column(name))
        adds_up = name in _SUMS or name.startswith("obfuscation_")
        features[:, at] = own + other if adds_up else np.maximum(own, other)
    features[:, data.names.index("median_program_bytes")] = chosen.column("median_program_bytes")
    share = features[:, data.names.index("capable_programs")] / np.maximum(1, features[:, data.names.index("programs")])
    features[:, data.names.index("capable_share")] = share
    return data.with_features(features)


def transplanted(data: Examples, honest: Examples, seed: int) -> Examples:
    """Give each package the metadata of an honest one."""
    chosen = honest.take(np.random.default_rng(seed).integers(len(honest), size=len(data)))
    features = data.features.copy()
    for name in views()["metadata"]:
        features[:, data.names.index(name)] = chosen.column(name)
    return data.with_features(features)


def made_to_look_good(data: Examples, honest: Examples) -> Examples:
    """Set everything that is free or cheap to fake to the honest median."""
    features = data.features.copy()
    for feature in features_of("package"):
        if not feature.fake.is_hard:
            features[:, data.names.index(feature.id)] = np.nanmedian(honest.column(feature.id))
    return data.with_features(features)
