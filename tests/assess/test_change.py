import json
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from knownhands.learn.artefact import Artefact
from knownhands.scoring.change import rank_history, score_change

from gitstory import ADA, BO, START, Story, run_git
from knownhands.errors import NotFound, UsageError
from knownhands.features.assemble import families_of, features_of
from knownhands.records import Score
from knownhands.report.json import render
from measured import Values, harvested

Scorer = Callable[..., Score]


@pytest.fixture
def told(story: Story) -> dict[str, str]:
    """A branch with a mistake taken back and a merge, and a side branch that is still open."""
    shas = {"start": story.commit({"kiln.py": "1\n", "wheel.py": "1\n"}, "Start")}
    shas["bad"] = story.commit({"kiln.py": "2\n"}, "Enable the kiln", by=ADA)
    shas["back"] = story.commit({"kiln.py": "1\n"}, f"This reverts commit {shas['bad']}.", by=BO)
    story.branch("done")
    story.commit({"door.py": "1\n"}, "Add a door", by=BO)
    shas["side"] = story.commit({"door.py": "2\n", "hinge.py": "1\n"}, "Hang it", by=BO)
    story.switch("main")
    shas["aside"] = story.commit({"wheel.py": "2\n"}, "Spin")
    shas["merge"] = story.merge("done", files={"door.py": "2\n", "hinge.py": "1\n"})
    story.branch("open")
    story.commit({"kiln.py": "3\n"}, "Enable the kiln again", by=ADA)
    shas["open"] = story.commit({"package.json": "{}\n"}, "And declare it\n\nAt length.", by=ADA)
    story.switch("main")
    shas["head"] = story.commit({"wheel.py": "3\n"}, "Spin on")
    return shas


def test_a_score_keeps_to_the_published_contract(told: dict[str, str], score: Scorer) -> None:
    schema = json.loads(resources.files("knownhands.report").joinpath("score.schema.json").read_text())
    for revision in ("HEAD", "open", told["merge"], "HEAD~2..open"):
        jsonschema.validate(json.loads(render([score(revision)])), schema)


def test_the_same_question_gets_the_same_bytes(
    story: Story, told: dict[str, str], model: Artefact, tmp_path: Path
) -> None:
    printed = []
    for name in ("one", "two"):
        with harvested(story.path, tmp_path / name) as (connection, repository):
            printed += [render([score_change(connection, repository, told["open"], model)]) for _ in range(2)]
    assert len(set(printed)) == 1


def test_an_ancestor_is_scored_as_the_commit_that_it_is(told: dict[str, str], score: Scorer) -> None:
    subject = score(told["aside"]).subject
    assert (subject.base, subject.head, subject.commits) == (told["back"], told["aside"], 1)


def test_a_commit_of_a_merged_branch_is_scored_as_the_commit_that_it_is(
    story: Story, told: dict[str, str], score: Scorer
) -> None:
    subject = score(told["side"]).subject
    assert (subject.base, subject.commits) == (story.git("rev-parse", f"{told['side']}^"), 1)


def test_a_merge_is_scored_as_all_that_it_brings_in(
    told: dict[str, str], score: Scorer, values: Callable[..., Values]
) -> None:
    subject = score(told["merge"]).subject
    assert (subject.base, subject.head, subject.commits) == (told["aside"], told["merge"], 3)
    assert values(told["merge"])["new_files"] == 2


@pytest.mark.parametrize("revision", ["open", "main..open", "main...open", "HEAD..open", "..open"])
def test_anything_else_is_scored_as_a_pull_request_from_its_merge_base(
    told: dict[str, str], score: Scorer, revision: str
) -> None:
    found = score(revision)
    assert (found.subject.base, found.subject.head, found.subject.commits) == (told["merge"], told["open"], 2)
    assert (found.subject.id, found.as_of) == (revision, told["merge"])


def test_a_range_may_be_any_part_of_the_branch(told: dict[str, str], score: Scorer) -> None:
    subject = score(f"{told['start']}..{told['back']}").subject
    assert (subject.base, subject.head, subject.commits) == (told["start"], told["back"], 2)


@pytest.mark.parametrize("revision", ["main..main", "open..HEAD~3"])
def test_a_range_without_commits_is_wrong_usage(told: dict[str, str], score: Scorer, revision: str) -> None:
    assert told
    with pytest.raises(UsageError, match="no commits"):
        score(revision)


@pytest.mark.parametrize("revision", ["shoe", "--upload-pack=x", "main..shoe", "", "HEAD:kiln.py"])
def test_what_is_no_commit_is_not_found(told: dict[str, str], score: Scorer, revision: str) -> None:
    assert told
    with pytest.raises(NotFound):
        score(revision)


def test_history_after_as_of_is_not_looked_at(
    told: dict[str, str], score: Scorer, values: Callable[..., Values]
) -> None:
    assert score("open", told["start"]).as_of == told["start"]
    assert [values("open", told[name])["author_commits"] for name in ("start", "bad", "merge")] == [1, 2, 3]
    assert values("open")["author_commits"] == 3


def test_the_first_commit_of_all_is_scored_and_says_that_it_has_no_past(told: dict[str, str], score: Scorer) -> None:
    found = score(told["start"])
    assert found.trust is not None
    assert (found.subject.base, found.subject.commits) == ("", 1)
    assert "history" in {gap.id for gap in found.unknown}


def test_a_branch_without_a_common_past_is_scored_as_all_that_it_holds(
    story: Story, score: Scorer, values: Callable[..., Values]
) -> None:
    story.commit({"kiln.py": "1\n"})
    story.orphan("island")
    story.commit({"a.py": "1\n", "b.py": "1\n"})
    story.commit({"c.py": "1\n"})
    story.switch("main")
    found = score("island")
    assert (found.subject.base, found.subject.commits) == ("", 2)
    assert values("island")["files"] == 3


