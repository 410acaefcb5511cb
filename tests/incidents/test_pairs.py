"""Each attack is seen, and its harmless twin is left alone."""

import pytest

from incidents.pairs import PAIRS
from knownhands.records import Band

NAMED = pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
ALARMS = (Band.REVIEW, Band.HIGH_RISK)


@NAMED
def test_an_attack_is_seen_and_scores_below_its_twin(answer, pair):
    attack, twin = answer(f"{pair.name} attack"), answer(f"{pair.name} twin")
    assert attack.band in ALARMS, attack.reasons
    assert attack.trust < twin.trust, (attack.reasons, twin.reasons)


@NAMED
def test_a_harmless_twin_is_ordinary(answer, pair):
    twin = answer(f"{pair.name} twin")
    assert twin.band is Band.ORDINARY, twin.reasons


@NAMED
def test_a_pair_looks_alike_from_outside(pair):
    assert set(pair.attack) == set(pair.twin)
    for path, body in pair.attack.items():
        attack, twin = (text.encode() if isinstance(text, str) else text for text in (body, pair.twin[path]))
        assert abs(attack.count(b"\n") - twin.count(b"\n")) <= 1
        assert 0.65 < len(twin) / len(attack) < 1.5
