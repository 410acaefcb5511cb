"""Which slip leads from one name to the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.harvest.names.edits import deletions, distance, slips, surviving_thirds, thirds

SLIPS = {
    "swapped": ("kiln", "klin", ("edit", "transposition")),
    "swapped at the start": ("kiln", "ikln", ("edit", "transposition")),
    "swapped at the end": ("kiln", "kinl", ("edit", "transposition")),
    "key beside": ("kiln", "kilm", ("edit", "keyboard")),
    "key above": ("kiln", "ki0n", ("edit",)),
    "key below": ("kiln", "k9ln", ("edit", "keyboard")),
    "far key": ("kiln", "kiln"[:3] + "q", ("edit",)),
    "twice": ("kiln", "kilnn", ("edit", "repeat")),
    "a stranger added": ("kiln", "kilnq", ("edit",)),
    "a stranger in front": ("kiln", "nkiln", ("edit",)),
    "first left out": ("kiln", "iln", ("edit", "omission")),
    "last left out": ("kiln", "kil", ("edit", "omission")),
}


@pytest.mark.parametrize(("target", "name", "kinds"), SLIPS.values(), ids=SLIPS)
def test_the_slip_is_named(target, name, kinds) -> None:
    assert slips(name, target) == kinds


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_distance_is_symmetric_and_zero_only_for_the_same(name, other) -> None:
    assert distance(name, other) == distance(other, name)
    assert (distance(name, other) == 0) == (name == other)


@given(st.text("abc", min_size=1, max_size=9), st.data())
def test_names_one_letter_apart_share_a_deletion(text, data) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    assert deletions(text) & deletions(text[:at] + "x" + text[at + 1 :])


@given(st.text("abcdef", min_size=10, max_size=20), st.data())
def test_two_lost_letters_spare_a_third(text, data) -> None:
    first, second = data.draw(st.tuples(st.integers(0, len(text) - 1), st.integers(0, len(text) - 2)))
    name = text[:first] + text[first + 1 :]
    name = name[:second] + name[second + 1 :]
    assert set(thirds(text)) & set(surviving_thirds(name))
