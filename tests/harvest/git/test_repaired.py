"""What was missing or damaged at one harvest and is there at the next is read then; what is not costs nothing."""

import pytest

from gitstory import Story, run_git
from knownhands.harvest.git import history
from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import open_repository
from knownhands.store.connection import open_store

OBJECTS = {
    "commit": "HEAD~2",
    "newest commit": "HEAD",
    "oldest commit": "HEAD~4",
    "tree": "HEAD~2^{tree}",
    "folder": "HEAD~2:glazes",
}
SIZES = "SELECT count(*) FROM {}"
TABLES = ("harvest_runs", "identities", "commits", "file_changes", "line_counts", "markers", "title_words")


@pytest.fixture
def five(story: Story) -> Story:
    """Five commits with trailers, one of which takes another back."""
    story.commit({"bowl": "1\n"}, "Bowl")
    story.commit({"glazes/glaze": "red\n", "bowl": "2\n"}, "Red\n\nReviewed-by: Bo <bo@x>\n")
    bad = story.commit({"glazes/glaze": "green\n", "bowl": "3\n"}, "Green\n\nReviewed-by: Bo <bo@x>\n")
    story.commit({"glazes/glaze": "red\n"}, f"Red again\n\nThis reverts commit {bad}.\n\nReviewed-by: Bo <bo@x>\n")
    story.commit({"bowl": "5\n"}, "Again")
    return story


@pytest.fixture(params=["lost", "corrupt"])
def damage(request):
    """Do something bad to an object; returns what undoes it."""

    def _damage(story: Story, revision: str):
        file = story.object_file(story.git("rev-parse", revision))
        whole = file.read_bytes()
        getattr(story, {"lost": "lose", "corrupt": "corrupt"}[request.param])(revision)
        return lambda: file.write_bytes(whole)

    return _damage


@pytest.fixture
def fresh(facts, tmp_path):
    """What a store of its own says of a story."""

    def _fresh(story: Story):
        with open_store(tmp_path / "fresh.duckdb", pytest.fail) as store:
            harvest(store, open_repository(story.path, "pottery"), workers=1, lines=True)
            return facts(store)

    return _fresh


@pytest.fixture
def sizes(ask):
    return lambda: {table: ask(SIZES.format(table)) for table in TABLES}


@pytest.mark.parametrize("revision", OBJECTS.values(), ids=OBJECTS.keys())
@pytest.mark.parametrize("is_followed", [False, True], ids=["alone", "with a new commit"])
def test_what_was_repaired_is_read_as_if_it_had_never_been_broken(
    five, damage, read, store, facts, fresh, ask, revision, is_followed
):
    repair = damage(five, revision)
    broken = read(five, lines=True)
    assert broken.unreadable > 0
    repair()
    if is_followed:
        five.commit({"bowl": "6\n"}, "New")
    repaired = read(five, lines=True)
    assert repaired.unreadable == 0
    assert broken.commits + repaired.commits == (6 if is_followed else 5)
    assert facts(store) == fresh(five)
    assert ask("SELECT count(*), count(DISTINCT sha), count(DISTINCT commit_no) FROM commits") == [
        (broken.commits + repaired.commits,) * 3
    ]
    assert read(five, lines=True).commits == 0
    assert ask("SELECT count(*) FROM harvest_runs") == [2]


@pytest.mark.parametrize("revision", OBJECTS.values(), ids=OBJECTS.keys())
def test_a_store_of_what_stays_broken_does_not_grow(five, damage, read, sizes, revision):
    damage(five, revision)
    read(five, lines=True)
    before = sizes()
    for _ in range(3):
        assert read(five, lines=True).commits == 0
    assert sizes() == before


def test_one_repair_of_two_is_read_and_the_other_is_waited_for(five, damage, read, store, facts, fresh, ask):
    first, second = damage(five, "HEAD~1^{tree}"), damage(five, "HEAD~3")
    read(five, lines=True)
    first()
    assert read(five, lines=True).unreadable == 2
    assert ask("SELECT count(*) FROM commits WHERE message LIKE '%gain%' AND state = 'ok'") == [2]
    second()
    assert read(five, lines=True).unreadable == 0
    assert facts(store) == fresh(five)


