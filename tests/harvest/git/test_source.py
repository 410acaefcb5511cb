"""What a user names is a path or an address; an address is cloned once and fetched from then on."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gitstory import run_git
from knownhands.errors import NotFound, Unreachable, UsageError
from knownhands.harvest.git.process import Repository
from knownhands.harvest.git.source import locate, store_path, without_credentials


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def find(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Repository]:
    """Locate with a cache of our own."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    return lambda name, *, offline=False: locate(name, tmp_path / "cache", offline=offline, say=said.append)


def test_a_path_is_opened_where_it_is(story, find, said):
    story.commit()
    repository = find(str(story.path))
    assert (repository.git_dir, repository.source, repository.head, said) == (
        story.git_dir,
        str(story.path),
        story.head,
        [],
    )


def test_an_address_is_cloned_into_the_cache_and_said_so(story, find, said, tmp_path):
    story.commit()
    repository = find(f"file://{story.path}")
    assert repository.git_dir.is_relative_to(tmp_path / "cache" / "clones")
    assert (repository.head, repository.source) == (story.head, f"file://{story.path}")
    assert said == [f"Cloning file://{story.path} …"]


def test_a_second_look_fetches_what_is_new_and_drops_what_is_gone(story, find):
    story.commit()
    story.point("refs/pull/1/head", story.head)
    assert "refs/pull/1/head" in dict(find(f"file://{story.path}").refs())
    newer = story.commit()
    (story.git_dir / "refs/pull/1/head").unlink()
    story.point("refs/pull/2/head", newer)
    repository = find(f"file://{story.path}")
    assert repository.head == newer
    assert dict(repository.refs()) == {"refs/heads/main": newer, "refs/pull/2/head": newer}


def test_a_force_pushed_branch_is_followed(story, find):
    first = story.commit()
    story.commit(message="Regretted")
    find(f"file://{story.path}")
    story.point("refs/heads/main", first)
    assert find(f"file://{story.path}").head == first


def test_a_default_branch_that_was_renamed_is_followed(story, find):
    story.commit()
    find(f"file://{story.path}")
    story.branch("trunk")
    newer = story.commit()
    (story.git_dir / "refs/heads/main").unlink()
    assert find(f"file://{story.path}").head == newer


def test_offline_the_clone_is_used_as_it_is(story, find):
    old = story.commit()
    find(f"file://{story.path}")
    story.commit()
    assert find(f"file://{story.path}", offline=True).head == old


def test_offline_what_was_never_cloned_is_not_found(find):
    with pytest.raises(NotFound, match=r"^https://forge\.example/a/b was never cloned and --offline forbids it\.$"):
        find("https://ada:secret@forge.example/a/b", offline=True)


def test_a_clone_that_was_broken_off_is_started_again(story, find, tmp_path):
    story.commit()
    partial = find(f"file://{story.path}").git_dir
    partial.rename(partial.with_suffix(".partial"))
    (partial.with_suffix(".partial") / "HEAD").unlink()
    assert find(f"file://{story.path}").head == story.head
    assert [path.suffix for path in (tmp_path / "cache" / "clones").iterdir() if path.is_dir()] == [""]


def test_a_clone_that_fails_leaves_nothing_that_looks_like_one(find, tmp_path):
    for _ in range(2):
        with pytest.raises(Unreachable, match=r"^file:///nonexistent could not be read: fatal: "):
            find("file:///nonexistent")
    assert not [path for path in (tmp_path / "cache" / "clones").iterdir() if path.is_dir()]


def test_two_processes_never_clone_into_the_same_folder(story, find, tmp_path):
    story.commit()
    folder = find(f"file://{story.path}").git_dir
    holder = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    lock = str(folder) + ".lock"
    with subprocess.Popen([sys.executable, "-c", holder, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        repository = locate(
            f"file://{story.path}", tmp_path / "cache", offline=False, say=lambda _text: other.stdin.close()
        )
    assert repository.head == story.head


ADDRESSES = {
    "password": ("https://ada:secret@forge.example/a/b", "https://forge.example/a/b"),
    "token": ("https://token@forge.example:8443/a", "https://forge.example:8443/a"),
    "at sign in the password": ("https://ada:s@cret@forge.example/a", "https://forge.example/a"),
    "none": ("https://forge.example/a@b?c=d", "https://forge.example/a@b?c=d"),
    "IPv6": ("https://ada:secret@[::1]:8443/a", "https://[::1]:8443/a"),
    "odd port": ("https://ada:secret@forge.example:clay/a", "https://forge.example:clay/a"),
    "ssh": ("ssh://git@forge.example/a", "ssh://forge.example/a"),
}


@pytest.mark.parametrize(("address", "shown"), ADDRESSES.values(), ids=ADDRESSES.keys())
def test_credentials_are_stripped(address, shown):
    assert without_credentials(address) == shown


def test_credentials_reach_neither_the_clone_nor_the_message(story, find, tmp_path):
    story.commit()
    address = f"file://ada:secret@{story.path}"
    with pytest.raises(Unreachable) as caught:
        find("https://ada:secret@127.0.0.1:1/a")
    assert "secret" not in caught.value.message + caught.value.hint
    repository = find(address)
    assert repository.source == f"file://{story.path}"
    kept = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert not [path for path in kept if b"secret" in path.read_bytes()]


@pytest.mark.parametrize(
    "name", ["ssh://forge.example/a", "git://forge.example/a", "ext::sh://x", "http://forge.example/a"]
)
def test_other_kinds_of_address_are_refused(name, find):
    with pytest.raises(UsageError, match=r"is not an https address\.$"):
        find(name)


def test_a_path_that_does_not_exist_is_not_found(find):
    with pytest.raises(NotFound, match=r"^git@forge\.example:a/b does not exist\.$"):
        find("git@forge.example:a/b")


def test_a_file_is_no_repository(find, tmp_path):
    (tmp_path / "file").write_text("clay")
    with pytest.raises(UsageError, match="is a file, and no git repository"):
        find(str(tmp_path / "file"))


def test_an_address_is_read_from_inside_a_git_hook(story, find, monkeypatch, tmp_path):
    story.commit()
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "hooked"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "hooked" / "objects"))
    find(f"file://{story.path}")
    story.commit()
    assert find(f"file://{story.path}").head == story.head
    assert not (tmp_path / "hooked").exists()


def test_a_cloned_history_is_no_different(story, find, tmp_path):
    story.commit({"bowl": "1\n"})
    run_git("clone", "-q", str(story.path), str(tmp_path / "clone"))
    here, there = find(str(tmp_path / "clone")), find(f"file://{story.path}")
    assert here.head == there.head
    assert store_path(here, tmp_path) != store_path(there, tmp_path)
    assert store_path(here, tmp_path) == store_path(find(str(tmp_path / "clone" / ".git")), tmp_path)


def test_the_home_of_nobody_is_a_path_that_does_not_exist(find):
    with pytest.raises(NotFound, match="does not exist"):
        find("~nobody-of-that-name/pottery")
