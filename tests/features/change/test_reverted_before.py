import pytest

from gitstory import ADA, BO, Story
from measured import Measure


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Glaze pots", 1), ('Reapply "Glaze pots"', 1), ("Reland: Glaze pots (#12)", 1), ("Glaze more pots", 0)],
)
def test_the_title_of_what_was_taken_back_is_known_again(
    story: Story, measure: Measure, title: str, expected: int
) -> None:
    bad = story.commit({"kiln.py": "1\n"}, "Glaze pots (#9)", by=ADA)
    story.commit({"kiln.py": "0\n"}, f"Undo\n\nThis reverts commit {bad}.", by=BO)
    again = story.commit({"kiln.py": "1\n"}, title)
    assert measure()[again]["same_title_defects"] == expected


def test_overlap_is_the_share_of_files_in_common_with_a_reverted_change(story: Story, measure: Measure) -> None:
    bad = story.commit({"kiln.py": "1\n", "door.py": "1\n"}, "Glaze", by=ADA)
    before = story.commit({"kiln.py": "2\n", "door.py": "2\n"})
    story.commit({"kiln.py": "0\n"}, f"This reverts commit {bad}.", by=BO)
    again = story.commit({"kiln.py": "1\n", "wheel.py": "1\n"})
    elsewhere = story.commit({"wheel.py": "2\n"})
    measured = measure()
    assert [measured[sha]["defect_overlap"] for sha in (before, again, elsewhere)] == pytest.approx([0, 1 / 3, 0])
