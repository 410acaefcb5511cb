"""What is absurdly large or odd in a history costs little and is read as far as it can be."""

import errno
import subprocess
import sys
from contextlib import suppress

import pytest

from gitstory import BO, Story, run_git
from knownhands.errors import NotFound, SourceError, UsageError
from knownhands.harvest.git import objects, process
from knownhands.harvest.git.commits import parse_commit
from knownhands.harvest.git.objects import MOST_OF_COMMIT, read_commits
from knownhands.harvest.git.process import open_repository
from knownhands.harvest.git.target import read_target, resolve

PERSON = b"author A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n"
HARVEST = """
import pathlib, resource, sys
from knownhands.harvest.git.history import harvest
from knownhands.harvest.git.process import open_repository
from knownhands.store.connection import open_store
with open_store(pathlib.Path(sys.argv[2]), print) as store:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    harvest(store, open_repository(pathlib.Path(sys.argv[1]), "x"), workers=1)
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 12345\n"


@pytest.fixture
def aim(store, read):
    def _aim(story: Story, revision: str):
        read(story)
        return read_target(store, open_repository(story.path, "pottery"), revision)

    return _aim


def test_messages_of_twenty_megabytes_take_little_memory(story, tmp_path):
    story.commit()
    for _ in range(3):
        story.raw_commit(b"tree TREE\nparent PARENT\n" + PERSON + b"\n" + b"fixes 1234567 " * 1_500_000)
    command = [sys.executable, "-c", HARVEST, str(story.path), str(tmp_path / "store.duckdb")]
    done = subprocess.run(command, capture_output=True, check=True)
    assert int(done.stdout) < 300  # megabytes


def test_a_very_long_message_is_cut(story, aim, ask):
    story.commit(message="Glaze\n\n" + "\N{POTTED PLANT}" * 40_000)
    aim(story, "HEAD")
    (message,) = ask("SELECT message FROM subjects")
    assert len(message.encode()) <= 100_003
    assert ask("SELECT left(message, 9) FROM commits") == ["Glaze\n\n" + "\N{POTTED PLANT}" * 2]


def test_a_very_long_name_is_cut():
    commit = parse_commit(b"author " + b"A" * 9_000_000 + b" <" + b"a" * 9_000_000 + b"> 1 +0000\n\nHi\n")
    assert (len(commit.author.name), len(commit.author.email), commit.author.claimed_at) == (1000, 1000, 1)


def test_a_very_long_header_costs_the_message_only(story, read, ask):
    story.commit()
    story.raw_commit(b"tree TREE\nparent PARENT\n" + PERSON + b"junk " + b"x" * MOST_OF_COMMIT + b"\n\nHidden\n")
    assert read(story).unreadable == 0
    assert ask("SELECT state, message, parents FROM commits ORDER BY position DESC LIMIT 1") == [("ok", "", 1)]


def test_commits_are_read_a_few_at_a_time_and_one_that_is_too_large_not_at_all(story, monkeypatch):
    shas = [story.commit(message="x" * size) for size in (10, 1000, 10, 400, 10, 10)]
    repository = open_repository(story.path, "pottery")
    whole = list(read_commits(repository, shas))
    monkeypatch.setattr(objects, "_MOST_AT_ONCE", 700)
    assert list(read_commits(repository, shas)) == [whole[0], None, *whole[2:]]
    assert list(read_commits(repository, [])) == []


def test_ten_thousand_files_are_one_change(story, aim, ask):
    story.commit({f"shelf{number % 100}/pot{number}": "1\n" for number in range(10_000)})
    story.commit({f"shelf{number % 100}/pot{number}": "2\n" for number in range(10_000)}, by=BO)
    assert aim(story, "HEAD").gaps == ()
    assert ask("SELECT count(*), sum(lines_added), sum(lines_deleted) FROM subject_files") == [(10_000, 10_000, 10_000)]


def test_submodules_and_pointers_to_large_files_are_files_like_others(story, aim, ask):
    story.commit({"kiln": ("160000", "a" * 40), "pic.psd": POINTER.format("a" * 64)})
    story.commit({"kiln": ("160000", "b" * 40), "pic.psd": POINTER.format("b" * 64), "oven": ("160000", "c" * 40)})
    assert aim(story, "HEAD").gaps == ()
    assert ask("SELECT path, status, new_mode, lines_added FROM subject_files ORDER BY path") == [
        ("kiln", "M", 0o160000, 1), ("oven", "A", 0o160000, 1), ("pic.psd", "M", 0o100644, 1),
    ]  # fmt: skip


NAMES = ["two\u2028lines", "next\u0085line", "-dash", "r\u00f6te", "HEAD", "refs/heads/main", "a'b\"c$d;e", "\u202egnp"]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_ref_may_have_any_name(name, story, aim):
    story.commit()
    story.branch("side")
    newer = story.commit({"bowl": "1\n"})
    story.switch("main")
    story.point(f"refs/heads/{name}", newer)
    repository = open_repository(story.path, "pottery")
    assert (f"refs/heads/{name}", newer) in repository.refs()
    assert len(repository.refs()) == 3
    assert (repository.head, aim(story, f"main..refs/heads/{name}").head) == (story.head, newer)


def test_a_ref_with_bytes_that_are_no_text_is_listed(story):
    story.commit()
    run_git("-C", str(story.path), "update-ref", b"refs/heads/t\xf6pfe".decode("utf-8", "surrogateescape"), "main")
    assert [name for name, _ in open_repository(story.path, "pottery").refs()] == [
        "refs/heads/main",
        "refs/heads/t\ufffdpfe",
    ]


def test_a_tag_or_branch_in_disguise_is_ambiguous(story):
    first = story.commit()
    newest = story.commit({"bowl": "1\n"})
    story.point("refs/tags/main", first)
    story.point(f"refs/heads/{newest[:8]}", first)
    story.point("refs/heads/HEAD", first)
    story.point("refs/heads/refs/heads/main", first)
    repository = open_repository(story.path, "pottery")
    for name in ("main", "main~0", newest[:8]):
        with pytest.raises(UsageError, match=r"is ambiguous in pottery"):
            resolve(repository, name)
    for name in ("HEAD", "@", "refs/heads/main", newest, newest[:9]):
        assert resolve(repository, name) == newest


def test_what_stands_behind_a_name_in_the_list_of_boundaries_counts_for_nothing(story, tmp_path, read, ask):
    story.commit()
    newest = story.commit({"bowl": "1\n"})
    run_git("clone", "-q", "--depth=1", f"file://{story.path}", str(tmp_path / "shallow"))
    (tmp_path / "shallow" / ".git" / "shallow").write_bytes(newest.encode() + b" t\xf6pfe\xff\n")
    assert open_repository(tmp_path / "shallow", "pottery").boundary == {newest}
    assert read(tmp_path / "shallow").unreadable == 0
    assert ask("SELECT state FROM commits") == ["boundary"]


@pytest.mark.parametrize("text", [b"\xff\xfe\n", b"nonsense", b"\0" * 100])
def test_a_list_of_boundaries_that_makes_no_sense_is_one_clear_line(text, story):
    story.commit()
    (story.git_dir / "shallow").write_bytes(text)
    with pytest.raises(NotFound, match="is no git repository: fatal: "):
        open_repository(story.path, "pottery")


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"\0\0", b"no/where\n", b"/" * 9000, b"."])
@pytest.mark.parametrize("place", ["commondir", "HEAD", "packed-refs", "objects/info/alternates", "config"])
def test_a_file_of_a_repository_that_makes_no_sense_is_no_bug_of_ours(place, text, story):
    story.commit()
    (story.git_dir / "objects" / "info").mkdir(exist_ok=True)
    (story.git_dir / place).write_bytes(text)
    with suppress(SourceError):
        open_repository(story.path, "pottery").refs()


def test_a_full_disk_is_told_by_the_system(story, monkeypatch):
    """`cli` says what it said in one line, and exits with 3."""

    def is_full(*_arguments: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    story.commit()
    repository = open_repository(story.path, "pottery")
    process._empty.cache_clear()  # noqa: SLF001 - made once for all
    monkeypatch.setattr("tempfile.mkdtemp", is_full)
    with pytest.raises(OSError, match="No space left on device"):
        repository.try_run("rev-list", "--all")
