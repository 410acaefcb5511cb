"""Ask git which files commits change, and survive the commits for which it cannot say."""

from __future__ import annotations

import codecs
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.harvest.git.process import Repository

_TREES = ("diff-tree", "--stdin", "--always", "--root", "-r", "-z", "--raw", "--no-ext-diff", "--no-textconv")
_RENAMES = (*_TREES, "-M50%", "-l1000")
_EXACT = (*_TREES, "-M100%")
_MARK = b"="  # git diff-tree echoes a line that names nothing
_SENSELESS = (StopIteration, ValueError, IndexError)
_HEADER_LENGTHS = (40, 64, 81, 129)  # one object name or two, SHA-1 or SHA-256


@dataclass(slots=True)
class Changes:
    """What a group of commits changes, column by column.

    Attributes:
        sha, path, previous_path, status, old_mode, new_mode, old_blob, new_blob: one entry per changed file; the blob of what
            is not there is all zeros.
        line_sha, line_path, added, deleted: one entry per file whose lines were counted; -1 is binary,
            None is missing contents.
        no_changes: commits whose trees could not be compared.
    """

    sha: list[str] = field(default_factory=list)
    path: list[str] = field(default_factory=list)
    previous_path: list[str | None] = field(default_factory=list)
    status: list[str] = field(default_factory=list)
    old_mode: list[int] = field(default_factory=list)
    new_mode: list[int] = field(default_factory=list)
    old_blob: list[str] = field(default_factory=list)
    new_blob: list[str] = field(default_factory=list)
    line_sha: list[str] = field(default_factory=list)
    line_path: list[str] = field(default_factory=list)
    added: list[int | None] = field(default_factory=list)
    deleted: list[int | None] = field(default_factory=list)
    no_changes: list[str] = field(default_factory=list)

    def extend(self, other: Changes) -> None:
        """Append another group's rows."""
        for name in self.__dataclass_fields__:
            getattr(self, name).extend(getattr(other, name))

    def cut(self, files: int, lines: int) -> None:
        """Keep the first so many changed files and counted files."""
        for name in ("sha", "path", "previous_path", "status", "old_mode", "new_mode", "old_blob", "new_blob"):
            del getattr(self, name)[files:]
        for name in ("line_sha", "line_path", "added", "deleted"):
            del getattr(self, name)[lines:]

    def without_contents(self) -> Changes:
        """Say of every file that its lines could not be counted."""
        self.line_sha, self.line_path = list(self.sha), list(self.path)
        self.added, self.deleted = [None] * len(self.sha), [None] * len(self.sha)
        return self


@dataclass(slots=True)
class Answer:
    """What one git process said.

    Attributes:
        changes: what it printed, row by row.
        named: the commits named since the last mark.
        finished: for every mark, whether a commit was named before it.
        kept: how many rows there were at the last mark: changed files, counted files.
    """

    changes: Changes = field(default_factory=Changes)
    named: int = 0
    finished: list[bool] = field(default_factory=list)
    kept: tuple[int, int] = (0, 0)


def read_changes(repository: Repository, commits: Sequence[str], *, lines: bool) -> Changes:
    """Compare commits with their first parent (a root with nothing; merges are passed over).

    A commit whose contents are partly missing keeps its files and loses its line counts, and inexact renames where
    they need what is missing; a commit whose trees are missing is named in `no_changes`. Every other commit is
    unharmed, and what is said of one never depends on which others are asked about.

    Args:
        repository: where they are.
        commits: object names; or what else `git diff-tree --stdin` reads, as in `COMMIT PARENT` and `TREE TREE`.
        lines: also count lines.

    Raises:
        Unparsable: git printed something that no git should.
    """
    changes, left = Changes(), list(commits)
    ways = ((*_RENAMES, "--numstat"), _RENAMES, _EXACT) if lines else (_RENAMES, _EXACT)
    for way in ways:
        if left:
            compared, left = _compare(repository, left, way)
            changes.extend(compared.without_contents() if lines and way is not ways[0] else compared)
    changes.no_changes.extend(left)
    return changes


def parse_changes(data: bytes) -> Answer:
    r"""Parse the output of `git diff-tree --stdin -z --raw [--numstat]`.

    >>> sha = b"a" * 40
    >>> zero, blob = b"0" * 40, b"b" * 40
    >>> raw = b":000000 100644 " + zero + b" " + blob + b" A\0new.py\0"
    >>> changes = parse_changes(sha + b"\0" + raw + b"3\t0\tnew.py\0").changes
    >>> changes.path, changes.status, changes.new_mode, changes.added
    (['new.py'], ['A'], [33188], [3])

    Raises:
        Unparsable: git printed something else.
    """
    answer = Answer()
    try:
        _parse(data, answer)
    except _SENSELESS as cause:
        raise Unparsable(f"git diff-tree printed {data[:60]!r}.", "Report this with your git's version.") from cause
    return answer


