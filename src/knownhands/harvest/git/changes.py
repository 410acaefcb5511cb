"""Ask git which files commits change, and survive the commits for which it cannot say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.harvest.git.process import Repository

_ARGUMENTS = ("diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "-M50%", "-l1000", "--no-ext-diff", "--no-textconv")
_EXACT = ("diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "-M100%")
_SHA_LENGTHS = (40, 64)
_SUBMODULE = b"160000"


@dataclass(slots=True)
class Changes:
    """What a group of commits changes, column by column.

    Attributes:
        sha, path, previous_path, status, old_mode, new_mode: one entry per changed file.
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
    line_sha: list[str] = field(default_factory=list)
    line_path: list[str] = field(default_factory=list)
    added: list[int | None] = field(default_factory=list)
    deleted: list[int | None] = field(default_factory=list)
    no_changes: list[str] = field(default_factory=list)

    def extend(self, other: Changes) -> None:
        """Append another group's rows."""
        for name in self.__dataclass_fields__:
            getattr(self, name).extend(getattr(other, name))


def read_changes(repository: Repository, shas: Sequence[str], *, lines: bool) -> Changes:
    """Compare commits with their first parent (a root with nothing; merges are passed over).

    A commit whose contents are partly missing keeps its files and loses its line counts and inexact renames; a
    commit whose trees are missing is named in `no_changes`. Every other commit is unharmed.
    """
    done = _ask(repository, shas, (*_ARGUMENTS, "--numstat") if lines else _ARGUMENTS)
    if done is not None:
        return parse_changes(done)
    broken = _with_missing_blobs(repository, shas)
    if broken and len(broken) < len(shas):
        changes = read_changes(repository, [sha for sha in shas if sha not in broken], lines=lines)
        for sha in (sha for sha in shas if sha in broken):
            changes.extend(_without_contents(repository, sha, lines=lines))
        return changes
    if len(shas) == 1:
        return _without_contents(repository, shas[0], lines=lines)
    half = len(shas) // 2
    changes = read_changes(repository, shas[:half], lines=lines)
    changes.extend(read_changes(repository, shas[half:], lines=lines))
    return changes


def parse_changes(data: bytes) -> Changes:
    r"""Parse the output of `git diff-tree --stdin -z --raw [--numstat]`.

    >>> sha = b"a" * 40
    >>> zero, blob = b"0" * 40, b"b" * 40
    >>> raw = b":000000 100644 " + zero + b" " + blob + b" A\0new.py\0"
    >>> changes = parse_changes(sha + b"\0" + raw + b"3\t0\tnew.py\0")
    >>> changes.path, changes.status, changes.new_mode, changes.added
    (['new.py'], ['A'], [33188], [3])

    Raises:
        Unparsable: git printed something else.
    """
    changes = Changes()
    tokens = iter(data.split(b"\0"))
    modes: dict[bytes, tuple[int, int]] = {}
    sha = ""
    for token in tokens:
        if token[:1] == b":":
            fields = token.split(b" ")
            key = token[1:14]
            if key not in modes:
                modes[key] = (int(fields[0][1:], 8), int(fields[1], 8))
            first = _text(next(tokens))
            is_pair = fields[4][:1] in (b"R", b"C")
            changes.sha.append(sha)
            changes.previous_path.append(first if is_pair else None)
            changes.path.append(_text(next(tokens)) if is_pair else first)
            changes.status.append(chr(fields[4][0]))
            changes.old_mode.append(modes[key][0])
            changes.new_mode.append(modes[key][1])
        elif b"\t" in token:
            added, deleted, path = token.split(b"\t", 2)
            if not path:
                next(tokens)
                path = next(tokens)
            changes.line_sha.append(sha)
            changes.line_path.append(_text(path))
            changes.added.append(-1 if added == b"-" else int(added))
            changes.deleted.append(-1 if deleted == b"-" else int(deleted))
        elif len(token) in _SHA_LENGTHS:
            sha = token.decode("ascii")
        elif token.strip():
            raise Unparsable(f"git diff-tree printed {token[:60]!r}.", "Report this with your git's version.")
    return changes


def _ask(repository: Repository, shas: Sequence[str], arguments: Sequence[str]) -> bytes | None:
    done = repository.try_run(*arguments, stdin="\n".join(shas).encode() + b"\n")
    return done.stdout if done.returncode == 0 else None


def _with_missing_blobs(repository: Repository, shas: Sequence[str]) -> set[str]:
    """Return the commits that change a file whose contents are not in this clone."""
    raw = _ask(repository, shas, _EXACT)
    if raw is None:
        return set()
    touched: dict[bytes, set[str]] = {}
    sha = ""
    for token in raw.split(b"\0"):
        if token[:1] == b":":
            old_mode, new_mode, old, new, _ = token[1:].split(b" ")
            for mode, blob in ((old_mode, old), (new_mode, new)):
                if mode != _SUBMODULE and blob.strip(b"0"):
                    touched.setdefault(blob, set()).add(sha)
        elif len(token) in _SHA_LENGTHS and b"/" not in token:
            sha = token.decode("ascii", "replace")
    answers = repository.try_run("cat-file", "--batch-check", stdin=b"\n".join(touched) + b"\n").stdout
    missing = (line.split(b" ")[0] for line in answers.splitlines() if line.endswith(b" missing"))
    return {sha for blob in missing for sha in touched[blob]}


def _without_contents(repository: Repository, sha: str, *, lines: bool) -> Changes:
    """Compare trees alone: exact renames, no line counts."""
    done = _ask(repository, [sha], _EXACT)
    if done is None:
        return Changes(no_changes=[sha])
    changes = parse_changes(done)
    if lines:
        changes.line_sha = list(changes.sha)
        changes.line_path = list(changes.path)
        changes.added = [None] * len(changes.sha)
        changes.deleted = [None] * len(changes.sha)
    return changes


def _text(path: bytes) -> str:
    return path.decode("utf-8", "replace")
