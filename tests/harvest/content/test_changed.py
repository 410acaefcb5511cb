"""The files of a change, before and after."""

from __future__ import annotations

from knownhands.harvest.content import changed
from knownhands.harvest.content.changed import ANOTHER, LINK, SUBMODULE, TOO_LARGE, TOO_MUCH, Changed, read_changed
from knownhands.harvest.git.process import open_repository


def read(story, *ends):
    return dict(read_changed(open_repository(story.path, "pottery"), ends))


def bodies(files):
    return {file.path: (file.old, file.new) for file in files}


def test_a_file_is_there_before_and_after(story):
    story.commit({"kiln": "cold", "gone": "clay"})
    sha = story.commit({"kiln": "hot", "gone": None, "new": "glaze"})
    files = read(story, sha)[sha]
    assert bodies(files) == {"gone": (b"clay", None), "kiln": (b"cold", b"hot"), "new": (None, b"glaze")}
    assert [file.why for file in files] == ["", "", ""]


def test_a_first_commit_brings_in_all(story):
    sha = story.commit({"kiln": "cold"})
    assert bodies(read(story, sha)[sha]) == {"kiln": (None, b"cold")}


def test_a_moved_file_counts_as_what_it_becomes(story):
    story.commit({"docs/kiln.txt": "clay\n" * 20})
    sha = story.commit({"docs/kiln.txt": None, "setup.py": "clay\n" * 20 + "glaze\n"})
    (file,) = read(story, sha)[sha]
    assert (file.path, file.old_path, file.old) == ("setup.py", "docs/kiln.txt", b"clay\n" * 20)


def test_a_range_is_compared_end_to_end(story):
    first = story.commit({"kiln": "cold"})
    story.commit({"kiln": "warm"})
    last = story.commit({"kiln": "hot"})
    name = f"{last} {first}"
    assert bodies(read(story, name)[name]) == {"kiln": (b"cold", b"hot")}


def test_a_link_holds_its_target_and_a_submodule_nothing(story):
    sha = story.commit({"link": ("120000", "kiln"), "module": ("160000", "a" * 40)})
    link, module = read(story, sha)[sha]
    assert (link.mode, link.new, link.why) == (LINK, b"kiln", "")
    assert (module.mode, module.new, module.why, module.names[1]) == (SUBMODULE, None, ANOTHER, "a" * 40)


def test_a_commit_without_its_tree_cannot_be_compared(story):
    first = story.commit({"kiln": "cold"})
    sha = story.commit({"kiln": "hot"})
    story.lose(f"{sha}^{{tree}}")
    assert read(story, first, sha) == {
        first: [Changed("kiln", "", 0o100644, 0, None, b"cold", "", ("0" * 40, _blob(story, first)))],
        sha: None,
    }


def _blob(story, sha):
    return story.git("rev-parse", f"{sha}:kiln")


def test_what_runs_by_itself_is_read_first_where_not_all_is_read(story, monkeypatch):
    monkeypatch.setattr(changed, "MOST_FILES", 2)
    sha = story.commit({"a.png": "a", "b.py": "b", "z/setup.py": "z"})
    assert {file.path: file.why for file in read(story, sha)[sha]} == {"a.png": TOO_MUCH, "b.py": "", "z/setup.py": ""}


def test_what_is_gone_takes_no_room_and_is_never_named(story, monkeypatch):
    story.commit({"a.py": "a", "b.py": "b"})
    monkeypatch.setattr(changed, "MOST_FILES", 1)
    sha = story.commit({"a.py": None, "b.py": None, "c.py": "c"})
    assert {file.path: (file.new, file.why) for file in read(story, sha)[sha]} == {
        "a.py": (None, ""),
        "b.py": (None, ""),
        "c.py": (b"c", ""),
    }


def test_the_old_file_counts_too(story, monkeypatch):
    monkeypatch.setattr(changed, "LARGEST", 10)
    story.commit({"kiln": "c" * 11})
    small = story.commit({"kiln": "hot"})
    large = story.commit({"kiln": "h" * 11})
    files = read(story, small, large)
    assert bodies(files[small]) == {"kiln": (None, b"hot")}
    assert [(file.new, file.why) for file in files[large]] == [(None, TOO_LARGE)]


def test_many_changes_are_read_a_few_at_a_time(story, monkeypatch):
    monkeypatch.setattr(changed, "_BATCH", 10)
    shas = [story.commit({"kiln": f"{number}" * 4}) for number in range(10)]
    assert [bodies(files)["kiln"][1] for files in read(story, *shas).values()] == [
        b"%d" % number * 4 for number in range(10)
    ]
