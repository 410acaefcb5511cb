"""A revision or a range becomes the one subject to be scored."""

from collections.abc import Callable

import pytest

from gitstory import BO, HOUR, START, Story, run_git
from knownhands.errors import NotFound, UsageError
from knownhands.harvest.git.process import open_repository
from knownhands.harvest.git.target import TOO_MANY, Target, read_target, resolve, resolve_moment
from knownhands.store.history_subjects import add_history

SUBJECT = "SELECT sha, base, commits, author_name, message, is_first_parent FROM subjects"
FILES = "SELECT path, status, lines_added, lines_deleted FROM subject_files ORDER BY path"


@pytest.fixture
def aim(store, read) -> Callable[..., Target]:
    """Harvest, then read a target."""

    def _aim(story: Story, revision: str, as_of: str | None = None) -> Target:
        read(story)
        return read_target(store, open_repository(story.path, "pottery"), revision, as_of)

    return _aim


@pytest.fixture
def pots(story: Story) -> Story:
    """Two commits on main, and a branch of two that starts at the first."""
    story.commit({"bowl": "1\n"}, "One")
    story.branch("side")
    story.commit({"plate": "1\n"}, "Plate", by=BO)
    story.commit({"plate": "1\n2\n", "pic": b"\0"}, "Plate again, at length", by=BO)
    story.switch("main")
    story.commit({"bowl": "1\n2\n"}, "Two")
    return story


def test_a_commit_of_the_default_branch_is_what_it_is(pots, aim, ask):
    target = aim(pots, "main")
    assert (target.base, target.head) == (pots.git("rev-parse", "main~1"), pots.head)
    assert ask(SUBJECT) == [(pots.head, 1, 1, "Ada Potter", "Two", True)]
    assert ask(FILES) == [("bowl", "M", 1, 0)]


@pytest.mark.parametrize("revision", ["side", "main..side", "main...side"])
def test_a_branch_is_everything_since_its_merge_base(revision, pots, aim, ask):
    target = aim(pots, revision)
    assert target.shas == tuple(pots.git("rev-list", "main..side").split())
    assert ask(SUBJECT) == [(target.head, 1, 2, "Bo Weaver", "Plate again, at length", None)]
    assert ask(FILES) == [("pic", "A", None, None), ("plate", "A", 2, 0)]


def test_each_commit_of_a_range_says_who_made_it(pots, aim, ask):
    target = aim(pots, "main..side")
    assert ask("SELECT sha, author_name, message, parents FROM subject_commits") == [
        (target.shas[0], "Bo Weaver", "Plate again, at length", 1),
        (target.shas[1], "Bo Weaver", "Plate", 1),
    ]


def test_a_commit_of_the_history_is_its_own_single_commit(pots, aim, ask, store):
    aim(pots, "side")
    add_history(store)
    both = "SELECT count(*) FROM subject_commits AS c JOIN subjects AS s USING (subject_id, sha, message, author_email)"
    assert ask(both + " WHERE subject_id >= 0") == [2]
    add_history(store, [])
    assert ask("SELECT count(*) FROM subject_commits") == [4]


def test_a_merge_is_all_that_it_brings_in(pots, aim, ask):
    pots.merge("side", message="Merge", files={"plate": "1\n2\n", "pic": b"\0"})
    target = aim(pots, "main")
    assert len(target.shas) == 3
    assert ask(SUBJECT) == [(pots.head, 2, 3, "Bo Weaver", "Plate again, at length", False)]
    assert ask(FILES) == [("pic", "A", None, None), ("plate", "A", 2, 0)]


def test_the_first_commit_starts_from_nothing(pots, aim, ask):
    target = aim(pots, "main~1")
    assert (target.base, [gap for gap, _ in target.gaps]) == ("", ["history"])
    assert ask(SUBJECT) == [(target.head, 0, 1, "Ada Potter", "One", True)]
    assert ask(FILES) == [("bowl", "A", 1, 0)]


def test_a_branch_without_common_history_is_all_of_it(pots, aim, ask):
    pots.orphan("other")
    for number in (1, 2):
        pots.commit({f"cup{number}": "1\n"}, "Cup")
    pots.git("symbolic-ref", "HEAD", "refs/heads/main")
    assert aim(pots, "other").base == ""
    assert ask(SUBJECT + " WHERE base = 0 AND commits = 2") == [
        (pots.git("rev-parse", "other"), 0, 2, "Ada Potter", "Cup", None)
    ]
    assert ask(FILES) == [("cup1", "A", 1, 0), ("cup2", "A", 1, 0)]


def test_as_of_an_older_commit_less_history_is_known(pots, aim, ask):
    pots.commit({"bowl": "3\n"}, "Three")
    pots.commit({"bowl": "4\n"}, "Four")
    aim(pots, "main", as_of="main~2")
    assert ask("SELECT base FROM subjects") == [2]


