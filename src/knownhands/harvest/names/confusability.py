"""How easily a likeness deceives: one number from few traits, with weights fitted on known attacks."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from knownhands.harvest.names.candidates import KINDS
from knownhands.harvest.names.popular import folder

if TYPE_CHECKING:
    from collections.abc import Mapping

_JOINED = frozenset({"affix", "extension", "plausible", "scope", "scope-family"})


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is known of a name and a well-known one that it resembles.

    Attributes:
        kinds: how they resemble each other.
        is_scoped: whether the name has a scope, which says whose it is.
        letters: how many letters they share; all of the well-known one's where the difference is a slip.
        distance: share of letters that differ, 0 to 1.
        rank: the well-known one's, from 1.
        extended: how many popular names begin or end with the shared letters: many where adding a word is ordinary.
        novel: share of the name's own words that are hardly a word in popular names, 0 to 1: slips make such words.
    """

    kinds: tuple[str, ...]
    is_scoped: bool
    letters: int
    distance: float
    rank: int
    extended: int
    novel: float


def traits(likeness: Likeness) -> dict[str, float]:
    """Return trait → number, which the weights apply to; slips and joined names are weighed apart."""
    way = "joined" if _JOINED.intersection(likeness.kinds) else "slip"
    return {
        "base": 1.0,
        **dict.fromkeys(likeness.kinds, 1.0),
        "own-scope": float(likeness.is_scoped),
        f"{way}-length": math.log2(likeness.letters + 1),
        f"{way}-distance": likeness.distance,
        f"{way}-rank": math.log10(likeness.rank),
        f"{way}-extended": math.log10(likeness.extended + 1),
        f"{way}-novel": likeness.novel,
    }


TRAITS = tuple({trait: 0 for kind in KINDS for trait in traits(Likeness((kind,), False, 0, 0.0, 1, 0, 0.0))})


def weigh(likeness: Likeness, weights: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    """Return the confusability, 0 to 1, and trait → log-odds, which add up to its logit.

    A trait without a weight was never seen among the examples that the weights come from, and adds nothing.
    """
    parts = {trait: round(weights.get(trait, 0.0) * value, 3) for trait, value in traits(likeness).items()}
    return round(1 / (1 + math.exp(-sum(parts.values()))), 4), parts


@cache
def shipped_weights() -> Mapping[str, float]:
    """Return trait → weight, as `scripts/check_names.py --write` fitted them."""
    weights: dict[str, float] = json.loads((folder() / "weights.json").read_text())
    return weights
