"""Nothing that a repository says about itself makes anything run, and little of it changes what is read."""

import subprocess
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path

import pytest

from gitstory import Story, isolated
from knownhands.harvest.git.process import open_repository
from knownhands.harvest.git.target import read_target


@dataclass
class Trap:
    """One way to make git run a command.

    Attributes:
        config: lines for .git/config; RUN is a program that leaves the canary, URL any address.
        sprung_by: an ordinary git command that runs it, to show that the trap works.
        attributes: for every file.
        is_partial: the clone lacks a blob and names a remote to fetch it from.
    """

    config: str
    sprung_by: tuple[str, ...]
    attributes: str = ""
    is_partial: bool = False


def promised(url: str, more: str = "") -> str:
    return (
        f'[extensions]\npartialClone = origin\n[remote "origin"]\nurl = {url}\npromisor = true\n'
        f"partialclonefilter = blob:none\n{more}"
    )


LOG = ("log", "-p", "-1", "HEAD~1")
FETCH = ("cat-file", "-p", "HEAD:glaze")
TRAPS = {
    "file-system monitor": Trap("[core]\nfsmonitor = RUN", ("status",)),
    "include": Trap("[include]\npath = more", ("status",)),
    "hooks": Trap("", ("commit", "--allow-empty", "-m", "x")),
    "hooks path": Trap("[core]\nhooksPath = HOOKS", ("commit", "--allow-empty", "-m", "x")),
    "signature check": Trap("[log]\nshowSignature = true\n[gpg]\nprogram = RUN", ("log",)),
    "external diff": Trap("[diff]\nexternal = RUN", ("diff", "HEAD~2", "HEAD~1")),
    "diff driver": Trap('[diff "pot"]\ncommand = RUN', ("diff", "HEAD~2", "HEAD~1"), "diff=pot"),
    "text conversion": Trap('[diff "pot"]\ntextconv = RUN\ncachetextconv = false', LOG, "diff=pot"),
    "smudge filter": Trap('[filter "pot"]\nsmudge = RUN', ("checkout", "HEAD", "README"), "filter=pot"),
    "clean filter": Trap('[filter "pot"]\nclean = RUN', ("add", "README"), "filter=pot"),
    "filter process": Trap('[filter "pot"]\nprocess = RUN', ("add", "README"), "filter=pot"),
    "alias": Trap("[alias]\nrev-list = !RUN\ndiff-tree = !RUN\nfire = !RUN", ("fire",)),
    "ssh command": Trap(promised("ssh://URL/x", "[core]\nsshCommand = RUN"), FETCH, is_partial=True),
    "git proxy": Trap(promised("git://URL/x", "[core]\ngitProxy = RUN"), FETCH, is_partial=True),
    "upload pack": Trap(promised("/", "uploadpack = RUN"), FETCH, is_partial=True),
    "remote helper": Trap(promised("ext::RUN", "[protocol]\nallow = always"), FETCH, is_partial=True),
    "allowed helper": Trap(promised("ext::RUN", '[protocol "ext"]\nallow = always'), FETCH, is_partial=True),
}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS.keys())
def test_no_code_of_a_repository_runs(trap, story, store, read, tmp_path, monkeypatch):
    canary, program = tmp_path / "canary", tmp_path / "run"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n")
    program.chmod(0o700)
    set_trap(story, trap, program)

    spring(story, trap)
    assert canary.exists()
    canary.unlink()

    monkeypatch.chdir(story.path)
    assert read(story, lines=True).unreadable == 0
    read_target(store, open_repository(story.path, "pottery"), "HEAD~1")
    assert not canary.exists()


