"""Run git so that nothing in an untrusted repository can run code, reach the network or change what is read."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knownhands.errors import NotFound, SourceError, Unparsable
from knownhands.harvest.git.branches import Branch, choose_branch
from knownhands.harvest.git.folder import refuse_traps
from knownhands.harvest.git.watch import process_group
from knownhands.settings import GIT_SECONDS

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
_QUICK_SECONDS = 60  # for what reads names and settings only; these may include a file that never ends
_BOUNDARY = {"sha1": re.compile(rb"(?m)^[0-9a-fA-F]{40}"), "sha256": re.compile(rb"(?m)^[0-9a-fA-F]{64}")}
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


@dataclass(frozen=True, slots=True)
class Repository:
    """A local git repository.

    Attributes:
        git_dir: the git directory itself, absolute.
        shared: the git directory that holds the objects; another one for a linked worktree.
        object_format: sha1 or sha256.
        source: what the user named, without credentials.
        boundary: commits at which a shallow clone ends.
        branch: the default one.
    """

    git_dir: Path
    shared: Path
    object_format: str
    source: str
    boundary: frozenset[str] = frozenset()
    branch: Branch = field(default_factory=Branch)

    @property
    def head(self) -> str | None:
        """The newest commit of the default branch; None when there is no commit yet."""
        return self.branch.head

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
        return self.branch.name or "the default branch"

    def resolve(self, revision: str) -> str | None:
        """Return the full name of what a revision names, or None where it names nothing that is there."""
        return self._resolved(self._ask("rev-parse", "--verify", "--quiet", "--end-of-options", revision))

    def is_ambiguous(self, revision: str) -> bool:
        """Whether several refs, or a ref and an object, go by this name: then git takes a tag before a branch."""
        done = self._ask("-c", "core.warnAmbiguousRefs=true", "rev-parse", "--verify", "--end-of-options", revision)
        return done.returncode == 0 and b"is ambiguous" in done.stderr

    def target_of(self, ref: str) -> str | None:
        """Return the ref that a symbolic ref names, None for any other."""
        done = self._ask("symbolic-ref", "--quiet", ref)
        return None if done.returncode else os.fsdecode(done.stdout).removesuffix("\n")

    def _ask(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Let git look at names, in the repository itself."""
        return call(_command(f"--git-dir={self.git_dir}", *arguments), seconds=_QUICK_SECONDS)

    @staticmethod
    def _resolved(done: subprocess.CompletedProcess[bytes]) -> str | None:
        name = done.stdout.decode("ascii", "replace").strip()
        return name if done.returncode == 0 and name.isalnum() else None  # `^HEAD` is resolved to ^ and a name

    def refs(self, *names: str, containing: str = "", lacking: str = "") -> list[tuple[str, str]]:
        """Return branches, tags and what else has a name, or only those named, with the object that each names.

        Args:
            names: patterns as git takes them; none for all.
            containing: only those that contain this commit; "" for all.
            lacking: only those that do not contain this one; "" for all.

        Raises:
            Unparsable: git failed.
        """
        only = [f"--contains={containing}"] if containing else []
        only += [f"--no-contains={lacking}"] if lacking else []
        arguments = ("for-each-ref", "--format=%(refname)%00%(objectname)", *only)
        printed = self._printed(arguments, self._ask(*arguments, *names)).decode("utf-8", "replace")
        lines = printed.split("\n")  # a name may hold what else Python takes for the end of a line
        return [(name, sha) for name, _, sha in (line.partition("\0") for line in lines if line)]

    def _printed(self, arguments: Sequence[str], done: subprocess.CompletedProcess[bytes]) -> bytes:
        if done.returncode:
            raise Unparsable(
                f"git {arguments[0]} failed in {self.source}: {complaint(done)}",
                "Run `git fsck` there to see what is damaged, or make a fresh clone.",
            )
        return done.stdout


def call(
    command: Sequence[str], stdin: bytes = b"", more: dict[str, str] | None = None, seconds: float = GIT_SECONDS
) -> subprocess.CompletedProcess[bytes]:
    """Run one command in the safe environment, with more variables if need be.

    Raises:
        SourceError: git is not installed, took too long, or somebody stopped it.
    """
    done = run_to_its_end(command, safe_environment() | (more or {}), stdin, seconds)
    if done.returncode in _STOPPED:  # says nothing about the repository, which must not be called broken for it
        raise SourceError(f"git was stopped from outside (signal {-done.returncode}).", "Run it again.")
    return done


def run_to_its_end(
    command: Sequence[str], environment: dict[str, str], stdin: bytes, seconds: float
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a group that ends with this process, and no longer than so many seconds.

    Raises:
        SourceError: git is not installed, or took too long.
    """
    group = process_group()
    while True:
        try:
            return subprocess.run(  # noqa: S603 - a fixed program, arguments never pass through a shell
                command,
                input=stdin,
                capture_output=True,
                check=False,
                env=environment,
                timeout=seconds,
                process_group=group,
            )
        except FileNotFoundError as cause:
            raise SourceError("git is not installed.", "Install git 2.30 or newer.") from cause
        except subprocess.TimeoutExpired as cause:
            raise SourceError(
                f"git did not end within {seconds:,.0f} seconds and was stopped.", "Make a fresh clone, or try again."
            ) from cause
        except PermissionError:
            if group is None:
                raise
            group = None  # somebody ended the process that watches over the group


def complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the line in which git says what was fatal, else its last one, or its exit code when it said nothing."""
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"exit code {done.returncode}"]
    return next((line for line in lines if line.startswith("fatal: ")), lines[-1])


def open_repository(path: Path, source: str) -> Repository:
    """Open a clone, worktree, bare clone or `.git` directory.

    Raises:
        NotFound: there is no git repository.
    """
    place = path.resolve()
    refuse_traps(place, source)
    questions = ("--is-shallow-repository", "--is-bare-repository", "--show-object-format", "--absolute-git-dir")
    done = call(_command("-C", str(place), "rev-parse", *questions), seconds=_QUICK_SECONDS)
    if done.returncode:
        raise NotFound(f"{source} is no git repository: {complaint(done)}", "Name a clone, or an https address.")
    is_shallow, is_bare, object_format, name = os.fsdecode(done.stdout).removesuffix("\n").split("\n", 3)
    git_dir = Path(name)
    shared = _shared(git_dir)
    boundary = _boundary(shared / "shallow", object_format) if is_shallow == "true" else frozenset()
    repository = Repository(git_dir, shared, object_format, source, boundary)
    return replace(repository, branch=choose_branch(repository, is_bare=is_bare == "true"))


def _boundary(file: Path, object_format: str) -> frozenset[str]:
    """Read where a shallow clone ends as git does: what stands behind a name counts for nothing."""
    return frozenset(name.decode("ascii").lower() for name in _BOUNDARY[object_format].findall(file.read_bytes()))


def _command(*arguments: str) -> list[str]:
    return ["git", "--no-pager", *(part for pin in _PINNED for part in ("-c", pin)), *arguments]


def _shared(git_dir: Path) -> Path:
    file = git_dir / "commondir"
    if not file.is_file():
        return git_dir
    return (git_dir / os.fsdecode(file.read_bytes().partition(b"\0")[0]).rstrip("\n")).resolve()


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