def _compare(repository: Repository, commits: Sequence[str], way: Sequence[str]) -> tuple[Changes, list[str]]:
    """Return what the commits change, and the commits for which git could not say."""
    done = repository.try_run(*way, stdin="".join(f"{commit}\n" for commit in commits).encode())
    if done.returncode == 0:
        answer = parse_changes(done.stdout)
        if answer.named == len(commits):
            return answer.changes, []
    return _compare_marked(repository, commits, way)


def _compare_marked(repository: Repository, commits: Sequence[str], way: Sequence[str]) -> tuple[Changes, list[str]]:
    """Do the same with a mark after each commit, to find those that stop git and to start again behind them."""
    changes, passed = Changes(), _without_tree(repository, commits)
    left = [commit for commit in commits if commit not in passed]
    while left:
        done = repository.try_run(*way, stdin="".join(f"{commit}\n=\n" for commit in left).encode())
        answer = Answer()
        with suppress(*_SENSELESS):  # git died in the middle of a word
            _parse(done.stdout, answer)
        answer.changes.cut(*answer.kept)
        changes.extend(answer.changes)
        passed |= {commit: None for commit, is_named in zip(left, answer.finished, strict=False) if not is_named}
        passed |= dict.fromkeys(left[len(answer.finished) :][:1])
        left = left[len(answer.finished) + 1 :]
    return changes, list(passed)


def _without_tree(repository: Repository, commits: Sequence[str]) -> dict[str, None]:
    """Find the commits whose tree is not in this clone: in a treeless one, nearly all."""
    names = "".join(f"{commit.split(' ')[0]}^{{tree}}\n" for commit in commits).encode()
    answers = repository.try_run("cat-file", "--batch-check", stdin=names).stdout.splitlines()
    return {commit: None for commit, line in zip(commits, answers, strict=False) if line.endswith(b" missing")}


def _parse(data: bytes, answer: Answer) -> None:
    """Fill in an answer; raises one of `_SENSELESS` where the data break off or are not git's."""
    changes = answer.changes
    tokens = iter(data.split(b"\0"))
    modes: dict[bytes, tuple[int, int]] = {}
    sha = ""
    for token in tokens:
        if token[:1] != b":" and b"\t" not in token:
            name, token = _header(token, answer)  # noqa: PLW2901 - what is left of it
            sha = name or sha
        if token[:1] == b":":
            fields = token.split(b" ")
            key = token[1:14]
            if key not in modes:
                modes[key] = (int(fields[0][1:], 8), int(fields[1], 8))
            status = chr(fields[4][0])
            first = _text(next(tokens))
            is_pair = status in "RC"
            path = _text(next(tokens)) if is_pair else first
            changes.sha.append(sha)
            changes.path.append(path)
            changes.previous_path.append(first if is_pair else None)
            changes.status.append(status)
            changes.old_mode.append(modes[key][0])
            changes.new_mode.append(modes[key][1])
            changes.old_blob.append(fields[2].decode("ascii"))
            changes.new_blob.append(fields[3].decode("ascii"))
        elif token:
            added, deleted, counted = token.split(b"\t", 2)
            if not counted:
                next(tokens)
                counted = next(tokens)
            counts = -1 if added == b"-" else int(added), -1 if deleted == b"-" else int(deleted)
            changes.line_sha.append(sha)
            changes.line_path.append(_text(counted))
            changes.added.append(counts[0])
            changes.deleted.append(counts[1])


def _header(token: bytes, answer: Answer) -> tuple[str, bytes]:
    """Read marks and names of commits off a token; return the last name and, behind a pair of trees, the first change."""
    name, change = "", b""
    for line in token.split(b"\n"):
        if line == _MARK:
            answer.finished.append(answer.named > 0)
            answer.named = 0
            answer.kept = (len(answer.changes.sha), len(answer.changes.line_sha))
        elif line[:1] == b":":
            change = line
        elif line:
            if len(line) not in _HEADER_LENGTHS:
                raise ValueError(line)
            name = line.decode("ascii").partition(" ")[0]
            answer.named += 1
    return name, change


def _text(path: bytes) -> str:
    r"""Return a path as text, another text for every path: two that became one would hide each other's lines.

    >>> ascii(_text(b"gl\xe4ze.c")), ascii(_text("gl\ufffde4ze.c".encode()))
    ("'gl\\ufffde4ze.c'", "'gl\\ufffdef\\ufffdbf\\ufffdbde4ze.c'")
    """
    return _ESCAPED.join(part.decode("utf-8", _HEX) for part in path.split(_MARK_OF_ESCAPES))


def _hex(error: UnicodeError) -> tuple[str, int]:
    """Write each byte that is no UTF-8 as U+FFFD and two hexadecimal digits."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return _escape(error.object[error.start : error.end]), error.end


def _escape(data: bytes) -> str:
    return "".join(f"\ufffd{byte:02x}" for byte in data)


_HEX = "knownhands-hex"
_MARK_OF_ESCAPES = "\ufffd".encode()
_ESCAPED = _escape(_MARK_OF_ESCAPES)
codecs.register_error(_HEX, _hex)
