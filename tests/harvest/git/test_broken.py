"""What is missing or damaged costs the commits that need it, and no other."""

import zlib

import pytest

from gitstory import BO, Story
from knownhands.errors import NotFound
from knownhands.harvest.git.process import open_repository
from knownhands.harvest.git.target import read_target

POTS = "".join(f"pot {number}\n" for number in range(20))
STATES = "SELECT message, state FROM commits ORDER BY commit_no DESC"
LINES = """
    SELECT message, list((path, lines_added) ORDER BY path)
    FROM commits JOIN line_counts USING (commit_no)
    GROUP BY message, commit_no ORDER BY commit_no DESC
"""


@pytest.fixture
def five(story: Story) -> Story:
    """Five commits: three in a row that touch the glaze, with one before and one behind."""
    story.commit({"bowl": "1\n"}, "Bowl")
    for colour in ("red", "green", "blue"):
        story.commit({"glazes/glaze": f"{colour}\n", "bowl": f"{colour}\n"}, colour.title())
    story.commit({"bowl": "5\n"}, "Again")
    return story


@pytest.fixture(params=["lost", "corrupt", "cut short", "empty"])
def damage(request):
    """Do something bad to an object."""

    def _damage(story: Story, revision: str) -> None:
        sha = story.git("rev-parse", revision)
        file = story.object_file(sha)
        file.chmod(0o600)
        whole = file.read_bytes()
        match request.param:
            case "lost":
                file.unlink()
            case "corrupt":
                file.write_bytes(whole[:-8] + b"\xff" * 8)
            case "cut short":
                file.write_bytes(whole[: len(whole) // 2])
            case "empty":
                file.write_bytes(b"")

    return _damage


def test_a_bad_blob_costs_line_counts(five, damage, read, ask):
    damage(five, "HEAD~2:glazes/glaze")
    assert read(five, lines=True).unreadable == 0
    assert ask("SELECT DISTINCT state FROM commits") == ["ok"]
    assert ask("SELECT count(*) FROM file_changes") == [8]
    counted = dict(ask(LINES))
    assert counted["Green"] == counted["Blue"] == [("bowl", None), ("glazes/glaze", None)]
    assert counted["Red"] == [("bowl", 1), ("glazes/glaze", 1)]
    assert counted["Again"] == [("bowl", 1)]


def test_a_bad_blob_costs_nothing_where_nobody_counts_lines(five, damage, read, ask):
    damage(five, "HEAD~2:glazes/glaze")
    assert read(five).unreadable == 0
    assert ask("SELECT DISTINCT state FROM commits") == ["ok"]
    assert ask("SELECT count(*) FROM file_changes") == [8]


@pytest.mark.parametrize("folder", ["", "glazes"], ids=["root", "sub-folder"])
def test_a_bad_tree_costs_its_commit_and_the_next(five, folder, damage, read, ask):
    damage(five, f"HEAD~2:{folder}")
    assert read(five, lines=True).unreadable == 2
    assert ask(STATES) == [
        ("Bowl", "ok"), ("Red", "ok"), ("Green", "no-changes"), ("Blue", "no-changes"), ("Again", "ok"),
    ]  # fmt: skip
    assert [message for message, _ in ask(LINES)] == ["Bowl", "Red", "Again"]


def test_a_bad_commit_costs_itself_and_the_changes_of_the_next(five, damage, read, ask):
    """History ends there, as nobody knows the parents; what the next one changes cannot be known either."""
    damage(five, "HEAD~2")
    outcome = read(five, lines=True)
    assert (outcome.commits, outcome.unreadable) == (3, 2)
    assert ask(STATES) == [(None, "unreadable"), ("Blue", "no-changes"), ("Again", "ok")]
    assert [message for message, _ in ask(LINES)] == ["Again"]


def test_a_bad_commit_on_a_side_branch_costs_the_main_line_nothing(story, damage, read, ask):
    story.commit({"bowl": "1\n"}, "Bowl")
    story.branch("side")
    story.commit({"plate": "1\n"}, "Plate")
    story.commit({"plate": "2\n"}, "Plates")
    story.switch("main")
    story.commit({"bowl": "2\n"}, "Bowls")
    story.merge("side", message="Merge plates", files={"plate": "2\n"})
    damage(story, "side~1")
    assert read(story, lines=True).unreadable == 2
    places = "SELECT message, state, position, base FROM commits ORDER BY position, base, message NULLS FIRST"
    assert ask(places) == [
        ("Bowl", "ok", 1, 0), ("Bowls", "ok", 2, 1), (None, "unreadable", 3, 0),
        ("Plates", "no-changes", 3, 0), ("Merge plates", "ok", 3, 2),
    ]  # fmt: skip


def test_a_commit_that_is_not_what_its_name_says_is_unreadable(five, read, ask):
    sha = five.git("rev-parse", "HEAD~2")
    file = five.object_file(sha)
    file.chmod(0o600)
    file.write_bytes(zlib.compress(zlib.decompress(file.read_bytes()).replace(b"Ada", b"Eve")))
    assert read(five).unreadable == 1
    assert ask("SELECT DISTINCT name FROM identities") == ["Ada Potter"]
    assert ask("SELECT state FROM commits WHERE sha = ?", sha) == ["unreadable"]


def test_the_newest_commit_may_be_bad(five, damage, read, ask):
    damage(five, "HEAD")
    assert read(five).unreadable == 1
    assert ask("SELECT state FROM commits") == ["unreadable"]


def test_a_parent_that_is_no_commit_is_unreadable(story, read, ask):
    story.commit({"bowl": "1\n"}, "Bowl")
    blob = story.git("rev-parse", "HEAD:bowl").encode()
    story.raw_commit(b"tree TREE\nparent " + blob + b"\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\nOdd\n")
    assert read(story).unreadable == 2
    assert ask(STATES) == [(None, "unreadable"), ("Odd\n", "no-changes")]


def test_a_tree_line_that_makes_no_sense_costs_that_commit(story, read, ask):
    story.commit({"bowl": "1\n"}, "Bowl")
    story.raw_commit(b"tree nonsense\nparent PARENT\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\nOdd\n")
    assert read(story).unreadable == 1
    assert ask(STATES) == [("Bowl", "ok"), ("Odd\n", "no-changes")]


def test_a_missing_blob_costs_only_the_renames_that_need_it(story, read, ask):
    story.commit({"bowl": POTS, "glaze": "red\n"}, "Start")
    story.commit({"bowl": None, "dish": POTS + "one more\n", "glaze": "blue\n"}, "Rename beside a missing file")
    story.lose("HEAD:glaze")
    story.commit({"dish": None, "cup": POTS + "and more\n"}, "Rename a missing file")
    story.lose("HEAD:cup")
    read(story, lines=True)
    changed = "SELECT previous_path, path, status FROM file_changes WHERE commit_no = ? ORDER BY path"
    assert ask(changed, 1) == [("bowl", "dish", "R"), (None, "glaze", "M")]
    assert ask(changed, 0) == [(None, "cup", "A"), (None, "dish", "D")]
    assert ask("SELECT path FROM line_counts EXCEPT SELECT path FROM file_changes") == []


def test_what_is_said_of_a_damaged_commit_does_not_depend_on_counting_lines(story, read, store, facts):
    story.commit({"bowl": POTS, "glaze": "red\n"}, "Start")
    story.commit({"bowl": None, "dish": POTS + "one more\n", "glaze": "blue\n"}, "Rename beside a missing file")
    story.commit({"dish": None, "cup": POTS + "and more\n"}, "Rename a missing file")
    story.lose("HEAD:cup")
    story.lose("HEAD:glaze")
    read(story)
    before = facts(store)["file_changes"]
    for table in ("commits", "file_changes", "identities", "harvest_runs"):
        store.execute(f"DELETE FROM {table}")
    read(story, lines=True)
    assert facts(store)["file_changes"] == before


def test_a_file_named_like_git_output_is_only_a_file(story, read, ask):
    names = [":100644 100644 a b M", "a" * 40, "=\n", "1\t2\tthree", ":"]
    story.commit(dict.fromkeys(names, "1\n"), "Odd names")
    story.commit({**dict.fromkeys(names, "2\n"), "glaze": "x\n"}, "Again")
    story.commit({"bowl": "1\n"}, "Behind", by=BO)
    story.lose("HEAD:glaze")
    read(story, lines=True)
    assert ask("SELECT path FROM file_changes WHERE commit_no = 2 ORDER BY path") == sorted(names)
    assert ask("SELECT path, lines_added FROM line_counts WHERE commit_no = 1 ORDER BY path") == [
        (name, None) for name in sorted([*names, "glaze"])
    ]
    assert ask("SELECT state FROM commits") == ["ok", "ok", "ok"]


def test_a_treeless_history_is_read_without_its_changes(story, read, ask):
    for number in range(20):
        story.commit({"bowl": f"{number}\n"}, str(number))
    for number in range(1, 20):
        story.lose(f"HEAD~{number}:")
    assert read(story, lines=True).unreadable == 20
    assert ask("SELECT state, count(message) FROM commits GROUP BY state") == [("no-changes", 20)]


def test_a_bad_file_in_the_change_to_be_scored_is_a_gap(five, store, read):
    five.lose("HEAD~2:glazes/glaze")
    read(five)
    target = read_target(store, open_repository(five.path, "pottery"), "HEAD~2")
    assert [gap for gap, _ in target.gaps] == ["lines"]
    assert store.execute("SELECT path, lines_added FROM subject_files ORDER BY path").fetchall() == [
        ("bowl", None), ("glazes/glaze", None),
    ]  # fmt: skip


def test_a_bad_tree_in_the_change_to_be_scored_is_one_clear_line(five, store, read):
    five.lose("HEAD~2^{tree}")
    read(five)
    with pytest.raises(NotFound, match=r"^The files of [0-9a-f]{40} cannot be compared\.$"):
        read_target(store, open_repository(five.path, "pottery"), "HEAD~2")
