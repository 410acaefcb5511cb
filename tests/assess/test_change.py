import json
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from gitstory import ADA, BO, START, Story, run_git
from knownhands.assess.change import score_change
from knownhands.assess.reference import read_earlier
from knownhands.errors import NotFound, UsageError
from knownhands.features.assemble import families_of
from knownhands.report.json import render
from knownhands.score import Score
from measured import Values

Scorer = Callable[..., Score]


def test_a_score_keeps_to_the_published_contract(shas: dict[str, str], score: Scorer) -> None:
    schema = json.loads(resources.files("knownhands.report").joinpath("score.schema.json").read_text())
    for revision in ("HEAD", "open", shas["merge"], "HEAD~2..open"):
        jsonschema.validate(json.loads(render(score(revision))), schema)


def test_the_same_question_gets_the_same_bytes(shas: dict[str, str], opened) -> None:
    printed = []
    for name in ("one", "two"):
        with opened(store=name) as history:
            printed += [render(score_change(history, shas["open"])) for _ in range(2)]
    assert len(set(printed)) == 1


def test_an_ancestor_is_scored_as_the_commit_that_it_is(shas: dict[str, str], score: Scorer) -> None:
    subject = score(shas["aside"]).subject
    assert (subject.base, subject.head, subject.commits) == (shas["back"], shas["aside"], 1)


def test_a_commit_of_a_merged_branch_is_scored_as_the_commit_that_it_is(
    story: Story, shas: dict[str, str], score: Scorer
) -> None:
    subject = score(shas["side"]).subject
    assert (subject.base, subject.commits) == (story.git("rev-parse", f"{shas['side']}^"), 1)


def test_of_a_commit_that_came_in_with_others_it_is_said_what_scores_them_together(story: Story, opened) -> None:
    story.commit({"wheel.py": "1\n"})
    story.branch("aside")
    first, second = (story.commit({"kiln.py": f"{number}\n"}) for number in range(2))
    story.switch("main")
    alone = story.commit({"wheel.py": "2\n"})
    merge = story.merge("aside")
    said: list[str] = []
    with opened(say=said.append, is_patient=True) as history:
        scores = {sha: score_change(history, sha) for sha in (first, second, alone, merge)}
    expected = f"It came in with 1 other commit; `knownhands score change {merge[:12]}` scores them together."
    assert said == [expected, expected]
    assert scores[merge].subject.commits == 3


def test_of_a_change_for_another_branch_it_is_said_how_it_is_scored_alone(story: Story, opened) -> None:
    story.commit({"wheel.py": "1\n"})
    story.branch("old")
    story.commit({"kiln.py": "1\n"})
    story.branch("backport")
    story.commit({"kiln.py": "2\n"})
    story.switch("main")
    story.commit({"wheel.py": "2\n"})
    said: list[str] = []
    with opened(say=said.append, is_patient=True) as history:
        assert score_change(history, "backport").subject.commits == 2
        assert score_change(history, "old..backport").subject.commits == 1
        score_change(history, "old")
    assert said == [
        "old holds some of its 2 commits; `knownhands score change old..backport` scores what is beyond it."
    ]


def test_a_merge_is_scored_as_all_that_it_brings_in(
    shas: dict[str, str], score: Scorer, values: Callable[..., Values]
) -> None:
    subject = score(shas["merge"]).subject
    assert (subject.base, subject.head, subject.commits) == (shas["aside"], shas["merge"], 3)
    assert values(shas["merge"])["lines_added"] == 2


@pytest.mark.parametrize("revision", ["open", "main..open", "main...open", "HEAD..open", "..open"])
def test_anything_else_is_scored_as_a_pull_request_from_its_merge_base(
    shas: dict[str, str], score: Scorer, revision: str
) -> None:
    change_score = score(revision)
    assert (change_score.subject.base, change_score.subject.head, change_score.subject.commits) == (
        shas["merge"],
        shas["open"],
        2,
    )
    assert (change_score.subject.id, change_score.as_of) == (revision, shas["merge"])


def test_a_range_may_be_any_part_of_the_branch(shas: dict[str, str], score: Scorer) -> None:
    subject = score(f"{shas['start']}..{shas['back']}").subject
    assert (subject.base, subject.head, subject.commits) == (shas["start"], shas["back"], 2)