def test_where_a_shallow_clone_ends_nothing_can_be_said(
    story: Story, told: dict[str, str], score: Scorer, tmp_path: Path
) -> None:
    shallow = tmp_path / "shallow"
    run_git("clone", "-q", "--depth=1", "--no-local", str(story.path), str(shallow))
    with pytest.raises(NotFound) as caught:
        score(told["head"], path=shallow)
    assert "git fetch --unshallow" in caught.value.hint


def test_a_shallow_clone_is_named_as_a_gap(story: Story, told: dict[str, str], score: Scorer, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    run_git("clone", "-q", "--depth=2", "--no-local", str(story.path), str(shallow))
    found = score(told["head"], path=shallow)
    assert found.trust is not None
    assert any(gap.id == "history" and "shallow" in gap.why for gap in found.unknown)


def test_commits_that_cannot_be_read_or_compared_are_a_gap(story: Story, told: dict[str, str], score: Scorer) -> None:
    story.corrupt(told["bad"])
    found = score(told["head"])
    assert any(gap.id == "history" and gap.why.startswith("2 commits") for gap in found.unknown)


def test_a_commit_that_cannot_be_read_is_not_found(story: Story, told: dict[str, str], score: Scorer) -> None:
    story.corrupt(told["aside"])
    with pytest.raises(NotFound, match=told["aside"]):
        score(told["aside"])


def test_missing_contents_are_a_gap_and_no_zero(story: Story, told: dict[str, str], score: Scorer) -> None:
    story.lose(f"{told['head']}:wheel.py")
    found = score(told["head"])
    assert any(gap.id == "lines" for gap in found.unknown)
    assert any("lines_added" in gap.why for gap in found.unknown if gap.id == "size")


def test_what_is_unknown_is_named_by_its_family_and_counted_in_the_coverage(
    told: dict[str, str], score: Scorer
) -> None:
    found = score(told["open"])
    families = {family.id for family in families_of("change")}
    named = [gap for gap in found.unknown if gap.id in families]
    assert "project" in {gap.id for gap in named}
    assert all("unknown when: " in gap.why for gap in named)
    names = [name for gap in named for name in gap.why.partition(";")[0].split(", ")]
    assert found.coverage == pytest.approx(1 - len(names) / len(features_of("change")), abs=1e-4)


def test_evidence_points_at_commits_and_files_that_are_there(story: Story, told: dict[str, str], score: Scorer) -> None:
    paths = {"kiln.py", "wheel.py", "door.py", "hinge.py", "package.json"}
    for revision in (told["open"], told["merge"], told["head"]):
        for evidence in (one for reason in score(revision).reasons for one in reason.evidence):
            assert evidence.kind in {"file", "commit"}
            if evidence.kind == "file":
                assert evidence.ref in paths
            else:
                assert story.git("cat-file", "-t", evidence.ref) == "commit"


def test_a_ranking_holds_every_commit_but_merges_riskiest_first_and_as_scored_alone(
    story: Story, told: dict[str, str], model: Artefact, tmp_path: Path
) -> None:
    with harvested(story.path, tmp_path / "store") as (connection, repository):
        ranked = rank_history(connection, repository, model, since=None, limit=99, workers=1, progress=lambda *_: None)
        alone = [score_change(connection, repository, one.subject.head, model) for one in ranked]
    assert ranked == alone
    risks = [one.risk.probability for one in ranked if one.risk]
    assert risks == pytest.approx(sorted(risks, reverse=True))
    assert {one.subject.head for one in ranked} == set(story.git("rev-list", "--no-merges", "main").split())
    assert told["merge"] not in {one.subject.head for one in ranked}


@pytest.mark.parametrize(
    "name",
    [
        "back",
        "aside",
        "side",
    ],
)
def test_a_ranking_since_a_revision_holds_only_what_that_lacks(
    story: Story, told: dict[str, str], model: Artefact, tmp_path: Path, name: str
) -> None:
    with harvested(story.path, tmp_path / "store") as (connection, repository):
        ranked = rank_history(
            connection, repository, model, since=told[name], limit=99, workers=1, progress=lambda *_: None
        )
    expected = story.git("rev-list", "--no-merges", f"{told[name]}..main").split()
    assert {one.subject.head for one in ranked} == set(expected)


@pytest.mark.parametrize("name", ["aside", "side", "merge"])
def test_a_ranking_as_of_a_revision_holds_its_ancestors_as_scored_alone(
    story: Story, told: dict[str, str], model: Artefact, tmp_path: Path, name: str
) -> None:
    with harvested(story.path, tmp_path / "store") as (connection, repository):
        ranked = rank_history(
            connection, repository, model, since=None, as_of=told[name], limit=99, workers=1, progress=lambda *_: None
        )
        alone = [score_change(connection, repository, one.subject.head, model) for one in ranked]
    assert ranked == alone
    assert {one.subject.head for one in ranked} == set(story.git("rev-list", "--no-merges", told[name]).split())


def test_nothing_new_is_nothing_to_rank(story: Story, told: dict[str, str], model: Artefact, tmp_path: Path) -> None:
    with harvested(story.path, tmp_path / "store") as (connection, repository), pytest.raises(NotFound):
        rank_history(connection, repository, model, since=told["head"], limit=9, workers=1, progress=lambda *_: None)


def test_dates_do_not_decide_what_came_before(story: Story, values: Callable[..., Values]) -> None:
    story.commit({"kiln.py": "1\n"}, at=START + 10**9)
    late = story.commit({"kiln.py": "2\n"}, at=5)
    assert values(late)["author_commits"] == 1