def test_a_commit_that_was_never_fetched_is_not_found(pots, aim):
    with pytest.raises(NotFound, match=r"^pottery has no commit 'clay'\.$"):
        aim(pots, "clay")


@pytest.mark.parametrize("revision", ["main..main", "side..main~1"])
def test_an_empty_range_is_a_question_we_cannot_answer(revision, pots, aim):
    with pytest.raises(UsageError, match="holds no commits"):
        aim(pots, revision)


def test_a_revision_that_looks_like_an_option_is_none(pots, aim):
    with pytest.raises(UsageError, match="'--output=canary' is no revision"):
        aim(pots, "--output=canary")


def test_where_a_shallow_clone_ends_a_change_is_unknown(pots, aim, tmp_path, ask):
    run_git("clone", "-q", "--depth=2", f"file://{pots.path}", str(tmp_path / "clone"))
    pots.commit({"bowl": "3\n"}, "Three")
    run_git("clone", "-q", "--depth=2", f"file://{pots.path}", str(tmp_path / "shallow"))
    shallow = Story.__new__(Story)
    shallow.path = tmp_path / "shallow"
    with pytest.raises(NotFound, match="is where this shallow clone ends"):
        aim(shallow, "HEAD~1")
    assert [gap for gap, _ in aim(shallow, "HEAD").gaps] == ["history"]
    assert ask(FILES) == [("bowl", "M", 1, 2)]


def test_replaced_and_grafted_commits_are_scored_as_they_are(pots, aim, ask):
    pots.git("replace", "main", "main~1")
    assert aim(pots, "main").head == pots.head
    assert ask("SELECT message FROM subjects") == ["Two"]


def test_revisions_are_resolved_as_git_does(pots):
    repository = open_repository(pots.path, "pottery")
    assert resolve(repository, "side~1") == pots.git("rev-parse", "side~1")
    assert resolve(repository, pots.head[:8]) == pots.head
    pots.git("tag", "-m", "v1", "v1", "main")
    assert resolve(repository, "v1") == pots.head
    with pytest.raises(NotFound):
        resolve(repository, "^side")


@pytest.fixture
def last_seen(store, read) -> Callable[..., str]:
    """Harvest, and return the title of the commit that a moment is turned into."""

    def _last_seen(story: Story, hour: int) -> str:
        read(story)
        sha = resolve_moment(store, open_repository(story.path, "pottery"), START + hour * HOUR)
        return story.git("show", "-s", "--format=%s", sha)

    return _last_seen


def test_a_moment_is_the_newest_first_parent_commit_of_no_later_date(pots, last_seen):
    assert last_seen(pots, 1) == "One"
    assert last_seen(pots, 3) == "One"
    assert last_seen(pots, 4) == "Two"
    with pytest.raises(NotFound, match="has no commit that old"):
        last_seen(pots, 0)


@pytest.mark.parametrize("claimed_hour", [-1000, 4, 1000], ids=["backdated", "honest", "future"])
@pytest.mark.parametrize("place", [2, 3, 7, 9])
def test_one_forged_date_away_from_the_cut_does_not_decide_what_is_seen(
    story: Story, last_seen, place: int, claimed_hour: int
):
    """Commits are an hour apart, but for one that claims to be from long ago, from soon or from long after."""
    for number in range(1, 10):
        hour = claimed_hour if number == place else number
        story.commit({"bowl": f"{number}\n"}, str(number), at=START + hour * HOUR)
    assert last_seen(story, 5) == "5"


def test_a_doubtful_commit_is_not_looked_at(story: Story, last_seen):
    for number, hour in enumerate((1, 2, 9, 2, 9), start=1):
        story.commit({"bowl": f"{number}\n"}, str(number), at=START + hour * HOUR)
    assert last_seen(story, 5) == "2"


def test_a_change_of_very_many_commits_says_that_not_all_were_looked_at(story, aim):
    story.commit({"bowl": "1\n"}, "Bowl")
    who = b"committer A <a@x> 1700000000 +0000\ndata 1\nx\n"
    stream = b"".join(
        b"commit refs/heads/many\n%s%s\n" % (who, b"" if number else b"from refs/heads/main\n")
        for number in range(10_001)
    )
    story.fast_import(stream)
    assert TOO_MANY in aim(story, "many").gaps


def test_a_branch_that_was_merged_both_ways_holds_only_what_the_other_side_lacks(pots, aim):
    main, side = pots.git("rev-parse", "main"), pots.git("rev-parse", "side")
    pots.merge("side", message="Side into main", files={"plate": "1\n2\n", "pic": b"\0"})
    pots.switch("side")
    pots.merge(main, message="Main into side", files={"bowl": "1\n2\n"})
    pots.commit({"cup": "1\n"}, "Cup", by=BO)
    assert len(pots.git("merge-base", "--all", "main", "side").split()) == 2
    pots.switch("main")
    target = aim(pots, "side")
    assert target.shas == tuple(pots.git("rev-list", "--topo-order", "main..side").split())
    assert side not in target.shas
