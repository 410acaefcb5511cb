"""Find out what a user wants scored, and read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knownhands.errors import NotFound, UsageError
from knownhands.harvest.git.changes import Changes, read_changes
from knownhands.harvest.git.commits import Commit, parse_commit
from knownhands.harvest.git.objects import read_commits
from knownhands.store import history_subjects, subjects
from knownhands.store.history_subjects import Given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from knownhands.harvest.git.process import Repository

NO_LINES = ("lines", "the contents of a changed file are missing from this clone, so no lines were counted")
_PLAIN = ("refs/", "HEAD", "@")  # git takes these as they are before it looks for others
_MOST_COMMITS, _DESCRIBED = 10_000, 200
TOO_MANY = (
    "commits",
    f"the change holds {_MOST_COMMITS:,} commits or more; not all were counted, and only the newest {_DESCRIBED} were asked for its title",
)
NOT_ALL_READ = (
    "commits",
    f"the change holds more than {_DESCRIBED} commits; only the newest were asked who made them and when",
)
# Each date that agrees with lying before a cut counts one for it, each later one counts against it: the cut of the highest
# sum contradicts the fewest. One of nothing, before the first commit, has the sum 0.
_CUT = """
    SELECT sha
    FROM (
        SELECT
            sha,
            position,
            sum(CASE WHEN committed_claimed_at <= $moment THEN 1 WHEN committed_claimed_at > $moment THEN -1 ELSE 0 END)
                OVER (ORDER BY position) AS agreeing
        FROM commits
        WHERE is_mainline AND position IS NOT NULL
    )
    WHERE agreeing > 0
    ORDER BY agreeing DESC, position
    LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A change to be scored.

    Attributes:
        base: the commit it starts from; "" when it starts from nothing.
        head: its newest commit.
        shas: its commits, newest first.
        gaps: what could not be read of it, as (id, why).
        ends: what git is asked to compare.
    """

    base: str
    head: str
    shas: tuple[str, ...]
    gaps: tuple[tuple[str, str], ...]
    ends: str


def read_target(
    connection: duckdb.DuckDBPyConnection, repository: Repository, revision: str, as_of: str | None = None
) -> Target:
    """Resolve a revision or range and make it the only subject of the store.

    An ancestor of the default branch is taken as the commit that it is (a merge: as all that it brings in). Any
    other commit, and a range, is taken as a pull request would be: everything since its merge base.

    Args:
        connection: a store that is up to date with the repository.
        repository: where the change is.
        revision: `REV`, `A..B` or `A...B`.
        as_of: look at no history that this revision does not contain.

    Raises:
        NotFound: no such revision, or its commit cannot be read.
        UsageError: the range is empty.
    """
    bases, head = _ends(connection, repository, revision)
    base = bases[0] if bases else ""
    shas = _commits(repository, bases, head)
    if not shas:
        raise UsageError(f"{revision} holds no commits.", "Name a range whose end is ahead of its start.")
    commits = _parse(repository, shas[:_DESCRIBED])
    described, is_first_parent = _spokesman(commits), _is_first_parent(connection, head, shas)
    ends = f"{head} {base}" if base else _since_nothing(repository, head)
    files, gaps = _files(repository, head, ends)
    if len(shas) == _MOST_COMMITS:
        gaps.append(TOO_MANY)
    elif len(shas) > _DESCRIBED:
        gaps.append(NOT_ALL_READ)
    history = _position(connection, repository, base) if base else 0
    if as_of is not None:
        history = min(history, _position(connection, repository, resolve(repository, as_of)))
    subjects.prepare(connection, "change")
    row = row_of(head, history, len(shas), described, is_first_parent=is_first_parent)
    row |= {"reading": _reading(base, head, shas)}
    claims = [claims_of(sha, commit) for sha, commit in commits.items()]
    history_subjects.add_changes(connection, [Given(row, files, claims)])
    return Target(base, head, tuple(shas), (*gaps, *history_gaps(repository, base, head)), ends)


def resolve(repository: Repository, revision: str) -> str:
    """Return the full name of a commit.

    Raises:
        UsageError: no revision can be written so, or it may mean two things: a tag that somebody pushed goes before the branch
            of the same name, and a branch before the commit whose name it looks like.
        NotFound: there is no such commit.
    """
    if not revision.strip() or revision.startswith("-"):
        raise UsageError(f"{revision!r} is no revision.", "Write REV, A..B or A...B.")
    sha = repository.resolve(f"{revision}^{{commit}}")
    if sha is None:
        raise NotFound(f"{repository.source} has no commit {revision!r}.", "Fetch it first, or check the spelling.")
    if not revision.startswith(_PLAIN) and revision != sha and repository.is_ambiguous(revision):
        raise UsageError(
            f"{revision!r} is ambiguous in {repository.source}.",
            "Write refs/heads/…, refs/tags/… or the commit's full name.",
        )
    return sha


def resolve_moment(connection: duckdb.DuckDBPyConnection, repository: Repository, moment: int) -> str:
    """Return the first-parent commit of the default branch up to which history had come at a moment.

    Dates are claims, and one that is forged must not decide: the branch is cut where the fewest committer dates
    contradict the cut, by being later before it or not later behind it. Of several such places the earliest is taken,
    so that a doubtful commit is not looked at.

    Args:
        connection: a store that is up to date with the repository.
        repository: names itself where there is no such commit.
        moment: seconds since 1970-01-01 UTC.

    Raises:
        NotFound: the branch is younger.
    """
    row = connection.execute(_CUT, {"moment": moment}).fetchone()
    if row is None:
        raise NotFound(f"{repository.source} has no commit that old.", "Name a later time.")
    return str(row[0])


def _ends(connection: duckdb.DuckDBPyConnection, repository: Repository, revision: str) -> tuple[list[str], str]:
    """Return where a change starts and ends; where both sides were merged into each other it starts in several places."""
    if ".." in revision:
        first, _, second = revision.replace("...", "..").partition("..")
        head = resolve(repository, second or "HEAD")
        return _merge_bases(repository, resolve(repository, first or "HEAD"), head), head
    head = resolve(repository, revision)
    row = connection.execute(
        "SELECT 1 FROM commits WHERE sha = $sha AND position IS NOT NULL", {"sha": head}
    ).fetchone()
    if row is None:
        return _merge_bases(repository, repository.head or head, head), head
    (body,) = read_commits(repository, [head])
    if body is None:
        raise NotFound(f"Commit {head} cannot be read.", "Run `git fsck` there, or make a fresh clone.")
    if head in repository.boundary:
        raise NotFound(
            f"{head} is where this shallow clone ends: what it changes is unknown.", "Run `git fetch --unshallow`."
        )
    return list(parse_commit(body).parents[:1]), head


def _merge_bases(repository: Repository, first: str, second: str) -> list[str]:
    return repository.try_run("merge-base", "--all", first, second).stdout.decode("ascii").split()


def _commits(repository: Repository, bases: Sequence[str], head: str) -> list[str]:
    exclude = [f"^{base}" for base in bases]
    done = repository.try_run("rev-list", "--topo-order", f"--max-count={_MOST_COMMITS}", head, *exclude, "--")
    return done.stdout.decode("ascii").split() if done.returncode == 0 else [head]


def _parse(repository: Repository, shas: list[str]) -> dict[str, Commit]:
    """Parse the commits of a change that can be read, newest first.

    Raises:
        NotFound: none of them can.
    """
    bodies = zip(shas, read_commits(repository, shas), strict=True)
    commits = {sha: parse_commit(body) for sha, body in bodies if body is not None}
    if not commits:
        raise NotFound(f"Commit {shas[0]} cannot be read.", "Run `git fsck` there, or make a fresh clone.")
    return commits


def _spokesman(commits: Mapping[str, Commit]) -> Commit:
    """Return the commit that speaks for a change: the one with the longest message, merges last."""
    return max(commits.values(), key=lambda commit: (len(commit.parents) < 2, len(commit.message)))  # noqa: PLR2004 - a merge


def _is_first_parent(connection: duckdb.DuckDBPyConnection, head: str, shas: list[str]) -> bool | None:
    row = connection.execute(
        "SELECT is_mainline FROM commits WHERE sha = $sha AND position IS NOT NULL", {"sha": head}
    ).fetchone()
    return None if row is None else bool(row[0]) and len(shas) == 1


def _reading(base: str, head: str, shas: Sequence[str]) -> str:
    """Name what is read: a commit beside its first parent by its own name, so that nobody reads it twice."""
    return head if len(shas) == 1 else f"{base}..{head}"


def _files(repository: Repository, head: str, ends: str) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Compare the two ends, with line counts where the contents are there.

    Raises:
        NotFound: the trees themselves are missing.
    """
    changes = read_changes(repository, [ends], lines=True)
    if changes.no_changes:
        raise NotFound(f"The files of {head} cannot be compared.", "Run `git fsck` there, or make a fresh clone.")
    return _rows(changes), [NO_LINES] if None in changes.added else []


