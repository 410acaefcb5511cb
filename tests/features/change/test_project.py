import pytest

from gitstory import BO, Story
from measured import Measure


def test_a_project_has_a_rate_once_it_has_fifty_changes(story: Story, measure: Measure) -> None:
    steps = [story.commit({"a": str(number)}, f"Step {number}") for number in range(49)]
    fiftieth = story.commit({"a": "back"}, f"This reverts commit {steps[7]}.", by=BO)
    after = story.commit({"a": "on"})
    measured = measure()
    assert measured[fiftieth]["project_defect_rate"] is None
    assert (measured[after]["project_revert_rate"], measured[after]["project_blame_rate"]) == (pytest.approx(1 / 50), 0)
    assert (
        measured[after]["project_defect_rate"] == measured[after]["project_defect_rate_recent"] == pytest.approx(1 / 50)
    )
