from gitstory import ADA, BO, START, Story
from measured import Measure


def test_a_patch_that_somebody_else_committed_later_has_two_people_and_has_waited(
    story: Story, measure: Measure
) -> None:
    story.commit({"wheel.py": "1\n"}, by=ADA)
    own = story.commit({"wheel.py": "2\n"}, "Spin (#12)", by=ADA)
    picked = story.commit({"wheel.py": "3\n"}, "Spin #12", by=BO, committer=ADA)
    measured = measure()
    assert (measured[own]["is_author_committer"], measured[own]["has_pull_request_number"]) == (1, 1)
    assert (measured[picked]["is_author_committer"], measured[picked]["has_pull_request_number"]) == (0, 0)
    assert measured[picked]["committer_commits"] == 2


def test_what_a_merge_brought_in_did_not_go_straight_to_the_branch(story: Story, measure: Measure) -> None:
    start = story.commit({"wheel.py": "1\n"})
    story.branch("side")
    side = story.commit({"kiln.py": "1\n"})
    story.switch("main")
    story.merge("side", files={"kiln.py": "1\n"})
    measured = measure()
    assert (measured[start]["is_first_parent"], measured[side]["is_first_parent"]) == (1, 0)


def test_days_waited_are_those_between_the_two_dates(story: Story, measure: Measure) -> None:
    story.commit({"wheel.py": "1\n"})
    body = "tree TREE\nparent PARENT\nauthor Ada <a@x> {} +0000\ncommitter Ada <a@x> {} +0000\n\nSpin\n"
    waited = story.raw_commit(body.format(START, START + 36 * 3600).encode())
    backwards = story.raw_commit(body.format(START + 36 * 3600, START).encode())
    measured = measure()
    assert (measured[waited]["commit_delay_days"], measured[backwards]["commit_delay_days"]) == (1.5, 0)
