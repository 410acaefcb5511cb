"""A pipe or a device in the place of a file does not make git wait."""

import os
import socket

import pytest

from gitstory import Story, run_git
from knownhands.errors import SourceError, Unparsable
from knownhands.harvest.git import process
from knownhands.harvest.git.process import open_repository


@pytest.fixture
def pots(story: Story) -> Story:
    story.commit({"bowl": "1\n"})
    return story


PLACES = (
    "HEAD", "config", "commondir", "packed-refs", "shallow", "refs/heads/main", "refs/remotes/origin/HEAD", "logs/HEAD",
    "objects/info/alternates", "objects/pack/pack-1.idx", "objects/ab/cdef", "info/grafts",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", ["pipe", "link to a pipe", "link to a device"])
def test_a_pipe_in_the_place_of_a_file_is_refused(place, kind, pots, tmp_path):
    file = pots.git_dir / place
    file.unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(tmp_path / "pipe")
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero" if kind.endswith("device") else tmp_path / "pipe")
    with pytest.raises(Unparsable, match=rf"^pottery cannot be read: \.git/{place} is a pipe or a device"):
        open_repository(pots.path, "pottery")


def test_a_pipe_is_refused_wherever_a_repository_leads_to(pots, tmp_path):
    run_git("clone", "-q", "--shared", str(pots.path), str(tmp_path / "borrower"))
    run_git("clone", "-q", "--bare", str(pots.path), str(tmp_path / "bare"))
    pots.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "tree"))
    os.mkfifo(tmp_path / "bare" / "packed-refs.lock")
    os.mkfifo(pots.git_dir / "objects" / "info" / "commit-graph")
    (pots.path / "shelf").mkdir()
    for path in (pots.path / "shelf", pots.git_dir, tmp_path / "borrower", tmp_path / "bare", tmp_path / "tree"):
        with pytest.raises(Unparsable, match="is a pipe or a device"):
            open_repository(path, "pottery")


def test_sockets_and_links_to_nothing_are_left_alone(pots, monkeypatch):
    monkeypatch.chdir(pots.git_dir)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("fsmonitor--daemon.ipc")
        (pots.git_dir / "hooks").symlink_to(os.devnull)
        (pots.git_dir / "refs" / "loop").symlink_to(pots.git_dir / "refs")
        (pots.git_dir / "gone").symlink_to("nowhere")
        assert open_repository(pots.path, "pottery").head == pots.head


def test_settings_that_include_a_file_without_end_are_given_up(pots, tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    with (pots.git_dir / "config").open("a") as config:
        config.write(f"[include]\npath = {tmp_path / 'pipe'}\n")
    monkeypatch.setattr(process, "_QUICK_SECONDS", 0.2)
    with pytest.raises(SourceError, match=r"^git did not end within 0 seconds and was stopped\.$"):
        open_repository(pots.path, "pottery")
