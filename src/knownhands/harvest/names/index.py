"""An index of the popular names: from a form of a name to the names that have it."""

from __future__ import annotations

import gc
from functools import cache
from typing import TYPE_CHECKING

from knownhands.harvest.names import forms
from knownhands.harvest.names.edits import LONG, deletions, thirds
from knownhands.harvest.names.popular import popular

if TYPE_CHECKING:
    from collections.abc import Iterable

_FAMILY, _FAMILY_SHARE = 4, 0.75  # chosen by eye
_MOST_PER_KEY = 12  # a form that more names share than this says little; the most used ones are kept


class Index:
    """The forms of an ecosystem's popular names. Names are numbers, by rank from 0.

    Attributes:
        names: by rank.
        squashed: their forms without separators.
        ranks: name → rank from 1.
        pieces: squashed run of words at either end of a name → how many names have it there.
        vocabulary: word → how many names have it.
        scopes: that they come from.
        families: first word that names of one scope begin with, and hardly any others → the most used such name.
    """

    def __init__(self, ecosystem: str) -> None:
        self.names = popular(ecosystem)
        words = [forms.words(name) for name in self.names]
        self.squashed = ["".join(parts) for parts in words]
        self.ranks = {name: rank for rank, name in enumerate(self.names, 1)}
        self.pieces: dict[str, int] = {}
        self.vocabulary: dict[str, int] = {}
        self.scopes = frozenset(map(forms.scope, self.names)) - {""}
        self.families = _families(self.names) if self.scopes else {}
        self.by_squash: dict[str, list[int]] = {}
        self.by_deletion: dict[str, list[int]] = {}
        self.by_third: dict[tuple[int, int, str], list[int]] = {}
        self.by_skeleton: dict[str, list[int]] = {}
        self.by_sorted_words: dict[str, list[int]] = {}
        self.by_bare: dict[str, list[int]] = {}
        self.by_stem: dict[str, list[int]] = {}
        for number, (name, parts) in enumerate(zip(self.names, words, strict=True)):
            self._add(number, name, parts)

    def _add(self, number: int, name: str, parts: list[str]) -> None:
        squashed = self.squashed[number]
        _put(self.by_squash, squashed, number)
        _put(self.by_skeleton, forms.skeleton(squashed), number)
        if len(squashed) >= LONG:
            for third in thirds(squashed):
                self.by_third.setdefault(third, []).append(number)
        else:
            for key in deletions(squashed):
                self.by_deletion.setdefault(key, []).append(number)
        for word in parts:
            self.vocabulary[word] = self.vocabulary.get(word, 0) + 1
        if len(parts) > 1:
            _put(self.by_sorted_words, "".join(sorted(parts)), number)
            for at in range(1, len(parts)):
                for piece in ("".join(parts[:at]), "".join(parts[at:])):
                    self.pieces[piece] = self.pieces.get(piece, 0) + 1
        if name.startswith("@"):
            _put(self.by_bare, forms.squash(forms.bare(name)), number)
        for stem in forms.stems(name):
            _put(self.by_stem, stem, number)


@cache
def index(ecosystem: str) -> Index:
    """Return an ecosystem's index, built when first asked for.

    Raises:
        UsageError: there is no list for that ecosystem.
    """
    # The collector would walk the half-built index again and again, in which it can find nothing.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return Index(ecosystem)
    finally:
        if was_enabled:
            gc.enable()


def _families(names: Iterable[str]) -> dict[str, int]:
    """Return first word → number of the first name of the family that begins with it."""
    members: dict[str, dict[str, list[int]]] = {}
    for number, name in enumerate(names):
        parts = forms.words(forms.bare(name))
        if len(parts) > 1:
            members.setdefault(parts[0], {}).setdefault(forms.scope(name), []).append(number)
    families = {}
    for word, scopes in members.items():
        owner, owned = max(scopes.items(), key=lambda item: len(item[1]))
        if owner and len(owned) >= max(_FAMILY, _FAMILY_SHARE * sum(map(len, scopes.values()))):
            families[word] = owned[0]
    return families


def _put(where: dict[str, list[int]], key: str, number: int) -> None:
    kept = where.setdefault(key, [])
    if len(kept) < _MOST_PER_KEY:
        kept.append(number)
