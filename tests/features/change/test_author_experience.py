import pytest

from gitstory import ADA, BO, START, Story
from measured import Measure

DAY = 86400


def test_experience_is_counted_by_e_mail_whatever_the_case_and_not_before_the_first_commit(
    story: Story, measure: Measure
) -> None:
    first = story.commit({"kiln/a.py": "1\n"}, "Fix the door", by=ADA, at=START)
    story.commit({"kiln/b.py": "1\n"}, by=BO, at=START + DAY)
    shouting = story.commit({"kiln/c.py": "1\n"}, by=("A. Potter", ADA[1].upper()), at=START + 4 * DAY)
    measured = measure()
    assert measured[first]["author_commits"] == 0
    assert measured[first]["author_fix_share"] is None
    assert measured[shouting]["author_commits"] == measured[shouting]["author_subsystem_commits"] == 1
    assert measured[shouting]["author_tenure_days"] == 1
    assert measured[shouting]["author_fix_share"] == 1


def test_work_that_others_revert_or_blame_counts_against_its_author_from_then_on(
    story: Story, measure: Measure
) -> None:
    bad = story.commit({"kiln.py": "1\n"}, by=ADA)
    before = story.commit({"wheel.py": "1\n"}, by=ADA)
    story.commit({"kiln.py": None}, f"This reverts commit {bad}.", by=BO)
    after = story.commit({"wheel.py": "2\n"}, by=ADA)
    measured = measure()
    assert (measured[before]["author_defects"], measured[after]["author_defects"]) == (0, 1)
    assert measured[after]["author_defect_rate"] == 0.5
    assert measured[after]["author_defect_lift"] == pytest.approx((1 + 1) / (2 * 1 / 3 + 1))


def test_taking_back_ones_own_work_within_a_day_does_not_count(story: Story, measure: Measure) -> None:
    for late in (DAY - 1, DAY):
        bad = story.commit({"kiln.py": "1\n"}, by=ADA, at=START)
        story.commit({"kiln.py": None}, f"This reverts commit {bad}.", by=ADA, at=START + late)
    after = story.commit({"wheel.py": "2\n"}, by=ADA)
    assert measure()[after]["author_defects"] == 1
