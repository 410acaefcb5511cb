"""How ordinary subjects look to a model, and how rare it is to look at least as risky."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

WINDOW = 1000
"""How many changes of a project before a change it is compared with."""
ENOUGH = 200
"""With fewer changes than this the corpus fills up what is missing."""
_FEW = 2
"""Of so many changes a project's median counts for half: projects differ from each other more than their changes do."""


@dataclass(frozen=True)
class Reference:
    """The share of ordinary subjects that look at least as risky, by log-odds.

    Attributes:
        z: (k,) log-odds, rising.
        share: (k,) share of ordinary subjects at least as risky, falling, above 0.
        centre: log-odds of the ordinary subject in the middle.
        count: how many ordinary subjects it was measured on.
        of: which ones, in words that follow "compared with".
        beside: how many of a project's own changes it counts for, however many there are; 0 where it counts only while those
            are few.
    """

    z: np.ndarray
    share: np.ndarray
    centre: float
    count: int
    of: str
    beside: int = 0

    def alarm_share(self, z: np.ndarray) -> np.ndarray:
        """Return the share of ordinary subjects at least as risky as each of z: (n,).

        Straight lines in the logarithm of the share; beyond the riskiest of the grid it falls by e for every unit.
        """
        inside = np.exp(np.interp(z, self.z, np.log(self.share)))
        beyond = np.maximum(np.asarray(z) - self.z[-1], 0.0)
        return np.asarray(inside * np.exp(-beyond))

    def is_extrapolated(self, z: np.ndarray) -> np.ndarray:
        """Return whether each of z: (n,) is riskier than anything the reference was measured on."""
        return np.asarray(np.asarray(z) > self.z[-1])

    def to_json(self) -> dict[str, Any]:
        """Return plain lists and numbers."""
        plain = asdict(self) | {"z": self.z.tolist(), "share": self.share.tolist()}
        return plain if self.beside else {name: value for name, value in plain.items() if name != "beside"}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reference:
        """Undo `to_json`."""
        return cls(**{**data, "z": np.asarray(data["z"], float), "share": np.asarray(data["share"], float)})


def of_subjects(z: np.ndarray, of: str, weight: np.ndarray | None = None) -> Reference:
    """Return the reference that ordinary subjects make.

    Of n subjects the riskiest is passed by 1 in n + 1 others, the next by 2, and so on.

    Args:
        z: (n,) their log-odds, n > 0.
        of: which they are.
        weight: (n,) how much each counts; the same when left out.
    """
    weight = np.ones(len(z)) if weight is None else weight * len(z) / weight.sum()
    points, place = np.unique(z, return_inverse=True)
    at_least = np.cumsum(np.bincount(place, weight)[::-1])[::-1]
    share = np.minimum(at_least, len(z)) / (len(z) + 1)
    centre = float(points[np.flatnonzero(share >= share[0] / 2)[-1]])
    return Reference(points, share, centre, len(z), of)


def of_project(recent: np.ndarray, corpus: Reference) -> Reference:
    """Return what a project's change is compared with: the changes of the same project before it.

    Args:
        recent: (m,) log-odds of the changes before it, in the order in which the project took them in. The last
            `WINDOW` count; with fewer than `ENOUGH` the corpus makes up for the others, moved to the project's median.
        corpus: how changes of other projects look.
    """
    recent = np.asarray(recent, float)[-WINDOW:]
    if not len(recent):
        return corpus
    own = of_subjects(recent, f"the {len(recent):,} changes before it" if len(recent) > 1 else "the change before it")
    if corpus.beside:
        return _together(own, corpus)
    if len(recent) >= ENOUGH:
        return own
    return _mix(own, corpus)


def _together(own: Reference, corpus: Reference) -> Reference:
    """Let the corpus always have a say: what happens once in 1,000 changes is one change, by which nobody can tell."""
    part = own.count / (own.count + corpus.beside)
    z = np.unique(np.concatenate([own.z, corpus.z]))
    share = part * own.alarm_share(z) + (1 - part) * corpus.alarm_share(z)
    return Reference(z, share, own.centre, own.count, f"{own.of} and changes of other projects", corpus.beside)


def _mix(own: Reference, corpus: Reference) -> Reference:
    """Put the corpus, moved towards the project's median, in the place of the changes that are missing."""
    shift = (own.centre - corpus.centre) * own.count / (own.count + _FEW)
    z = np.unique(np.concatenate([own.z, corpus.z + shift]))
    part = own.count / ENOUGH
    share = part * own.alarm_share(z) + (1 - part) * corpus.alarm_share(z - shift)
    return Reference(z, share, corpus.centre + shift, own.count, f"{own.of} and changes of other projects")
