"""Our rows are git's own, whatever is in the history."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gitstory import Story
from knownhands.errors import Unparsable
from knownhands.harvest.git.changes import parse_changes, read_changes
from knownhands.harvest.git.process import open_repository

SHA, BLOB = b"a" * 40, b"b" * 40
RAW = b":100644 100755 " + BLOB + b" " + BLOB
LONG = "".join(f"line {number}\n" for number in range(40))


@pytest.fixture
def eventful(story: Story) -> Story:
    """Every kind of change that git tells apart."""
    story.commit(
        {"a.py": LONG, "b.py": "b\n", "empty": "", "dos.txt": "1\r\n2\r\n", "pic.png": b"\x89PNG\0\1", "café": "é\n"}
    )
    story.commit({"a.py": None, "lib/a.py": LONG, "dos.txt": "1\n2\n", "b.py": ("100755", "b\n")}, "Exact rename, mode")
    story.commit(
        {"lib/a.py": None, "lib/z.py": LONG + "more\n", "pic.png": b"\x89PNG\0\2", "empty": None}, "Inexact rename"
    )
    story.commit({"b.py": ("120000", "lib/z.py"), "dep": ("160000", "c" * 40)}, "Type change, submodule")
    story.commit({"dep": ("160000", "d" * 40), "b.py": "b again\n", "nl\nname": "x", "tab\tname": "y\n"}, "Odd names")
    story.commit({}, "Nothing")
    story.commit(
        {"big": b"x" * 100_000 + b"\n", "no newline": "1\n2", "pic2.png": b"\x89PNG\0\2", "pic.png": None},
        "Binary rename",
    )
    story.branch("side", "main~3")
    side = story.commit({"side": "1\n"}, "Side")
    story.switch("main")
    story.merge(side, files={"side": "1\n", "evil": "in the merge\n"})
    story.commit({"lib/z.py": LONG.replace("7", "seven"), "lib/y.py": LONG + "more\n", "dep": None}, "Edit and copy")
    return story


def test_rows_equal_the_numstat_of_git_itself(eventful, read, ask):
    read(eventful, lines=True)
    ours = ask("""
        SELECT c.sha, status, previous_path, f.path, lines_added, lines_deleted, is_binary
        FROM file_changes AS f
        JOIN line_counts AS l USING (commit_no, path)
        JOIN commits AS c USING (commit_no)
    """)
    assert sorted(ours, key=repr) == sorted(numstat(eventful), key=repr)
    assert ask("SELECT count(*) FROM file_changes") == ask("SELECT count(*) FROM line_counts") == [len(ours)]


def numstat(story: Story) -> Iterator[tuple[object, ...]]:
    """Read `git log --raw --numstat` in another way than the code does: one commit at a time."""
    for sha in story.git("rev-list", "--no-merges", "HEAD").split():
        tokens = (
            story.git("show", "--format=", "--raw", "--numstat", "-M", "-z", "--root", sha).strip("\0\n").split("\0")
        )
        statuses, paths = {}, {}
        while tokens and tokens[0].startswith(":"):
            status = tokens.pop(0).split(" ")[-1][0]
            previous = tokens.pop(0) if status == "R" else None
            path = tokens.pop(0)
            statuses[path], paths[path] = status, previous
        while tokens and tokens[0]:
            added, deleted, path = tokens.pop(0).split("\t", 2)
            if not path:
                tokens.pop(0)
                path = tokens.pop(0)
            is_binary = added == "-"
            yield (
                sha,
                statuses[path],
                paths[path],
                path,
                *((None, None) if is_binary else (int(added), int(deleted))),
                is_binary,
            )


def test_every_kind_of_change_is_in_that_story(eventful, read, ask):
    read(eventful)
    assert ask("SELECT DISTINCT status FROM file_changes ORDER BY status") == ["A", "D", "M", "R", "T"]
    modes = "SELECT status, printf('%o %o', old_mode, new_mode) FROM file_changes WHERE path IN ('b.py', 'dep') ORDER BY ALL"
    assert ask(modes) == [
        ("A", "0 100644"), ("A", "0 160000"), ("D", "160000 0"), ("M", "100644 100755"),
        ("M", "160000 160000"), ("T", "100755 120000"), ("T", "120000 100644"),
    ]  # fmt: skip


def test_what_a_merge_adds_of_its_own_is_no_file_change(eventful, read, ask):
    read(eventful)
    assert ask("SELECT count(*) FROM file_changes WHERE path = 'evil'") == [0]


def test_paths_that_are_no_utf8_stay_different(story, read, ask):
    """Two that became one would hide each other's lines; so would one that is spelled like the other's escape."""
    names = ("bl\xe5.txt".encode("latin-1"), "bl\xe4.txt".encode("latin-1"), "bl\ufffde5.txt".encode(), b"\xff\xfe")
    story.commit({name: f"{name}\n" * lines for lines, name in enumerate(names, 1)})
    read(story, lines=True)
    assert ask("SELECT path FROM file_changes ORDER BY path") == [
        "bl\ufffde4.txt", "bl\ufffde5.txt", "bl\ufffdef\ufffdbf\ufffdbde5.txt", "\ufffdff\ufffdfe",
    ]  # fmt: skip
    counted = "SELECT lines_added FROM file_changes JOIN line_counts USING (commit_no, path) ORDER BY ALL"
    assert ask(counted) == [1, 2, 3, 4]


def test_any_two_commits_can_be_compared(eventful):
    repository = open_repository(eventful.path, "pottery")
    first, last = eventful.git("rev-parse", "HEAD~4"), eventful.head
    changes = read_changes(repository, [f"{last} {first}"], lines=True)
    assert set(changes.sha) == {last}
    printed = eventful.git("diff", "--name-only", "-M", first, last).splitlines()
    assert len(changes.path) == len(changes.added) == len(printed)


def test_a_name_that_is_no_commit_is_handed_back(eventful):
    repository = open_repository(eventful.path, "pottery")
    changes = read_changes(repository, ["e" * 40, eventful.head], lines=False)
    assert changes.no_changes == ["e" * 40]
    assert set(changes.sha) == {eventful.head}


CUT = {
    "after the modes": SHA + b"\0:100644 100755",
    "before the path": SHA + b"\0" + RAW + b" M",
    "inside a rename": SHA + b"\0" + RAW + b" R100\0old",
    "inside a count": SHA + b"\x001\t2",
    "inside a counted rename": SHA + b"\x001\t2\t\0old",
    "inside a name": SHA[:30],
    "not git at all": b"fatal: clay",
    "no number": SHA + b"\0one\ttwo\tpath",
    "no mode": b":x y z w M\0path",
}


@pytest.mark.parametrize("data", CUT.values(), ids=CUT.keys())
def test_output_that_breaks_off_is_refused(data):
    with pytest.raises(Unparsable, match="git diff-tree printed"):
        parse_changes(data)


tokens = st.sampled_from(
    [SHA, RAW + b" M", RAW + b" R090", b"path", b"1\t2\tpath", b"-\t-\t", b":", b"=\n", b"\t", b"\n"]
)


@given(st.lists(tokens | st.binary(max_size=6)).map(b"\0".join))
@example(b"")
def test_parsing_changes_never_fails_otherwise(data):
    try:
        changes = parse_changes(data).changes
    except Unparsable:
        return
    assert len(changes.sha) == len(changes.path) == len(changes.status)
    assert len(changes.line_sha) == len(changes.added) == len(changes.deleted)
