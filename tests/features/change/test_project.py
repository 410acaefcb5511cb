import pytest

from gitstory import BO, Story
from measured import Measure


def test_a_project_has_a_rate_once_it_has_fifty_changes(story: Story, measure: Measure) -> None:
    told = [story.commit({"a": str(number)}, f"Step {number}") for number in range(49)]
    fiftieth = story.commit({"a": "back"}, f"This reverts commit {told[7]}.", by=BO)
    after = story.commit({"a": "on"})
    found = measure()
    assert found[fiftieth]["project_regret_rate"] is None
    assert (found[after]["project_revert_rate"], found[after]["project_blame_rate"]) == (pytest.approx(1 / 50), 0)
    assert found[after]["project_regret_rate"] == found[after]["project_regret_rate_recent"] == pytest.approx(1 / 50)
