"""Which lines are new, and which are gone."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from knownhands.harvest.content.lines import Lines, Numbers

FILES = st.lists(st.sampled_from([b"a", b" a", b"b", b"", b"cc"]), max_size=8).map(b"\n".join)


def texts(body):
    return Counter(line.strip() for line in body.split(b"\n") if line.strip())


def test_a_line_that_moves_is_neither_new_nor_gone():
    lines = Lines(b"clay\nkiln\nglaze\n", b"glaze\nclay\nkiln\n")
    assert (list(lines.added), lines.removed) == ([], [])


def test_a_line_that_is_indented_is_neither_new_nor_gone():
    lines = Lines(b"clay\nkiln\n", b"clay\n    kiln\n")
    assert (list(lines.added), lines.removed) == ([], [])


def test_the_line_that_was_put_in_is_new_and_not_one_like_it_that_was_there():
    assert list(Lines(b"kiln\nclay\nkiln\n", b"kiln\nclay\nkiln\nkiln\n").added) == [4]
    assert list(Lines(b"clay\nkiln\n", b"clay\nkiln\nglaze\nkiln\n").added) in ([2, 3], [3, 4])


def test_a_new_file_is_new_as_it_stands():
    lines = Lines(b"", b"clay\n \nkiln")
    assert (list(lines.added), lines.only_added()) == ([1, 3], b"clay\n \nkiln")


@given(FILES, FILES, FILES, FILES)
def test_new_and_gone_are_what_one_side_has_more_of(start, old, new, end):
    before, after = start + old + end, start + new + end
    lines = Lines(before, after)
    shown = after.split(b"\n")
    assert Counter(shown[number - 1].strip() for number in lines.added) == texts(after) - texts(before)
    assert Counter(line.strip() for line in lines.removed) == texts(before) - texts(after)
    only = lines.only_added().split(b"\n")
    assert len(only) == len(shown)
    assert [number for number, line in enumerate(only, start=1) if line.strip()] == list(lines.added)
    assert list(lines.each_added()) == [(number, shown[number - 1]) for number in lines.added]
    assert texts(lines.added_text) == texts(lines.only_added())


def test_numbers_are_a_set():
    numbers = Numbers(2, b"\1\0\1")
    assert (list(numbers), len(numbers), 3 in numbers, 4 in numbers, 99 in numbers, "x" in numbers) == (
        [3, 5], 2, True, False, False, False
    )  # fmt: skip
    assert numbers & {5, 6} == {5}
