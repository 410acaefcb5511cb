"""Collect the popular names that a name resembles, each with the ways in which it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.harvest.names import edits, forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knownhands.harvest.names.index import Index

KINDS = (
    "edit",
    "two-edits",
    "transposition",
    "keyboard",
    "repeat",
    "omission",
    "separator",
    "homoglyph",
    "affix",
    "affix-slip",
    "extension",
    "plausible",
    "word-order",
    "scope",
    "scope-family",
    "standard-library",
)
_LONGEST = (
    214  # no registry has longer ones; a hostile list may hold names of any length, and the work grows with its square
)
_SLIPPED_STEM = 6  # letters: what is left of shorter names resembles too much; chosen by eye


@dataclass(slots=True)
class Candidate:
    """One popular name, and what it shares with the name asked about.

    Attributes:
        kinds: ways in which they resemble each other, in the order of KINDS.
        shared: the squashed letters that both have; empty where it is all but a slip.
    """

    kinds: set[str] = field(default_factory=set)
    shared: str = ""


def candidates(name: str, index: Index) -> dict[int, Candidate]:
    """Return number of the popular name → how a normalised name resembles it."""
    by_number: dict[int, Candidate] = {}
    if forms.scope(name) in index.scopes:
        return by_number  # a scope has one owner, who is the well-known one
    squashed = forms.squash(name)
    if not squashed or len(name) > _LONGEST:
        return by_number
    for number, kinds, shared in (
        *_same_letters(name, squashed, index),
        *_slips(squashed, index),
        *_affixes(name, squashed, index),
        *_scopes(name, index),
        *_extensions(name, index),
    ):
        if index.names[number] != name:
            candidate = by_number.setdefault(number, Candidate(shared=shared))
            candidate.kinds.update(kinds)
    return by_number


def _same_letters(name: str, squashed: str, index: Index) -> Iterator[tuple[int, Iterable[str], str]]:
    for number in index.by_squash.get(squashed, ()):
        scopes = forms.scope(name), forms.scope(index.names[number])
        yield number, ("scope",) if scopes[0] != scopes[1] else ("separator",), squashed
    for number in index.by_skeleton.get(forms.skeleton(squashed), ()):
        if index.squashed[number] != squashed:
            yield number, ("homoglyph",), index.squashed[number]
    parts = forms.words(name)
    if len(parts) > 1:
        for number in index.by_sorted_words.get("".join(sorted(parts)), ()):
            if index.squashed[number] != squashed:
                yield number, ("word-order",), index.squashed[number]


def _slips(squashed: str, index: Index) -> Iterator[tuple[int, tuple[str, ...], str]]:
    near: set[int] = set()
    if len(squashed) <= edits.LONG:
        near.update(number for key in edits.deletions(squashed) for number in index.by_deletion.get(key, ()))
    if len(squashed) >= edits.LONG - 1:
        near.update(number for third in edits.surviving_thirds(squashed) for number in index.by_third.get(third, ()))
    for number in near:
        target = index.squashed[number]
        apart = edits.distance(squashed, target, 2)
        if apart == 1:
            yield number, edits.slips(squashed, target), target
        elif apart == 2 and min(len(squashed), len(target)) >= edits.LONG:  # noqa: PLR2004 - its very meaning
            yield number, ("two-edits",), target


def _affixes(name: str, squashed: str, index: Index) -> Iterator[tuple[int, Iterable[str], str]]:
    own = forms.stems(name)
    for stem in own:
        if len(stem) >= _SLIPPED_STEM:
            for number, kinds, shared in _slips(stem, index):
                if "edit" in kinds:
                    yield number, ("affix-slip",), shared
        for number in (*index.by_squash.get(stem, ()), *index.by_stem.get(stem, ())):
            if index.squashed[number] != squashed:
                yield number, ("affix",), stem
    for number in index.by_stem.get(squashed, ()):
        yield number, ("affix",), squashed


def _scopes(name: str, index: Index) -> Iterator[tuple[int, Iterable[str], str]]:
    own = forms.squash(forms.bare(name))
    for number in index.by_bare.get(own, ()):
        yield number, ("scope",), own
    if name.startswith("@"):
        for number in index.by_squash.get(own, ()):
            yield number, ("scope",), own
        return
    parts = forms.words(name)
    if len(parts) > 1 and parts[0] in index.families:
        yield index.families[parts[0]], ("scope-family",), parts[0]


def _extensions(name: str, index: Index) -> Iterator[tuple[int, Iterable[str], str]]:
    parts = forms.words(forms.bare(name))
    for at in range(1, len(parts)):
        first, last = "".join(parts[:at]), "".join(parts[at:])
        for whole, rest, words in ((first, last, parts[at:]), (last, first, parts[:at])):
            if len(words) == 1 and words[0] in forms.affix_words():
                continue
            kind = "plausible" if rest in index.pieces or rest in index.by_squash else "extension"
            for number in index.by_squash.get(whole, ()):
                yield number, (kind,), whole
