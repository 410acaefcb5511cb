"""Cut examples, so that nothing is tested on what it has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knownhands.learn.task import SEED, Split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knownhands.learn.examples import Examples


def deal(group: np.ndarray, folds: int) -> np.ndarray:
    """Deal whole groups into folds: (n,) group of each row → (n,) its fold."""
    names, index = np.unique(group, return_inverse=True)
    return np.asarray((np.random.default_rng(SEED).permutation(len(names)) % folds)[index])


def by_group(data: Examples, split: Split, groups: Callable[[Examples], np.ndarray], folds: int) -> Iterator[Split]:
    """Cut a split further, so that no group that is tested with is learned from."""
    fold = deal(groups(data), folds)
    for number in range(folds):
        yield Split(split.learn & (fold != number), split.test & (fold == number))


def at_random(data: Examples, share: float) -> Split:
    """Test a share of the rows, whatever belongs together: only ever reported as what a wrong protocol would claim."""
    return at_random_of(data, np.ones(len(data), bool), share)


def at_random_of(data: Examples, rows: np.ndarray, share: float) -> Split:
    """Do the same with some of the rows, a mask (n,)."""
    is_test = np.random.default_rng(SEED).random(len(data)) < share
    return Split(rows & ~is_test, rows & is_test)
