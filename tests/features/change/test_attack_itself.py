"""What a change brings in where something runs by itself, and how often its project did so before."""

from collections.abc import Callable

import pytest

from gitstory import Content, Story
from measured import Values

WORKFLOW = """
on: push
jobs:
  fire:
    runs-on: ubuntu-latest
    steps:
      - run: {}
"""
HERE = "by_itself_fetch_and_run"
MeasureRead = Callable[..., dict[str, Values]]


def runs(command: str, name: str = "fire") -> dict[str | bytes, Content]:
    return {f".github/workflows/{name}.yml": WORKFLOW.format(command)}


def download(host: str) -> str:
    return f"curl -sSf https://{host}/kiln | sh"


@pytest.mark.parametrize(
    ("command", "expected"), [(download("kettle.example"), 1), ("curl -o kiln https://kettle.example/kiln", 0)]
)
def test_a_workflow_that_runs_what_it_downloads_does_so_by_itself(
    story: Story, measure_read: MeasureRead, command: str, expected: int
) -> None:
    story.commit({"wheel.py": "1\n"})
    change = story.commit(runs(command))
    assert measure_read()[change][HERE] == expected


def test_a_script_that_nothing_runs_does_nothing_by_itself(story: Story, measure_read: MeasureRead) -> None:
    change = story.commit({"fire.sh": download("kettle.example") + "\n"})
    measured = measure_read()[change]
    assert (measured[HERE], measured["program_fetch_and_run"]) == (0, 1)


def test_only_new_lines_are_what_a_change_does(story: Story, measure_read: MeasureRead) -> None:
    story.commit(runs(download("kettle.example")))
    change = story.commit(runs(download("kettle.example") + "\n      - run: make pots"))
    assert measure_read()[change][HERE] == 0


def test_what_the_project_did_before_makes_it_more_ordinary_and_another_host_does_not(
    story: Story, measure_read: MeasureRead
) -> None:
    habit = [story.commit(runs(download("kettle.example"), f"fire{number}")) for number in range(3)]
    same = story.commit(runs(download("kettle.example"), "again"))
    other = story.commit(runs(download("moon.example"), "other"))
    measured = measure_read()
    assert [measured[sha][HERE] for sha in (*habit, same, other)] == [1, 2, 3, 4, 1]


def test_a_familiar_host_beside_a_strange_one_is_no_habit(story: Story, measure_read: MeasureRead) -> None:
    story.commit(runs(download("kettle.example")))
    both = f"{download('kettle.example')}\n      - run: {download('moon.example')}"
    change = story.commit(runs(both, "both"))
    assert measure_read()[change][HERE] == 1


def test_it_is_half_known_as_long_as_not_all_before_was_read(story: Story, measure_read: MeasureRead) -> None:
    story.commit({"wheel.py": "1\n"})
    change = story.commit(runs(download("kettle.example")))
    assert measure_read(change)[change][HERE] == 0.5


def test_a_change_that_nobody_read_is_unknown(story: Story, measure_read: MeasureRead) -> None:
    start = story.commit({"wheel.py": "1\n"})
    change = story.commit(runs(download("kettle.example")))
    assert (measure_read(start)[change][HERE], measure_read(start)[start][HERE]) == (None, 0)
