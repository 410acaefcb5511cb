"""A history's commits, each as of what was before it."""

import pytest

from gitstory import Story
from knownhands.assess.change import score_change
from knownhands.assess.rank import rank_history
from knownhands.errors import NotFound, UsageError


def test_a_ranking_holds_every_commit_but_merges_riskiest_first_and_as_scored_alone(
    story: Story, shas: dict[str, str], opened
) -> None:
    with opened() as history:
        ranked = rank_history(history, since=None, limit=99)
        alone = [score_change(history, score.subject.head) for score in ranked]
    assert ranked == alone
    shares = [score.deciding.alarm_share for score in ranked]
    assert shares == sorted(shares)
    assert {score.subject.head for score in ranked} == set(story.git("rev-list", "--no-merges", "main").split())
    assert shas["merge"] not in {score.subject.head for score in ranked}


def test_what_a_check_settles_comes_first_however_common_it_is(story: Story, opened) -> None:
    workflow = "on: push\njobs:\n  fire:\n    steps:\n      - run: echo '${{ toJSON(secrets) }}'\n"
    settled = {story.commit({f".github/workflows/{number}.yml": workflow}) for number in range(6)}
    story.commit({"setup.py": "import os, base64\nexec(base64.b64decode('cG90cw=='))\nos.system('kiln')\n"})
    with opened(is_patient=True) as history:
        ranked = rank_history(history, since=None, limit=6)
        trusts = [score.trust for score in rank_history(history, since=None, limit=99)]
    assert {score.subject.head for score in ranked} == settled
    assert trusts == sorted(trusts)


@pytest.mark.usefixtures("shas")
def test_asking_for_fewer_gives_the_first_of_them(rank) -> None:
    assert rank(limit=3) == rank(limit=99)[:3]


@pytest.mark.parametrize("name", ["back", "aside", "side"])
def test_a_ranking_since_a_revision_holds_only_what_that_lacks(
    story: Story, shas: dict[str, str], rank, name: str
) -> None:
    expected = story.git("rev-list", "--no-merges", f"{shas[name]}..main").split()
    assert {score.subject.head for score in rank(since=shas[name])} == set(expected)


@pytest.mark.parametrize("name", ["aside", "side", "merge"])
def test_a_ranking_as_of_a_revision_holds_its_ancestors_as_scored_alone(
    story: Story, shas: dict[str, str], opened, name: str
) -> None:
    with opened() as history:
        ranked = rank_history(history, since=None, as_of=shas[name], limit=99)
        alone = score_change(history, ranked[0].subject.head)
    assert ranked[0] == alone
    assert {score.subject.head for score in ranked} == set(story.git("rev-list", "--no-merges", shas[name]).split())


@pytest.mark.parametrize(("name", "left_out"), [("open", "2 commits are"), ("merge", "")])
def test_what_the_default_branch_does_not_contain_is_said_to_be_left_out(
    shas: dict[str, str], opened, name: str, left_out: str
) -> None:
    said: list[str] = []
    with opened() as history:
        ranked = rank_history(history, since=None, as_of=shas[name], limit=99, say=said.append)
    assert shas[name] not in {score.subject.head for score in ranked}
    assert [line.partition(" left out")[0] for line in said] == [left_out] * bool(left_out)


def test_nothing_new_is_nothing_to_rank(shas: dict[str, str], rank) -> None:
    with pytest.raises(NotFound):
        rank(since=shas["head"])


def test_what_was_kept_of_a_branch_that_was_rearranged_since_is_not_believed(story: Story, opened) -> None:
    for number in range(4):
        story.commit({"kiln.py": f"{number}\n" * (number + 1)})
    story.branch("aside")
    story.commit({"door.py": "1\n"})
    story.switch("main")
    with opened(store="kept") as history:
        rank_history(history, since=None, limit=99)
    story.switch("aside")
    story.merge("main", files={})
    story.git("branch", "-f", "main", "aside")
    story.switch("main")
    with opened(store="kept") as history, opened(store="fresh") as anew:
        assert rank_history(history, since=None, limit=99) == rank_history(anew, since=None, limit=99)


@pytest.mark.usefixtures("shas")
def test_a_list_of_nothing_is_wrong_usage(rank) -> None:
    with pytest.raises(UsageError):
        rank(limit=0)
