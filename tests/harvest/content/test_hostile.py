"""Files made to stop their reader: each is read or named, and the others of its change are read all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knownhands.harvest.content import changed
from knownhands.harvest.content.changed import ANOTHER, MISSING, TOO_LARGE, TOO_MUCH, read_changed
from knownhands.harvest.content.opaque import ELSEWHERE, LEAVES, UNDECODABLE
from knownhands.harvest.content.workers import Workers
from knownhands.harvest.git.process import open_repository

if TYPE_CHECKING:
    from gitstory import Story

PLAIN = b"import os\nos.system('kiln')\n"
ENDINGS = (
    ".py",
    ".js",
    ".ts",
    ".sh",
    ".yml",
    ".json",
    ".toml",
    ".c",
    ".go",
    ".rb",
    ".php",
    ".rs",
    ".java",
    ".m4",
    ".mk",
    ".ps1",
)
DEEP = (".py", ".js", ".sh", ".yml")
NAMES = (
    "package.json",
    "package-lock.json",
    "Dockerfile",
    "Makefile",
    ".github/workflows/ci.yml",
    "setup.py",
    "yarn.lock",
)


def read(story: Story, sha: str):
    """Read one change, which must have left the plain file as readable as it always is."""
    files = read_changed(open_repository(story.path, "pottery"), [sha])
    with Workers(1) as workers:
        ((_, contents),) = list(workers.read(files))
    assert ("plain.py", 2, "process") in {
        (s.observation.path, s.observation.line, s.observation.capability) for s in contents.sights
    }
    return contents


def named(contents):
    return {gap.path: gap.why for gap in contents.unread}


def test_deep_nesting_costs_only_the_file_that_has_it(story):
    ways = {"curly": b"{a:", "round": b"(", "square": b"[", "words": b"- ", "hidden": b"`${"}
    files = {f"{name}{ending}": b"eval(kiln)\n" + way * 100_000 for name, way in ways.items() for ending in DEEP}
    contents = read(story, story.commit(files | {"plain.py": PLAIN}))
    assert named(contents).keys() <= files.keys()
    assert "curly.js" in named(contents)


@pytest.mark.parametrize("character", [b"a", b"(", b" ", b"$", b"\n", b'"'])
def test_much_of_one_character_is_read_in_time(story, character):
    files = dict.fromkeys((*(f"kiln{ending}" for ending in ENDINGS), *NAMES), character * 200_000)
    contents = read(story, story.commit(files | {"plain.py": PLAIN}))
    assert not [why for why in named(contents).values() if "took longer" in why]


def test_a_line_of_fifty_megabytes_is_named(story):
    contents = read(story, story.commit({"kiln.js": b"a" * 50_000_000, "plain.py": PLAIN}))
    assert named(contents) == {"kiln.js": TOO_LARGE}


def test_what_was_too_large_before_the_change_does_not_hide_what_is_there_now(story):
    story.commit({"kiln.py": PLAIN + b"#" * changed.LARGEST})
    contents = read(story, story.commit({"kiln.py": PLAIN, "plain.py": PLAIN}))
    assert [sight.observation.path for sight in contents.sights if sight.observation.capability == "process"] == [
        "kiln.py",
        "plain.py",
    ]


def test_of_ten_thousand_files_those_that_run_by_themselves_are_read_and_the_rest_is_named(story):
    files = {f"q{number}.py": b"glaze = 1\n" for number in range(10_000)}
    files |= {".github/workflows/z.yml": b"on: push\n", "plain.py": PLAIN, "setup.py": PLAIN}
    contents = read(story, story.commit(files))
    assert contents.runs == changed.MOST_FILES
    assert set(named(contents).values()) == {TOO_MUCH}
    assert ".github/workflows/z.yml" not in named(contents)


def test_ten_thousand_files_that_go_are_nothing_to_read(story):
    story.commit({f"a{number}.py": b"glaze = 1\n" for number in range(10_000)})
    contents = read(story, story.commit({f"a{number}.py": None for number in range(10_000)} | {"plain.py": PLAIN}))
    assert named(contents) == {}


def test_five_million_empty_lines_are_read(story):
    contents = read(story, story.commit({"kiln.py": b"\n" * 5_000_000 + PLAIN, "plain.py": PLAIN}))
    assert named(contents) == {"kiln.py": "too large"}


def test_two_million_short_lines_are_read(story):
    contents = read(story, story.commit({"kiln.sh": b"a\n" * 2_000_000, "plain.py": PLAIN}))
    assert named(contents) == {"kiln.sh": "too large to be read as text"}


def test_missing_contents_are_named(story):
    sha = story.commit({"kiln.py": b"glaze = 1\n", "plain.py": PLAIN})
    story.lose("HEAD:kiln.py")
    assert named(read(story, sha)) == {"kiln.py": MISSING}


def test_where_the_old_contents_are_missing_all_of_the_new_ones_is_new(story):
    story.commit({"plain.py": b"import os\nos.system('kiln')\n#\n"})
    story.lose("HEAD:plain.py")
    assert named(read(story, story.commit({"plain.py": PLAIN}))) == {}


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("glaze", ("160000", "a" * 40), ANOTHER),
        ("kiln.sh", ("120000", "/etc/passwd"), LEAVES),
        ("src/kiln.sh", ("120000", "../../kiln.sh"), LEAVES),
        ("kiln.js", b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12\n", ELSEWHERE),
        ("kiln.py", b"import os\n\0os.system('kiln')\n", UNDECODABLE),
    ],
    ids=["submodule", "link to a file of the machine", "link upwards", "LFS pointer", "zero bytes"],
)
def test_what_is_no_source_is_named(story, path, content, why):
    assert named(read(story, story.commit({path: content, "plain.py": PLAIN}))) == {path: why}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("src/kiln.sh", ("120000", "../kiln.sh")),
        ("tests/glaze", ("160000", "a" * 40)),
        ("kiln.png", b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 12\n"),
        ("kiln.py", b"# gl\xe4ze\n\xff\xfe\xfd\n"),
        ("kiln.c", "int glaze;\n".encode("utf-16")),
        ("kiln.png", b"\x89PNG\0\0"),
    ],
    ids=["link inside", "submodule for tests", "LFS pointer to a picture", "no UTF-8", "UTF-16", "picture"],
)
def test_what_cannot_run_or_can_be_read_is_not_named(story, path, content):
    assert named(read(story, story.commit({path: content, "plain.py": PLAIN}))) == {}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_source_in_wide_characters_is_read(story, encoding):
    contents = read(story, story.commit({"kiln.js": "\neval(glaze)\n".encode(encoding), "plain.py": PLAIN}))
    assert ("kiln.js", 2, "dynamic_code") in {
        (s.observation.path, s.observation.line, s.observation.capability) for s in contents.sights
    }
    assert named(contents) == {}
