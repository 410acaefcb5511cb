from gitstory import ADA, BO, START, Story
from measured import Measure


def test_a_patch_that_somebody_else_committed_later_has_two_people_and_has_waited(
    story: Story, measure: Measure
) -> None:
    story.commit({"wheel.py": "1\n"}, by=ADA)
    own = story.commit({"wheel.py": "2\n"}, "Spin (#12)", by=ADA)
    picked = story.commit({"wheel.py": "3\n"}, "Spin #12", by=BO, committer=ADA)
    found = measure()
    assert (found[own]["is_author_committer"], found[own]["is_numbered"]) == (1, 1)
    assert (found[picked]["is_author_committer"], found[picked]["is_numbered"]) == (0, 0)
    assert found[picked]["committer_commits"] == 2


def test_what_a_merge_brought_in_did_not_go_straight_to_the_branch(story: Story, measure: Measure) -> None:
    start = story.commit({"wheel.py": "1\n"})
    story.branch("side")
    side = story.commit({"kiln.py": "1\n"})
    story.switch("main")
    story.merge("side", files={"kiln.py": "1\n"})
    found = measure()
    assert (found[start]["is_direct"], found[side]["is_direct"]) == (1, 0)


def test_days_waited_are_those_between_the_two_dates(story: Story, measure: Measure) -> None:
    story.commit({"wheel.py": "1\n"})
    body = "tree TREE\nparent PARENT\nauthor Ada <a@x> {} +0000\ncommitter Ada <a@x> {} +0000\n\nSpin\n"
    waited = story.raw_commit(body.format(START, START + 36 * 3600).encode())
    backwards = story.raw_commit(body.format(START + 36 * 3600, START).encode())
    found = measure()
    assert (found[waited]["waited_days"], found[backwards]["waited_days"]) == (1.5, 0)
