"""The index finds what comparing with every name would find."""

import random

import pytest
from rapidfuzz.distance import OSA

from knownhands.harvest.names.candidates import candidates
from knownhands.harvest.names.edits import LONG
from knownhands.harvest.names.index import Index, index

KEYS = "abcdefghijklmnopqrstuvwxyz0123456789"


def slip(text: str, dice: random.Random) -> str:
    """Leave out, add, change or swap a letter."""
    at = dice.randrange(len(text))
    return dice.choice(
        [
            text[:at] + text[at + 1 :],
            text[:at] + dice.choice(KEYS) + text[at:],
            text[:at] + dice.choice(KEYS) + text[at + 1 :],
            text[:at] + text[at : at + 2][::-1] + text[at + 2 :],
        ]
    )


def find(name: str, where: Index, kind: str) -> set[str]:
    return {where.squashed[number] for number, candidate in candidates(name, where).items() if kind in candidate.kinds}


@pytest.mark.parametrize("ecosystem", ["pypi", "npm"])
def test_every_name_one_slip_away_is_found(ecosystem: str) -> None:
    where, dice = index(ecosystem), random.Random(7)
    for squashed in dice.sample(where.squashed, 60):
        name = slip(squashed, dice)
        near = {other for other in where.squashed if OSA.distance(name, other, score_cutoff=1) == 1}
        assert near <= find(name, where, "edit")


def test_every_long_name_two_changed_letters_away_is_found() -> None:
    where, dice = index("pypi"), random.Random(8)
    for squashed in dice.sample([name for name in where.squashed if len(name) > LONG], 60):
        first, second = sorted(dice.sample(range(len(squashed)), 2))
        name = squashed[:first] + "\u00e9" + squashed[first + 1 : second] + squashed[second + 1 :]
        assert squashed in find(name, where, "two-edits")