@pytest.mark.parametrize("revision", ["main..main", "open..HEAD~3"])
def test_a_range_without_commits_is_wrong_usage(shas: dict[str, str], score: Scorer, revision: str) -> None:
    assert shas
    with pytest.raises(UsageError, match="no commits"):
        score(revision)


@pytest.mark.parametrize("revision", ["--upload-pack=x", "main..--all", ""])
def test_what_git_would_take_for_an_option_is_wrong_usage(shas: dict[str, str], score: Scorer, revision: str) -> None:
    assert shas
    with pytest.raises(UsageError, match="is no revision"):
        score(revision)


@pytest.mark.parametrize("revision", ["shoe", "main..shoe", "HEAD:kiln.py"])
def test_what_is_no_commit_is_not_found(shas: dict[str, str], score: Scorer, revision: str) -> None:
    assert shas
    with pytest.raises(NotFound):
        score(revision)


def test_history_after_as_of_is_not_looked_at(
    shas: dict[str, str], score: Scorer, values: Callable[..., Values]
) -> None:
    assert score("open", shas["start"]).as_of == shas["start"]
    assert [values("open", shas[name])["author_commits"] for name in ("start", "bad", "merge")] == [1, 2, 3]
    assert values("open")["author_commits"] == 3


def test_the_first_commit_of_all_is_scored_and_says_that_it_has_no_past(shas: dict[str, str], score: Scorer) -> None:
    change_score = score(shas["start"])
    assert change_score.trust is not None
    assert (change_score.subject.base, change_score.subject.commits) == ("", 1)
    assert "history" in {gap.id for gap in change_score.unknown}


def test_a_branch_without_a_common_past_is_scored_as_all_that_it_holds(
    story: Story, score: Scorer, values: Callable[..., Values]
) -> None:
    story.commit({"kiln.py": "1\n"})
    story.orphan("island")
    story.commit({"a.py": "1\n", "b.py": "1\n"})
    story.commit({"c.py": "1\n"})
    story.switch("main")
    change_score = score("island")
    assert (change_score.subject.base, change_score.subject.commits) == ("", 2)
    assert values("island")["files"] == 3


def test_where_a_shallow_clone_ends_nothing_can_be_said(
    story: Story, shas: dict[str, str], score: Scorer, tmp_path: Path
) -> None:
    shallow = tmp_path / "shallow"
    run_git("clone", "-q", "--depth=1", "--no-local", str(story.path), str(shallow))
    with pytest.raises(NotFound) as caught:
        score(shas["head"], path=shallow)
    assert "git fetch --unshallow" in caught.value.hint


def test_a_shallow_clone_is_named_as_a_gap(story: Story, shas: dict[str, str], score: Scorer, tmp_path: Path) -> None:
    shallow = tmp_path / "shallow"
    run_git("clone", "-q", "--depth=2", "--no-local", str(story.path), str(shallow))
    change_score = score(shas["head"], path=shallow)
    assert change_score.trust is not None
    assert any(gap.id == "history" and "shallow" in gap.why for gap in change_score.unknown)


def test_commits_that_cannot_be_read_or_compared_are_a_gap(story: Story, shas: dict[str, str], score: Scorer) -> None:
    story.corrupt(shas["bad"])
    change_score = score(shas["head"])
    assert any(gap.id == "history" and gap.why.startswith("2 commits") for gap in change_score.unknown)


def test_a_commit_that_cannot_be_read_is_not_found(story: Story, shas: dict[str, str], score: Scorer) -> None:
    story.corrupt(shas["aside"])
    with pytest.raises(NotFound, match=shas["aside"]):
        score(shas["aside"])


def test_missing_contents_are_a_gap_and_no_zero(story: Story, shas: dict[str, str], score: Scorer) -> None:
    story.lose(f"{shas['head']}:wheel.py")
    change_score = score(shas["head"])
    assert any(gap.id == "lines" for gap in change_score.unknown)
    assert change_score.values["lines_added"] is None
    assert change_score.band in {"unknown", "review", "high-risk"}


def test_what_is_unknown_is_named_by_its_family_and_says_why(shas: dict[str, str], score: Scorer) -> None:
    families = {family.id for family in families_of("change")}
    gaps = {gap.id: gap.why for gap in score(shas["open"]).unknown if gap.id in families}
    assert "project" in gaps
    assert all(", as happens when " in why for why in gaps.values())


