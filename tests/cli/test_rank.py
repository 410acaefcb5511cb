"""The riskiest commits of a history, as the command line lists them."""

import json
from importlib import resources

import jsonschema
import pytest

from gitstory import Story

SCHEMA = json.loads(resources.files("knownhands.report").joinpath("score.schema.json").read_text("utf-8"))


@pytest.fixture
def rank(run, pottery: Story):
    """What ranks the pottery."""
    return lambda *options: run("rank", pottery.path, *options)


@pytest.fixture
def listed(rank):
    """What ranks the pottery and returns the scores."""
    return lambda *options: rank("--format", "json", *options).json["scores"]


def heads(scores) -> set[str]:
    return {score["subject"]["head"] for score in scores}


def test_the_rarest_alarm_comes_first_and_only_as_many_as_were_asked_for(listed) -> None:
    scores = listed()
    shares = [min(concern["alarm_share"] for concern in score["concerns"]) for score in scores]
    assert len(scores) == 4
    assert shares == sorted(shares)
    assert listed("--limit", 2) == scores[:2]


def test_a_list_is_an_object_with_its_roll_up_however_many_it_holds(rank) -> None:
    for limit in (1, 99):
        printed = rank("--format", "json", "--limit", limit).json
        jsonschema.validate(printed, SCHEMA, jsonschema.Draft202012Validator)
        names = [score["subject"]["id"] for score in printed["scores"]]
        assert [entry["id"] for entry in printed["entries"]] == names
        assert sum(printed["counts"].values()) == len(names)
        assert printed["weakest"] == min(printed["scores"], key=lambda score: score["trust"])["subject"]["id"]
        assert (printed["open"], printed["failed"]) == ([], [])


def test_a_list_of_one_is_a_list_in_every_format(rank) -> None:
    assert rank("--limit", 1).out.startswith("trust  band")
    assert "### 1 change" in rank("--format", "markdown", "--limit", 1).out
    assert "<details>" in rank("--format", "html", "--limit", 1).out


def test_one_concern_alone_asks_nothing_that_belongs_to_the_other_one(listed) -> None:
    scores = listed("--by", "defect")
    assert {concern["id"] for score in scores for concern in score["concerns"]} == {"defect"}
    assert not [finding for score in scores for finding in score["findings"]]
    scores = listed("--by", "attack")
    assert [finding for score in scores for finding in score["findings"]]
    assert "lines" not in {gap["id"] for score in scores for gap in score["unknown"]}


def test_since_leaves_out_what_was_there_before(listed, pottery: Story) -> None:
    assert heads(listed("--since", "HEAD~2")) == set(pottery.git("rev-list", "HEAD~2..HEAD").split())


def test_since_takes_a_time_as_as_of_does(listed) -> None:
    moment = "2023-11-15T00:13:20"
    assert heads(listed("--since", moment)) == heads(listed()) - heads(listed("--as-of", moment)) != set()
    assert listed("--since", "1999-01-01") == listed()


@pytest.mark.parametrize("option", ["--since", "--as-of"])
def test_what_is_neither_revision_nor_time_is_told_both_forms(rank, option: str) -> None:
    assert "no commit 'shoe'. Give a revision that is there, or a time such as 2025-04-08." in rank(option, "shoe").err


@pytest.mark.parametrize("moment", ["HEAD~2", "2023-11-15T00:13:20"])
def test_as_of_ranks_the_history_as_it_stood(listed, pottery: Story, moment: str) -> None:
    """Each commit is scored as it is today: what came later was never looked at."""
    scores = listed("--as-of", moment)
    assert heads(scores) == set(pottery.git("rev-list", "HEAD~2").split())
    assert [score for score in listed() if score in scores] == scores


def test_as_of_and_since_cut_at_both_ends(listed, pottery: Story) -> None:
    (only,) = listed("--as-of", "HEAD~1", "--since", "HEAD~2")
    assert only["subject"]["head"] == pottery.git("rev-parse", "HEAD~1")


def test_a_moment_that_was_left_empty_is_wrong_usage(rank) -> None:
    ran = rank("--as-of", "")
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize("moment", ["1999-01-01", "shoe"])
def test_a_moment_that_never_was_cannot_be_ranked(rank, moment: str) -> None:
    ran = rank("--as-of", moment)
    assert (ran.code, ran.out) == (3, "")


@pytest.mark.parametrize("since", ["HEAD", "shoe", "incoming"])
def test_since_something_that_leaves_nothing_exits_3(rank, since: str) -> None:
    ran = rank("--since", since)
    assert (ran.code, ran.out) == (3, "")


def test_one_commit_below_the_bar_fails_the_ranking_and_is_named(rank) -> None:
    trusts = sorted(score["trust"] for score in rank("--format", "json").json["scores"])
    assert rank("--fail-below", trusts[0]).code == 0
    ran = rank("--fail-below", trusts[0] + 1, "--format", "json")
    assert ran.code == 1
    assert ran.json["failed"] == [ran.json["scores"][0]["subject"]["id"]]
    assert f"below {trusts[0] + 1}" in rank("--fail-below", trusts[0] + 1).out


def test_the_text_names_each_commit_with_its_title_author_and_date(rank, pottery: Story) -> None:
    ran = rank()
    assert (ran.code, ran.err) == (0, "")
    words = " ".join(ran.out.split())
    for line in pottery.git("log", "--format=%h %s %an, %as", "--abbrev=12").splitlines():
        assert line in words


def test_a_budget_moves_bands_and_no_trust(listed) -> None:
    usual, wide = listed(), listed("--budget", "99%")
    assert [score["trust"] for score in usual] == [score["trust"] for score in wide]
    assert {score["band"] for score in usual} == {"ordinary"}
    assert {score["band"] for score in wide} == {"review"}
