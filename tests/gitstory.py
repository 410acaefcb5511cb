"""Build git repositories commit by commit, so that a test tells its story on the page."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ADA = ("Ada Potter", "ada@pottery.example")
BO = ("Bo Weaver", "bo@loom.example")
HOUR = 3600
START = 1_700_000_000

Content = str | bytes | None | tuple[str, str | bytes]
"""A file's contents; None deletes it; (mode, contents) for anything but a plain file, as in
("100755", "#!/bin/sh"), ("120000", "link target") and ("160000", sha of a submodule)."""


class Story:
    """One repository in the making.

    Commits are written straight into the object store, an hour apart, on the current branch: the folder
    holds no checked-out files. Nothing depends on the machine's git settings, time or user.

    >>> import tempfile
    >>> story = Story(Path(tempfile.mkdtemp()) / "pottery")
    >>> first = story.commit({"README": "Pots.\\n"}, "Start")
    >>> second = story.commit({"README": None, "wheel.py": "spin()\\n"}, "Spin", by=BO, tz="+0530")
    >>> story.git("log", "--format=%s %an", "--reverse").splitlines()
    ['Start Ada Potter', 'Spin Bo Weaver']
    """

    def __init__(self, path: Path, *, object_format: str = "sha1", bare: bool = False) -> None:
        self.path = path
        self.git_dir = path if bare else path / ".git"
        self.branch_name = "main"
        self.at = START
        path.mkdir(parents=True, exist_ok=True)
        kind = ["--bare"] if bare else []
        self.git("init", "-q", "-b", "main", "--template=", f"--object-format={object_format}", *kind)

    def git(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run git in the repository and return what it prints, without the last newline."""
        return self.git_bytes(*arguments, stdin=stdin).decode("utf-8", "surrogateescape").rstrip("\n")

    def git_bytes(self, *arguments: str, stdin: bytes = b"") -> bytes:
        return run_git("-C", str(self.path), *arguments, stdin=stdin)

    @property
    def head(self) -> str:
        """The newest commit of the current branch; "" before the first one."""
        return self._ref(f"refs/heads/{self.branch_name}")

    def commit(
        self,
        files: Mapping[str | bytes, Content] | None = None,
        message: str | bytes = "Work",
        *,
        by: tuple[str, str] = ADA,
        committer: tuple[str, str] | None = None,
        at: int | None = None,
        tz: str = "+0000",
        encoding: str = "",
        merges: Sequence[str] = (),
    ) -> str:
        """Commit on the current branch and return the object name.

        Args:
            files: path → what it becomes; every other file stays.
            message: text, or bytes in the encoding named.
            by: the author's name and e-mail.
            committer: the same as the author unless given.
            at: seconds since 1970; an hour after the last commit unless given.
            tz: the author's and committer's zone.
            encoding: the commit's encoding header.
            merges: further parents.
        """
        self.at = self.at + HOUR if at is None else at
        parent = self.head
        lines = [
            b"commit refs/heads/" + os.fsencode(self.branch_name),
            b"mark :1",
            *(_person(role, who, self.at, tz) for role, who in (("author", by), ("committer", committer or by))),
            *([b"encoding " + encoding.encode()] if encoding else []),
            _data(message),
            *([b"from " + parent.encode()] if parent else []),
            *(b"merge " + other.encode() for other in merges),
            *(_file(path, content) for path, content in (files or {}).items()),
            b"get-mark :1",
        ]
        return self.fast_import(b"\n".join(lines) + b"\n").strip()

    def raw_commit(self, body: bytes) -> str:
        """Commit these very bytes; TREE and PARENT stand for those of the current head."""
        body = body.replace(b"TREE", self.git("rev-parse", "HEAD^{tree}").encode()).replace(
            b"PARENT", self.head.encode()
        )
        sha = self.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=body)
        self.point(f"refs/heads/{self.branch_name}", sha)
        return sha

    def branch(self, name: str, start: str = "") -> None:
        """Start a branch (at the current head unless told) and commit there from now on."""
        self.point(f"refs/heads/{name}", self.git("rev-parse", start) if start else self.head)
        self.switch(name)

    def orphan(self, name: str) -> None:
        """Start a branch without a parent and commit there from now on."""
        self.switch(name)

    def switch(self, name: str) -> None:
        """Commit to this branch from now on."""
        self.branch_name = name
        self.git("symbolic-ref", "HEAD", f"refs/heads/{name}")

    def merge(self, *others: str, message: str = "Merge", files: Mapping[str | bytes, Content] | None = None) -> str:
        """Merge branches or commits into the current branch; their files must be given, ours stay."""
        return self.commit(files, message, merges=[self.git("rev-parse", other) for other in others])

    def point(self, ref: str, sha: str) -> None:
        """Make a reference name a commit, whatever state that commit is in."""
        file = self.git_dir / ref
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(sha + "\n")

    def fast_import(self, stream: bytes) -> str:
        """Feed `git fast-import` and return what it prints; a small import becomes loose objects."""
        return self.git("-c", "fastimport.unpackLimit=1000", "fast-import", "--quiet", "--force", stdin=stream)

    def object_file(self, sha: str) -> Path:
        """Where a loose object is."""
        return self.git_dir / "objects" / sha[:2] / sha[2:]

    def lose(self, revision: str) -> str:
        """Delete an object (`sha`, `sha^{tree}`, `sha:path`) and return its name."""
        sha = self.git("rev-parse", revision)
        self.object_file(sha).unlink()
        return sha

    def corrupt(self, revision: str) -> str:
        """Damage an object's file and return its name."""
        sha = self.git("rev-parse", revision)
        file = self.object_file(sha)
        file.chmod(0o600)
        file.write_bytes(file.read_bytes()[:-8] + b"\xff" * 8)
        return sha

    def _ref(self, name: str) -> str:
        file = self.git_dir / name
        return file.read_text().strip() if file.exists() else ""