def test_evidence_points_at_commits_and_files_that_are_there(story: Story, shas: dict[str, str], score: Scorer) -> None:
    paths = {"kiln.py", "wheel.py", "door.py", "hinge.py", "package.json"}
    for revision in (shas["open"], shas["merge"], shas["head"]):
        for evidence in (place for reason in score(revision).reasons for place in reason.evidence):
            assert evidence.kind in {"file", "commit"}
            if evidence.kind == "file":
                assert evidence.ref in paths
            else:
                assert story.git("cat-file", "-t", evidence.ref) == "commit"


def test_dates_do_not_decide_what_came_before(story: Story, values: Callable[..., Values]) -> None:
    story.commit({"kiln.py": "1\n"}, at=START + 10**9)
    late = story.commit({"kiln.py": "2\n"}, at=5)
    assert values(late)["author_commits"] == 1


def test_a_score_says_who_wrote_it_when_and_under_which_title(
    story: Story, shas: dict[str, str], score: Scorer
) -> None:
    subject = score(shas["open"]).subject
    assert (subject.title, subject.author) == ("And declare it", ADA[0])
    assert subject.claimed_at == story.git("log", "-1", "--format=%aI", "open").replace("Z", "+00:00")


def test_a_change_is_compared_with_those_before_it_which_are_measured_once(shas: dict[str, str], opened) -> None:
    with opened() as history:
        first = score_change(history, shas["head"])
        kept = history.connection.execute("SELECT count(*) FROM risks").fetchone()
        again = score_change(history, shas["head"])
        assert history.connection.execute("SELECT count(*) FROM risks").fetchone() == kept == (12,)
    assert first == again
    assert all(concern.reference.startswith("the 6 changes before it") for concern in first.concerns)


def test_each_model_answers_as_it_would_alone(shas: dict[str, str], opened) -> None:
    with opened(store="both") as history, opened(store="alone") as other:
        together = score_change(history, shas["head"])
        alone = [
            score_change(replace(other, models={task: model}), shas["head"]) for task, model in history.models.items()
        ]
    answers = [concern for score in alone for concern in score.concerns]
    assert [concern.id for concern in answers] == ["attack", "defect"]
    for concern, answer in zip(together.concerns, answers, strict=True):
        assert concern == replace(answer, reasons=concern.reasons)


def test_what_nobody_waits_for_is_compared_with_other_projects_and_a_line_says_so(shas: dict[str, str], opened) -> None:
    said: list[str] = []
    with opened(say=said.append, quick=2) as history:
        attack, defect = score_change(history, shas["head"]).concerns
        assert attack.reference == "changes of other projects"
        assert defect.reference.startswith("the 6 changes before it")
        (line,) = said
        assert line.endswith(f"`knownhands harvest git {history.repository.source}` reads it.")
        assert read_earlier(history.connection, history.repository, lambda _done, _total: None) == 7
        assert score_change(history, shas["head"]).concerns[0].reference.startswith("the 6 changes before it")
    assert len(said) == 1


def test_the_first_change_has_nothing_before_it_and_is_compared_with_other_projects(
    shas: dict[str, str], score: Scorer
) -> None:
    assert score(shas["start"]).deciding.reference.startswith("changes of other projects")


def test_what_a_reverted_change_taught_is_a_header_and_no_reason(story: Story, score: Scorer) -> None:
    bad = story.commit({"kiln.py": "1\n"})
    story.commit({"kiln.py": "2\n"}, f"This reverts commit {bad}.", by=BO)
    for number in range(60):
        story.commit({"kiln.py": f"{number}\n"})
    judged = score("HEAD")
    assert "1.6% were reverted or later blamed" in judged.header
    assert not {reason.feature for reason in judged.reasons if reason.feature.startswith("project_")}


def test_a_verdict_that_cannot_be_given_names_what_was_not_read(story: Story, score: Scorer) -> None:
    story.commit({"wheel.py": "1\n"})
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12\n"
    story.commit({"kiln.js": pointer})
    (why,) = [gap.why for gap in score("HEAD").unknown if gap.id == "attack"]
    assert why == "kiln.js could not be read"
    story.commit({"kiln.js": pointer + b"\n", "wheel.py": "2\n"})
    (why,) = [gap.why for gap in score("HEAD").unknown if gap.id == "attack"]
    assert why == "kiln.js could not be read, and what was read shows nothing"