def set_trap(story: Story, trap: Trap, program: Path) -> None:
    story.commit({"README": "Pots.\n"}, "Start")
    story.commit({"README": "Pots and pans.\n"}, "Pans")
    story.raw_commit(
        b"tree TREE\nparent PARENT\nauthor A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n"
        b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\nSigned\n"
    )
    if trap.is_partial:
        story.git("reset", "-q", "--hard", "HEAD~1")
        story.commit({"glaze": "blue\n"}, "Glaze")
        story.lose("HEAD:glaze")
    (story.path / "README").write_text("Changed.\n")
    if trap.attributes:
        for place in (story.path / ".gitattributes", story.git_dir / "info" / "attributes"):
            place.parent.mkdir(exist_ok=True)
            place.write_text(f"* {trap.attributes}\n")
    for hooks in (story.git_dir / "hooks", program.parent / "hooks"):
        hooks.mkdir()
        for hook in ("pre-commit", "post-commit", "reference-transaction", "post-index-change", "post-checkout"):
            (hooks / hook).symlink_to(program)
    with (story.git_dir / "config").open("a") as config:
        config.write(trap.config.replace("RUN", str(program)).replace("HOOKS", str(program.parent / "hooks")) + "\n")
    (story.git_dir / "more").write_text(f"[core]\nfsmonitor = {program}\n")


def spring(story: Story, trap: Trap) -> None:
    environment = isolated()
    del environment["GIT_ALLOW_PROTOCOL"]
    subprocess.run(["git", *trap.sprung_by], cwd=story.path, env=environment, capture_output=True, check=False)


def test_grafts_and_replacements_are_ignored(story, read, ask):
    first = story.commit({"bowl": "1\n"}, "First")
    second = story.commit({"bowl": "2\n"}, "Second")
    third = story.commit({"bowl": "3\n"}, "Third")
    (story.git_dir / "info").mkdir()
    (story.git_dir / "info" / "grafts").write_text(f"{third} {first}\n")
    story.git("replace", second, first)
    assert story.git("rev-list", "--count", "HEAD") == "2"

    read(story)
    assert ask("SELECT sha FROM commits ORDER BY position") == [first, second, third]
    assert ask("SELECT message FROM commits WHERE sha = ?", second) == ["Second"]


def test_a_false_commit_graph_hides_no_history(story, read, ask):
    shas = [story.commit({"bowl": f"{number}\n"}) for number in range(3)]
    story.git("commit-graph", "write", "--reachable")
    graph = story.git_dir / "objects" / "info" / "commit-graph"
    data = bytearray(graph.read_bytes())
    rows = int.from_bytes(data[data.index(b"CDAT") + 4 :][:8])
    for row in range(3):
        parents = rows + row * 36 + 20
        data[parents : parents + 4] = (0x70000000).to_bytes(4)  # no parent
    data[-20:] = sha1(data[:-20]).digest()
    graph.chmod(0o600)
    graph.write_bytes(data)
    assert story.git("rev-list", "--count", "HEAD") == "1"

    read(story)
    assert ask("SELECT sha FROM commits ORDER BY position") == shas


def test_a_low_big_file_threshold_hides_no_lines(story, read, ask):
    story.commit({"bowl": "1\n2\n3\n"})
    story.git("config", "core.bigFileThreshold", "1")
    assert story.git("show", "--numstat", "--format=").startswith("-")

    read(story, lines=True)
    assert ask("SELECT lines_added, is_binary FROM line_counts") == [(3, False)]


def test_attributes_in_the_current_folder_hide_no_lines(story, read, ask, monkeypatch):
    story.commit({"bowl": "1\n2\n3\n", ".gitattributes": "* -diff\n"})
    (story.path / ".gitattributes").write_text("* -diff\n")
    assert story.git("show", "--numstat", "--format=", "--", "bowl").startswith("-")

    monkeypatch.chdir(story.path)
    read(story, lines=True)
    assert ask("SELECT lines_added, is_binary FROM line_counts WHERE path = 'bowl'") == [(3, False)]


def test_attributes_inside_the_git_folder_hide_no_lines(story, read, ask):
    story.commit({"bowl": "1\n2\n3\n"})
    (story.git_dir / "info").mkdir()
    (story.git_dir / "info" / "attributes").write_text("* -diff\n")
    assert story.git("show", "--numstat", "--format=").startswith("-")

    read(story, lines=True)
    assert ask("SELECT lines_added, is_binary FROM line_counts") == [(3, False)]
