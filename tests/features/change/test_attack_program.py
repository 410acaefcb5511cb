"""What a change brings into programs and lists of dependencies, and how often its project did so before."""

from collections.abc import Callable

import pytest

from gitstory import Story
from measured import Values

HERE = "program_executes_decoded"
MeasureRead = Callable[..., dict[str, Values]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("import base64\nexec(base64.b64decode('cG90cw=='))\n", 1),
        ("import base64\nprint(base64.b64decode('cG90cw=='))\n", 0),
    ],
)
def test_a_program_that_runs_what_it_decodes_is_seen(
    story: Story, measure_read: MeasureRead, body: str, expected: int
) -> None:
    story.commit({"wheel.py": "1\n"})
    change = story.commit({"glaze.py": body})
    assert measure_read()[change][HERE] == expected


def test_what_was_there_already_is_not_what_a_later_change_does(story: Story, measure_read: MeasureRead) -> None:
    body = "import base64\nexec(base64.b64decode('cG90cw=='))\n"
    story.commit({"glaze.py": body})
    change = story.commit({"glaze.py": body + "print('fired')\n"})
    assert measure_read()[change][HERE] == 0


def test_each_time_before_makes_it_more_of_a_habit(story: Story, measure_read: MeasureRead) -> None:
    body = "import base64\nexec(base64.b64decode('cG90cw=='))\n"
    changes = [story.commit({f"glaze{number}.py": body}) for number in range(3)]
    measured = measure_read()
    assert [measured[sha][HERE] for sha in changes] == [1, 2, 3]
