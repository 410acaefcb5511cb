import pytest

from gitstory import ADA, BO, Story
from measured import Measure

PLACES = ("file_defects", "directory_defects_recent")


def test_a_defect_counts_only_from_the_commit_that_says_so(story: Story, measure: Measure) -> None:
    bad = story.commit({"kiln/fire.py": "1\n"}, "Glaze", by=ADA)
    between = story.commit({"kiln/fire.py": "2\n"}, by=ADA)
    said = story.commit({"kiln/fire.py": "0\n"}, 'Revert "Glaze"', by=BO)
    after = story.commit({"kiln/fire.py": "3\n"}, by=ADA)
    measured = measure()
    assert bad in measured
    assert [[measured[sha][name] for name in PLACES] for sha in (between, said, after)] == [[0, 0], [0, 0], [1, 1]]
    assert measured[after]["file_defect_rate"] == pytest.approx(1 / 3)
    assert measured[after]["file_defect_lift_max"] == pytest.approx((1 + 1) / (3 * 1 / 3 + 1))


def test_a_defect_named_in_a_side_branch_counts_once_it_is_merged(story: Story, measure: Measure) -> None:
    bad = story.commit({"kiln/fire.py": "1\n"}, by=ADA)
    story.branch("side")
    story.commit({"kiln/fire.py": "0\n"}, f"Mend\n\nFixes: {bad[:12]}", by=BO)
    story.switch("main")
    before = story.commit({"kiln/fire.py": "2\n"})
    story.merge("side")
    after = story.commit({"kiln/fire.py": "3\n"})
    measured = measure()
    assert [measured[sha]["file_defects"] for sha in (before, after)] == [0, 1]


def test_several_commits_that_blame_a_change_are_one_defect(story: Story, measure: Measure) -> None:
    bad = story.commit({"kiln.py": "1\n"}, by=ADA)
    for _ in range(2):
        story.commit({"wheel.py": "1\n"}, f"Mend\n\nFixes: {bad[:12]}", by=BO)
    after = story.commit({"kiln.py": "2\n"})
    assert measure()[after]["file_defects"] == 1


def test_places_where_nothing_happened_have_no_rate_and_an_even_lift(story: Story, measure: Measure) -> None:
    story.commit({"wheel.py": "1\n"})
    fresh = story.commit({"kiln/fire.c": "1\n"})
    measured = measure()[fresh]
    assert (measured["directory_defect_rate"], measured["subsystem_defect_lift"]) == (None, 1)
    assert measured["file_defects"] is None


def test_being_named_as_a_cause_is_told_from_being_taken_back(story: Story, measure: Measure) -> None:
    reverted = story.commit({"kiln/fire.py": "1\n"}, by=ADA)
    blamed = story.commit({"wheel/spin.py": "1\n"}, by=ADA)
    story.commit({"x.py": "1\n"}, f"This reverts commit {reverted}.", by=BO)
    story.commit({"x.py": "2\n"}, f"Mend\n\nFixes: {blamed[:12]}", by=BO)
    kiln, wheel = story.commit({"kiln/fire.py": "2\n"}), story.commit({"wheel/spin.py": "2\n"})
    measured = measure()
    assert measured[kiln]["file_defects"] == measured[wheel]["file_defects"] == 1
    assert measured[kiln]["file_blame_lift"] < 1 < measured[wheel]["file_blame_lift"]
