"""Which policy a score has to pass, and who may set it."""

from datetime import date

import pytest

from gitstory import Story
from knownhands.assess.bar import Bar
from knownhands.errors import UsageError
from knownhands.harvest.git.process import open_repository
from knownhands.kinds.change import KIND

TODAY = date(2026, 11, 29)


def policy(story: Story, bar: Bar = Bar(), said: list[str] | None = None):  # noqa: B008 - frozen
    return bar.policy(KIND, TODAY, open_repository(story.path, "pottery"), (said if said is not None else []).append)


def test_a_policy_that_is_too_large_is_an_error_and_not_no_policy(story: Story):
    story.commit({"knownhands.toml": "[change]\nfail_below = 100\n" + "#" * 1_100_000})
    with pytest.raises(UsageError, match="cannot be read, or is larger than 1 MB"):
        policy(story)


def test_a_byte_order_mark_stops_nobody(story: Story):
    story.commit({"knownhands.toml": "\ufeff[change]\nfail_below = 40\n"})
    assert policy(story).fail_below == 40


def test_whoever_set_a_bar_is_named(story: Story):
    story.commit({"knownhands.toml": '[change]\nbudget = "2%"\n'})
    story_policy = policy(story, Bar(fail_below=90))
    assert (story_policy.budget, story_policy.fail_below, story_policy.fail_below_source) == (
        0.02,
        90,
        "the command line",
    )
    assert story_policy.source == "knownhands.toml of the default branch"


def test_a_budget_may_be_a_small_number_and_not_nothing(story: Story):
    story.commit({"knownhands.toml": "[change]\nbudget = 0.00001\n"})
    assert policy(story).budget == 0.00001
    with pytest.raises(UsageError):
        policy(story, Bar(budget="0.00000000001%"))


@pytest.mark.parametrize(
    "wrong",
    [{"budget": "0"}, {"budget": 1}, {"fail_below": -1}, {"fail_below": 101}, {"fail_below": "50"}, {"file": 5}],
    ids=str,
)
def test_what_can_be_no_bar_is_refused_when_it_is_made(wrong):
    with pytest.raises(UsageError) as caught:
        Bar(**wrong)
    assert caught.value.hint


def test_a_pull_request_that_is_checked_out_does_not_set_its_own_bar(story: Story):
    story.commit({"knownhands.toml": "[change]\nfail_below = 0\n"})
    story.git("checkout", "-q", "--detach")
    said: list[str] = []
    assert policy(story, said=said).fail_below is None
    assert "No default branch is known here" in said[0]


@pytest.mark.parametrize("place", ["pottery", "linked"])
def test_a_policy_that_lies_beside_the_code_uncommitted_is_said_not_to_count(story: Story, place: str):
    story.commit({"bowl": "1\n"})
    folder = story.path.parent / "linked"
    story.git("worktree", "add", "-q", "-b", "feature", str(folder))
    folder = folder if place == "linked" else story.path
    (folder / "knownhands.toml").write_text("[change]\nfail_below = 0\n")
    said: list[str] = []
    folder_policy = Bar().policy(KIND, TODAY, open_repository(folder, "pottery"), said.append)
    assert folder_policy.fail_below is None
    branch = "feature" if place == "linked" else story.git("branch", "--show-current")
    (note,) = said
    assert note.startswith(f"{folder / 'knownhands.toml'} was not used: it is not on {branch}, ")
    assert "--policy" in note


def test_the_branch_whose_policy_counts_is_called_as_the_remote_calls_it(story: Story):
    sha = story.commit({"knownhands.toml": "[change]\nfail_below = 40\n"})
    story.git("update-ref", "refs/remotes/origin/trunk", sha)
    story.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    (story.path / "knownhands.toml").write_text("[change]\nfail_below = 0\n")
    said: list[str] = []
    assert policy(story, said=said).fail_below == 40
    assert said[0].startswith(f"{story.path / 'knownhands.toml'} differs from that of origin/trunk, which sets the bar")


def test_an_edited_policy_is_said_not_to_be_the_one_that_counts(story: Story):
    story.commit({"knownhands.toml": "[change]\nfail_below = 40\n"})
    file = story.path / "knownhands.toml"
    file.write_text("[change]\nfail_below = 40\r\n")
    said: list[str] = []
    assert (policy(story, said=said).fail_below, said) == (40, [])
    file.write_text("[change]\nfail_below = 0\n")
    assert policy(story, said=said).fail_below == 40
    assert len(said) == 1
    assert "differs from that of" in said[0]
