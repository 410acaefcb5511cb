"""Run git so that nothing in an untrusted repository can run code or reach the network."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knownhands.errors import NotFound, SourceError, Unparsable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

# Only plumbing is run: it ignores the log.* and diff.* settings that porcelain obeys. What is left that a
# repository's own config could make git execute or contact is switched off here, one by one.
_PINNED = (
    "safe.directory=*",  # reading another user's files is the point; the pins below are what makes it safe
    "protocol.allow=never",  # a partial clone must not fetch: remote.*.uploadpack is a command
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "attr.tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904",  # the empty tree: git 2.43 to 2.45 reads HEAD's .gitattributes
    "core.bigFileThreshold=512m",  # git's own default: a lower one calls every file binary
    "core.commitGraph=false",  # a cache of the history that need not agree with it
    "advice.graftFileDeprecated=false",
    "core.deltaBaseCacheLimit=256m",  # measured: the sweet spot for bulk history
    "core.quotePath=false",
)

_STOPPED = (-signal.SIGINT, -signal.SIGTERM, -signal.SIGKILL)
_NOWHERE = "/"  # with --git-dir git takes the current folder as the work tree, and would obey its .gitattributes


def safe_environment() -> dict[str, str]:
    """Return this process's environment without any git setting, plus git's own safety switches."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
    return environment


@dataclass(frozen=True, slots=True)
class Repository:
    """A local git repository.

    Attributes:
        git_dir: the git directory itself, absolute.
        source: what the user named, without credentials.
        head: the newest commit of the default branch; None when there is no commit yet.
        boundary: commits at which a shallow clone ends.
    """

    git_dir: Path
    source: str
    head: str | None
    boundary: frozenset[str]

    def command(self, *arguments: str) -> list[str]:
        """Return the full command line of one git call."""
        pins = [part for pin in _PINNED for part in ("-c", pin)]
        return ["git", "--no-pager", f"--git-dir={self.git_dir}", *pins, *arguments]

    def try_run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git and return whatever came of it."""
        return call(self.command(*arguments), stdin)

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Run git and return what it printed.

        Raises:
            Unparsable: git failed.
        """
        done = self.try_run(*arguments, stdin=stdin)
        if done.returncode:
            raise Unparsable(
                f"git {arguments[0]} failed in {self.source}: {complaint(done)}",
                "Run `git fsck` there to see what is damaged, or make a fresh clone.",
            )
        return done.stdout


def call(command: Sequence[str], stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run one command in the safe environment.

    Raises:
        SourceError: git is not installed, or somebody stopped it.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, arguments never pass through a shell
            command, input=stdin, capture_output=True, check=False, env=safe_environment(), cwd=_NOWHERE
        )
    except FileNotFoundError as cause:
        raise SourceError("git is not installed.", "Install git 2.30 or newer.") from cause
    if done.returncode in _STOPPED:  # says nothing about the repository, which must not be called broken for it
        raise SourceError(f"git was stopped from outside (signal {-done.returncode}).", "Run it again.")
    return done


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return git's own last line, or its exit code when it said nothing."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"


def open_repository(path: Path, source: str) -> Repository:
    """Open a clone, worktree, bare clone or `.git` directory.

    Raises:
        NotFound: there is no git repository.
    """
    pins = [part for pin in _PINNED for part in ("-c", pin)]
    done = call(["git", *pins, "-C", str(path.resolve()), "rev-parse", "--absolute-git-dir", "--is-shallow-repository"])
    if done.returncode:
        raise NotFound(f"{source} is no git repository: {complaint(done)}", "Name a clone, or an https address.")
    git_dir, _, is_shallow = os.fsdecode(done.stdout).rstrip("\n").rpartition("\n")
    repository = Repository(_path(git_dir), source, None, frozenset())
    boundary = _boundary(repository) if is_shallow == "true" else frozenset()
    return Repository(repository.git_dir, source, _default_head(repository), boundary)


def _path(text: str) -> Path:
    from pathlib import Path

    return Path(text)


def _boundary(repository: Repository) -> frozenset[str]:
    name = os.fsdecode(repository.run("rev-parse", "--git-path", "shallow")).rstrip("\n")
    file = _path(name)
    return frozenset((file if file.is_absolute() else repository.git_dir / file).read_text().split())


def _default_head(repository: Repository) -> str | None:
    """Find the default branch: the remote's own, else the branch that is checked out."""
    for suffix in ("^{commit}", ""):  # a commit that cannot be read is better than none
        for name in ("refs/remotes/origin/HEAD", "HEAD"):
            done = repository.try_run("rev-parse", "--verify", "--quiet", "--end-of-options", name + suffix)
            if done.returncode == 0:
                return done.stdout.decode().strip()
    return None
