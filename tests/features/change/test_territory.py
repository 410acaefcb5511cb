import pytest

from gitstory import ADA, BO, Story
from measured import Measure


def test_ground_is_new_until_one_has_changed_it(story: Story, measure: Measure) -> None:
    story.commit({"kiln/a.py": "1\n", "wheel/b.py": "1\n"}, by=ADA)
    visitor = story.commit({"kiln/a.py": "2\n"}, by=BO)
    again = story.commit({"kiln/a.py": "3\n", "wheel/b.py": "2\n"}, by=BO)
    found = measure()
    assert (found[visitor]["first_touch_share"], found[visitor]["first_visit_share"]) == (1, 1)
    assert (found[again]["first_touch_share"], found[again]["first_visit_share"]) == (0.5, 0.5)
    assert found[again]["ownership_share"] == pytest.approx(1 / 3)
    assert found[again]["own_changes_mean"] == 0.5


def test_a_new_file_belongs_to_nobody_but_its_directory_may_be_new_ground(story: Story, measure: Measure) -> None:
    story.commit({"kiln/a.py": "1\n"}, by=ADA)
    new = story.commit({"kiln/b.py": "1\n", "wheel/c.py": "1\n"}, by=ADA)
    found = measure()[new]
    assert (found["first_touch_share"], found["ownership_share"], found["first_visit_share"]) == (None, None, 0.5)
