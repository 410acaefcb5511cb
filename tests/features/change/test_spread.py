import pytest

from gitstory import Story
from measured import Measure


def test_entropy_is_that_of_lines_over_files(story: Story, measure: Measure) -> None:
    even = story.commit({"a/x.py": "1\n", "a/y.c": "1\n", "b/z.c": "1\n", "c": "1\n"})
    narrow = story.commit({"a/x.py": "1\n2\n3\n"})
    uneven = story.commit({"a/x.py": "1\n2\n3\n4\n", "a/y.c": "1\n2\n3\n4\n"})
    measured = measure()
    assert [measured[sha]["entropy"] for sha in (even, narrow, uneven)] == pytest.approx([2, 0, 0.811278], abs=1e-5)
    assert [measured[even][name] for name in ("directories", "subsystems", "file_types")] == [3, 3, 3]


def test_files_are_compared_with_what_earlier_changes_touched(story: Story, measure: Measure) -> None:
    first = story.commit({"a": "1", "b": "1", "c": "1"})
    story.commit({"a": "2"})
    third = story.commit({"a": None, "b": "3", "d": "4", "e": "5"})
    measured = measure()
    assert (measured[first]["files_ratio"], measured[third]["files_ratio"]) == (None, 2)
    assert measured[third]["deleted_files"] == 1