def _since_nothing(repository: Repository, head: str) -> str:
    """Name the empty tree and that of a commit, which need not be a root."""
    empty = repository.run("hash-object", "-t", "tree", "--stdin")
    tree = repository.try_run("rev-parse", "--verify", "--quiet", f"{head}^{{tree}}").stdout
    return f"{empty.decode('ascii').strip()} {tree.decode('ascii').strip()}"


def _rows(changes: Changes) -> list[dict[str, Any]]:
    lines = dict(zip(changes.line_path, zip(changes.added, changes.deleted, strict=True), strict=True))
    rows = []
    for at, path in enumerate(changes.path):
        added, deleted = lines.get(path, (None, None))
        rows.append(
            {
                "path": path,
                "previous_path": changes.previous_path[at],
                "status": changes.status[at],
                "old_mode": changes.old_mode[at],
                "new_mode": changes.new_mode[at],
                "lines_added": None if added == -1 else added,
                "lines_deleted": None if deleted == -1 else deleted,
                "is_binary": None if added is None else added == -1,
            }
        )
    return rows


def _position(connection: duckdb.DuckDBPyConnection, repository: Repository, sha: str) -> int:
    """Return the number of the newest first-parent commit of the default branch that a commit contains or is."""
    find = "SELECT CASE WHEN is_mainline THEN position ELSE base END FROM commits WHERE sha = $sha AND position IS NOT NULL"
    row = connection.execute(find, {"sha": sha}).fetchone()
    if row is None:
        base = next(iter(_merge_bases(repository, repository.head or sha, sha)), "")
        row = connection.execute(find, {"sha": base}).fetchone()
    return int(row[0]) if row else 0