def test_a_commit_that_comes_back_without_its_tree_is_read_as_far_as_it_goes(five, read, ask):
    file = five.object_file(five.git("rev-parse", "HEAD~2"))
    whole = file.read_bytes()
    five.lose("HEAD~2^{tree}")
    five.lose("HEAD~2")
    assert read(five).commits == 3
    file.write_bytes(whole)
    outcome = read(five)
    assert (outcome.commits, outcome.unreadable) == (2, 2)
    assert ask("SELECT state FROM commits ORDER BY position") == ["ok", "ok", "no-changes", "no-changes", "ok"]


def test_metadata_is_kept_when_the_commit_is_lost_after_its_tree(five, read, sizes, ask):
    five.lose("HEAD~2^{tree}")
    read(five)
    before = sizes()
    five.lose("HEAD~2")
    assert read(five).commits == 0
    assert sizes() == before
    assert ask("SELECT count(*) FROM commits WHERE message LIKE 'Green%' AND state = 'no-changes'") == [1]


def test_contents_that_come_in_later_are_counted_and_renames_found_anew(five, read, store, facts, fresh, ask):
    five.commit({"bowl": None, "cup": "5\n6\n7\n8\n"}, "Rename")
    file = five.object_file(five.git("rev-parse", "HEAD:cup"))
    whole = file.read_bytes()
    five.lose("HEAD:cup")
    read(five, lines=True)
    store.execute("INSERT INTO risks VALUES ('m', $sha, 1.0)", {"sha": five.head})
    assert read(five, lines=True).commits == 0
    file.write_bytes(whole)
    assert read(five, lines=True).commits == 6
    assert facts(store) == fresh(five)
    assert ask("SELECT count(*) FROM risks") == [0]


def test_a_repair_of_what_was_pushed_away_waits_until_it_is_back(five, damage, read, store, facts, fresh, sizes):
    lost = five.head
    repair = damage(five, "HEAD~1^{tree}")
    read(five, lines=True)
    five.branch("main", "main~2")
    five.commit({"bowl": "6\n"}, "Instead")
    read(five, lines=True)
    repair()
    before = sizes()
    assert read(five, lines=True).commits == 0
    assert sizes() == before
    five.merge(lost)
    read(five, lines=True)
    assert facts(store) == fresh(five)


@pytest.mark.parametrize("commits", [5, 1200])
def test_a_clone_whose_trees_were_fetched_later_is_read_again(
    story, commits, read, store, facts, fresh, sizes, tmp_path
):
    who = b"committer A <a@x> 1700000000 +0000\ndata 1\nx\n"
    work = b"commit refs/heads/main\n" + who + b"M 100644 inline pot%d\ndata 1\n1\n"
    story.fast_import(b"".join(work % number for number in range(commits)))
    story.git("config", "uploadpack.allowFilter", "true")
    address, clone = f"file://{story.path}", str(tmp_path / "treeless")
    run_git("clone", "-q", "--bare", "--filter=tree:0", address, clone)
    assert read(tmp_path / "treeless", lines=True).unreadable == commits
    before = sizes()
    assert read(tmp_path / "treeless", lines=True).commits == 0
    assert sizes() == before
    run_git("-C", clone, "fetch", "-q", "--refetch", "--no-filter", address, "main:main")
    assert read(tmp_path / "treeless", lines=True).unreadable == 0
    assert facts(store) == fresh(story)


def test_a_run_that_was_killed_after_forgetting_reads_all_of_it(five, damage, read, store, facts, fresh):
    repair = damage(five, "HEAD~2")
    read(five, lines=True)
    repair()
    repository = open_repository(five.path, "pottery")
    writer = history.Writer(store)
    writer.begin_run(repository, history.HARVESTER)
    writer.forget(writer.broken())
    read(five, lines=True)
    assert facts(store) == fresh(five)
