"""The well-known package that a name is most easily mistaken for, and how easily.

Being well known oneself clears a name of resembling what is less known; nothing else about the name's own popularity,
age or presence in a registry is looked at, because impostors get removed and that would be the answer itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from knownhands.ecosystems._known import known_ecosystems
from knownhands.harvest.names import forms
from knownhands.harvest.names.candidates import KINDS, Candidate, candidates
from knownhands.harvest.names.confusability import Likeness, shipped_weights, weigh
from knownhands.harvest.names.index import index

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Match:
    """A well-known package that a name resembles.

    Attributes:
        target: its name.
        rank: 1 for the most used; 0 for a module of the standard library.
        kinds: how they resemble each other, in the order of `candidates.KINDS`.
        distance: share of letters, of the longer name, that differ; separators do not count.
        confusability: 0 to 1, how often a likeness such as this was an attack among known attacks and honest look-alikes;
            no probability for a name met in the wild, where attacks are far rarer.
        parts: what made that number: trait → log-odds; they add up to its logit.
    """

    target: str
    rank: int
    kinds: tuple[str, ...]
    distance: float
    confusability: float
    parts: Mapping[str, float]


class Names:
    """The well-known names of an ecosystem; making one builds its index when it is the first.

    Args:
        ecosystem: its id.
        weights: trait → log-odds; those that come with knownhands when None.

    Raises:
        UsageError: there is no list for that ecosystem.
    """

    def __init__(self, ecosystem: str, weights: Mapping[str, float] | None = None) -> None:
        self._ecosystem = ecosystem
        self._index = index(ecosystem)
        self._modules = known_ecosystems()[ecosystem].names.built_in()
        self._weights = shipped_weights() if weights is None else weights

    def __contains__(self, name: str) -> bool:
        return forms.normalise(name, self._ecosystem) in self._index.ranks

    def nearest(self, name: str) -> Match | None:
        """Return what a name is most easily mistaken for; None where nothing well known resembles it."""
        return next(iter(self.matches(name, 1)), None)

    def matches(self, name: str, limit: int = 5) -> list[Match]:
        """Return what a name may be mistaken for, the most confusable first."""
        normal = forms.normalise(name, self._ecosystem)
        own = self._index.ranks.get(normal)
        matches = [
            self._match(normal, number, candidate)
            for number, candidate in candidates(normal, self._index).items()
            if own is None or number + 1 < own
        ]
        if own is None and normal in self._modules:
            matches.append(self._module(normal))
        return sorted(matches, key=lambda match: (-match.confusability, match.rank, match.target))[:limit]

    def _match(self, name: str, number: int, candidate: Candidate) -> Match:
        target = self._index.names[number]
        likeness = Likeness(
            kinds=tuple(kind for kind in KINDS if kind in candidate.kinds),
            is_scoped=bool(forms.scope(name)),
            letters=len(candidate.shared),
            distance=round(OSA.normalized_distance(forms.squash(name), self._index.squashed[number]), 3),
            rank=number + 1,
            extended=self._index.pieces.get(candidate.shared, 0),
            novel=self._novel(name, target),
        )
        return Match(target, likeness.rank, likeness.kinds, likeness.distance, *weigh(likeness, self._weights))

    def _module(self, name: str) -> Match:
        likeness = Likeness(("standard-library",), False, len(forms.squash(name)), 0.0, 1, 0, 0.0)
        return Match(name, 0, likeness.kinds, 0.0, *weigh(likeness, self._weights))

    def _novel(self, name: str, target: str) -> float:
        theirs = forms.words(target)
        own = [word for word in forms.words(name) if word not in theirs]
        known = self._index.vocabulary
        return sum(known.get(word, 0) <= 1 for word in own) / max(1, len(own))
