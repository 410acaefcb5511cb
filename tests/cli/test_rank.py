import json

import pytest

from gitstory import Story


@pytest.fixture
def rank(run, pottery: Story):
    """What ranks the pottery."""
    return lambda *options: run("rank", pottery.path, *options)


def scores(ran) -> list[dict]:
    """Return the scores of a list."""
    return json.loads(ran.out)["scores"]


def test_the_riskiest_come_first_and_only_as_many_as_were_asked_for(rank) -> None:
    listed = scores(rank("--format", "json"))
    shares = [score["concerns"][0]["alarm_share"] for score in listed]
    assert len(listed) == 4
    assert shares == sorted(shares)
    assert scores(rank("--format", "json", "--limit", 2)) == listed[:2]


def test_each_commit_has_its_title_author_and_date(rank) -> None:
    text = " ".join(rank().out.split())
    for score in scores(rank("--format", "json")):
        subject = score["subject"]
        assert subject["title"]
        for claim in (subject["title"], subject["author"], subject["claimed_at"][:10]):
            assert claim in text


def test_a_list_of_one_is_a_list_in_every_format(rank) -> None:
    assert len(scores(rank("--format", "json", "--limit", 1))) == 1
    assert rank("--limit", 1).out.startswith("trust  band")
    assert "### 1 change" in rank("--format", "markdown", "--limit", 1).out
    assert "<details>" in rank("--format", "html", "--limit", 1).out


def test_since_leaves_out_what_was_there_before(rank, pottery: Story) -> None:
    listed = scores(rank("--format", "json", "--since", "HEAD~2"))
    assert {score["subject"]["head"] for score in listed} == set(pottery.git("rev-list", "HEAD~2..HEAD").split())


@pytest.mark.parametrize("moment", ["HEAD~2", "2023-11-15T00:13:20"])
def test_as_of_ranks_the_history_as_it_stood(rank, pottery: Story, moment: str) -> None:
    """Each commit is scored as it is today: what came later was never looked at."""
    listed = scores(rank("--format", "json", "--as-of", moment))
    assert {score["subject"]["head"] for score in listed} == set(pottery.git("rev-list", "HEAD~2").split())
    today = scores(rank("--format", "json"))
    assert [score for score in today if score in listed] == listed


def test_as_of_and_since_cut_at_both_ends(rank, pottery: Story) -> None:
    (only,) = scores(rank("--format", "json", "--as-of", "HEAD~1", "--since", "HEAD~2"))
    assert only["subject"]["head"] == pottery.git("rev-parse", "HEAD~1")


@pytest.mark.parametrize("moment", ["1999-01-01", "shoe", ""])
def test_a_moment_that_never_was_cannot_be_ranked(rank, moment: str) -> None:
    ran = rank("--as-of", moment)
    assert (ran.code, ran.out) == (3, "")


@pytest.mark.parametrize(("since", "code"), [("HEAD", 3), ("shoe", 3), ("incoming", 3)])
def test_since_something_that_leaves_nothing_exits_3(rank, since: str, code: int) -> None:
    ran = rank("--since", since)
    assert (ran.code, ran.out) == (code, "")


def test_one_commit_below_the_bar_fails_the_ranking(rank) -> None:
    assert rank("--fail-below", 0).code == 0
    ran = rank("--fail-below", 100)
    assert ran.code == 1
    assert len(ran.out.splitlines()) > 4


def test_the_text_has_a_line_for_each_commit(rank, pottery: Story) -> None:
    ran = rank()
    assert (ran.code, ran.err) == (0, "")
    for sha in pottery.git("rev-list", "HEAD").split():
        assert sha[:12] in ran.out
