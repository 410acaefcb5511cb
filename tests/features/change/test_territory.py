import pytest

from gitstory import ADA, BO, Story
from measured import Measure


def test_ground_is_new_until_one_has_changed_it(story: Story, measure: Measure) -> None:
    story.commit({"kiln/a.py": "1\n", "wheel/b.py": "1\n"}, by=ADA)
    visitor = story.commit({"kiln/a.py": "2\n"}, by=BO)
    again = story.commit({"kiln/a.py": "3\n", "wheel/b.py": "2\n"}, by=BO)
    measured = measure()
    assert (measured[visitor]["first_touch_file_share"], measured[visitor]["first_touch_directory_share"]) == (1, 1)
    assert (measured[again]["first_touch_file_share"], measured[again]["first_touch_directory_share"]) == (0.5, 0.5)
    assert measured[again]["ownership_share"] == pytest.approx(1 / 3)
    assert measured[again]["own_changes_mean"] == 0.5


def test_a_new_file_belongs_to_nobody_but_its_directory_may_be_new_ground(story: Story, measure: Measure) -> None:
    story.commit({"kiln/a.py": "1\n"}, by=ADA)
    new = story.commit({"kiln/b.py": "1\n", "wheel/c.py": "1\n"}, by=ADA)
    measured = measure()[new]
    assert (
        measured["first_touch_file_share"],
        measured["ownership_share"],
        measured["first_touch_directory_share"],
    ) == (
        None,
        None,
        0.5,
    )
