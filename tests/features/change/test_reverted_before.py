import pytest

from gitstory import ADA, BO, Story
from measured import Measure


def test_overlap_is_the_share_of_files_in_common_with_a_reverted_change(story: Story, measure: Measure) -> None:
    bad = story.commit({"kiln.py": "1\n", "door.py": "1\n"}, "Glaze", by=ADA)
    before = story.commit({"kiln.py": "2\n", "door.py": "2\n"})
    story.commit({"kiln.py": "0\n"}, f"This reverts commit {bad}.", by=BO)
    again = story.commit({"kiln.py": "1\n", "wheel.py": "1\n"})
    elsewhere = story.commit({"wheel.py": "2\n"})
    measured = measure()
    assert [measured[sha]["defect_overlap"] for sha in (before, again, elsewhere)] == pytest.approx([0, 1 / 3, 0])
