"""Run git so that nothing in an untrusted repository can run code, reach the network or change what is read."""

from __future__ import annotations

import os
import signal
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands.errors import NotFound, SourceError, Unparsable

if TYPE_CHECKING:
    from collections.abc import Sequence

# Only plumbing is run: it ignores the log.* and diff.* settings that porcelain obeys. Objects are read through an
# empty repository of our own, which has no settings, attributes, grafts or remotes; only where names are resolved
# does git see the repository's own configuration, and what it could make git do there is switched off, one by one.
_PINNED = (
    "safe.directory=*",  # reading another user's files is the point; the rest is what makes it safe
    "protocol.allow=never",  # a partial clone must not fetch: remote.*.uploadpack is a command
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",  # else the user's own
    "core.commitGraph=false",  # a cache of the history that need not agree with it
    "core.deltaBaseCacheLimit=128m",  # measured: 64m and 256m both cost more
    "advice.graftFileDeprecated=false",
)
_EMPTY_CONFIG = "[core]\n\trepositoryFormatVersion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = {}\n"
# Git allocates and frees whole files; glibc would hand each back to the kernel and fault it in again. Measured:
# a quarter of the time of `git diff-tree --numstat`. Other C libraries pass over these names.
_KEEP_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": "1000000000",
    "MALLOC_TRIM_THRESHOLD_": "1000000000",
    "MALLOC_TOP_PAD_": "16777216",
}
_STOPPED = (-signal.SIGINT, -signal.SIGTERM, -signal.SIGKILL)


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
        "GIT_FLUSH": "0",  # else git writes each line of a list on its own
        "LC_ALL": "C",
    }
    return environment | _KEEP_MEMORY


_DEFAULTS = ("refs/remotes/origin/HEAD", "HEAD")
"""What may name the default branch, the best first."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A local git repository.

    Attributes:
        git_dir: the git directory itself, absolute.
        shared: the git directory that holds the objects; another one for a linked worktree.
        object_format: sha1 or sha256.
        source: what the user named, without credentials.
        head: the newest commit of the default branch; None when there is no commit yet.
        boundary: commits at which a shallow clone ends.
    """

    git_dir: Path
    shared: Path
    object_format: str
    source: str
    head: str | None
    boundary: frozenset[str]

    def try_run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git on the objects, which have to be named in full, and return whatever came of it."""
        places = {"GIT_OBJECT_DIRECTORY": str(self.shared / "objects")}
        if self.boundary:
            places["GIT_SHALLOW_FILE"] = str(self.shared / "shallow")
        return call(_command(f"--git-dir={_empty(self.object_format)}", *arguments), stdin, places)

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Do the same and return what git printed.

        Raises:
            Unparsable: git failed.
        """
        return self._printed(arguments, self.try_run(*arguments, stdin=stdin))

    def default_branch(self) -> str:
        """Return what the default branch is called here, such as `origin/main`."""
        branches = (self._short(name) for name in _DEFAULTS if self.resolve(name))
        return next(filter(None, branches), "the default branch")

    def _short(self, name: str) -> str:
        done = call(_command(f"--git-dir={self.git_dir}", "rev-parse", "--abbrev-ref", name))
        return "" if done.returncode else os.fsdecode(done.stdout).strip()

    def resolve(self, revision: str) -> str | None:
        """Return the full name of what a revision names, or None where it names nothing that is there."""
        done = call(
            _command(f"--git-dir={self.git_dir}", "rev-parse", "--verify", "--quiet", "--end-of-options", revision)
        )
        name = done.stdout.decode("ascii").strip()
        return name if done.returncode == 0 and name.isalnum() else None  # `^HEAD` is resolved to ^ and a name

    def refs(self) -> list[tuple[str, str]]:
        """Return branches, tags and what else has a name, with the object that each names.

        Raises:
            Unparsable: git failed.
        """
        arguments = ("for-each-ref", "--format=%(refname)%00%(objectname)")
        printed = self._printed(arguments, call(_command(f"--git-dir={self.git_dir}", *arguments)))
        lines = printed.decode("utf-8", "replace").splitlines()
        return [(name, sha) for name, _, sha in (line.partition("\0") for line in lines)]

    def _printed(self, arguments: Sequence[str], done: subprocess.CompletedProcess[bytes]) -> bytes:
        if done.returncode:
            raise Unparsable(
                f"git {arguments[0]} failed in {self.source}: {complaint(done)}",
                "Run `git fsck` there to see what is damaged, or make a fresh clone.",
            )
        return done.stdout


def call(
    command: Sequence[str], stdin: bytes = b"", more: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run one command in the safe environment, with more variables if need be.

    Raises:
        SourceError: git is not installed, or somebody stopped it.
    """
    environment = safe_environment() | (more or {})
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, arguments never pass through a shell
            command, input=stdin, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError as cause:
        raise SourceError("git is not installed.", "Install git 2.30 or newer.") from cause
    if done.returncode in _STOPPED:  # says nothing about the repository, which must not be called broken for it
        raise SourceError(f"git was stopped from outside (signal {-done.returncode}).", "Run it again.")
    return done


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the line in which git says what was fatal, else its last one, or its exit code when it said nothing."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
    return next((line for line in lines if line.startswith("fatal: ")), lines[-1])


def open_repository(path: Path, source: str) -> Repository:
    """Open a clone, worktree, bare clone or `.git` directory.

    Raises:
        NotFound: there is no git repository.
    """
    questions = ("--is-shallow-repository", "--show-object-format", "--absolute-git-dir")
    done = call(_command("-C", str(path.resolve()), "rev-parse", *questions))
    if done.returncode:
        raise NotFound(f"{source} is no git repository: {complaint(done)}", "Name a clone, or an https address.")
    is_shallow, object_format, name = os.fsdecode(done.stdout).removesuffix("\n").split("\n", 2)
    git_dir = Path(name)
    shared = _shared(git_dir)
    boundary = frozenset((shared / "shallow").read_text("ascii").split()) if is_shallow == "true" else frozenset()
    repository = Repository(git_dir, shared, object_format, source, None, boundary)
    return Repository(git_dir, shared, object_format, source, _default_head(repository), boundary)


def _command(*arguments: str) -> list[str]:
    return ["git", "--no-pager", *(part for pin in _PINNED for part in ("-c", pin)), *arguments]


def _shared(git_dir: Path) -> Path:
    file = git_dir / "commondir"
    return (git_dir / os.fsdecode(file.read_bytes()).rstrip("\n")).resolve() if file.exists() else git_dir


def _default_head(repository: Repository) -> str | None:
    """Find the default branch: the remote's own, else the branch that is checked out."""
    revisions = (
        *(f"{name}^{{commit}}" for name in _DEFAULTS),
        *_DEFAULTS,
    )  # one that cannot be read is better than none
    return next((sha for sha in map(repository.resolve, revisions) if sha), None)


@cache
def _empty(object_format: str) -> Path:
    """Make an empty repository through which the objects of another can be read; it goes when the process ends."""
    import atexit
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="knownhands-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    (folder / "HEAD").write_text("ref: refs/heads/none\n")
    (folder / "config").write_text(_EMPTY_CONFIG.format(object_format))
    (folder / "refs").mkdir()
    return folder