def run_git(*arguments: str, stdin: bytes = b"") -> bytes:
    """Run git with nobody's settings and return what it prints."""
    done = subprocess.run(["git", *arguments], input=stdin, capture_output=True, check=False, env=isolated())
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


def isolated() -> dict[str, str]:
    """An environment in which git has no settings, a fixed time and an invented user."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": "/nonexistent",
        "LC_ALL": "C",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": ADA[0],
        "GIT_AUTHOR_EMAIL": ADA[1],
        "GIT_AUTHOR_DATE": f"{START} +0000",
        "GIT_COMMITTER_NAME": ADA[0],
        "GIT_COMMITTER_EMAIL": ADA[1],
        "GIT_COMMITTER_DATE": f"{START} +0000",
        "GIT_ALLOW_PROTOCOL": "file",
    }


def _person(role: str, who: tuple[str, str], at: int, tz: str) -> bytes:
    name, email = who
    return os.fsencode(f"{role} {name} <{email}> {at} {tz}")


def _data(content: str | bytes) -> bytes:
    content = content.encode() if isinstance(content, str) else content
    return b"data %d\n%s" % (len(content), content)


def _file(path: str | bytes, content: Content) -> bytes:
    name = _quoted(os.fsencode(path))
    if content is None:
        return b"D " + name
    mode, data = content if isinstance(content, tuple) else ("100644", content)
    if mode == "160000":
        return b"M 160000 " + (data.encode() if isinstance(data, str) else data) + b" " + name
    return b"M %s inline %s\n%s" % (mode.encode(), name, _data(data))


def _quoted(path: bytes) -> bytes:
    plain = all(0x20 < byte < 0x7F and byte not in b'"\\' for byte in path)
    return path if plain else b'"' + b"".join(b"\\%03o" % byte for byte in path) + b'"'