def history_gaps(repository: Repository, base: str, head: str) -> list[tuple[str, str]]:
    """Name what a clone does not hold of the history before a change, as (id, why)."""
    gaps = []
    if repository.boundary:
        gaps.append(("history", "this is a shallow clone: what lies behind its boundary was not looked at"))
    if not base and head not in repository.boundary:
        gaps.append(("history", "the change starts from nothing, so there is no history to compare it with"))
    return gaps


def row_of(head: str, base: int, commits: int, commit: Commit, *, is_first_parent: bool | None) -> dict[str, Any]:
    """Return what a commit says of a change as a row of `subjects`."""
    claims = claims_of(head, commit)
    del claims["parents"]
    return {**claims, "base": base, "commits": commits, "is_first_parent": is_first_parent}


def claims_of(sha: str, commit: Commit) -> dict[str, Any]:
    """Return what a commit says of itself as a row of `subject_commits`."""
    return {
        "sha": sha,
        "author_name": commit.author.name,
        "author_email": commit.author.email,
        "committer_name": commit.committer.name,
        "committer_email": commit.committer.email,
        "authored_claimed_at": commit.author.claimed_at,
        "author_tz": commit.author.tz,
        "committed_claimed_at": commit.committer.claimed_at,
        "message": commit.message,
        "signing_key": commit.signing_key,
        "parents": len(commit.parents),
    }
