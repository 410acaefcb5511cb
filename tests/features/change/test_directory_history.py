import pytest

from gitstory import ADA, BO, Story
from measured import Measure


def test_a_new_file_stands_on_ground_with_a_past(story: Story, measure: Measure) -> None:
    story.commit({"kiln/fire.py": "1\n"}, "Glaze", by=ADA)
    story.commit({"kiln/door.py": "1\n", "kiln/fire.py": "2\n"}, "Fix crash", by=BO)
    fresh = story.commit({"kiln/flue.py": "1\n"}, by=ADA)
    measured = measure()[fresh]
    assert measured["directory_fix_share"] == 0.5
    assert measured["directory_authors_max"] == 2
    assert measured["directory_age_days"] == pytest.approx(1 / 24)
    assert measured["directory_idle_days"] == 0
    assert measured["file_changes_mean"] is None


def test_a_new_directory_has_no_past(story: Story, measure: Measure) -> None:
    story.commit({"wheel.py": "1\n"})
    fresh = story.commit({"kiln/fire.py": "1\n"})
    measured = measure()[fresh]
    assert measured["directory_fix_share"] is None
    assert measured["directory_authors_max"] is None
