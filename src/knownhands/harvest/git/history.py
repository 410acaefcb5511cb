"""Bring a store up to date with a repository's history."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from knownhands.errors import NotFound
from knownhands.harvest.git.changes import Changes, read_changes
from knownhands.harvest.git.commits import Commit, parse_commit
from knownhands.harvest.git.objects import read_commits
from knownhands.harvest.git.rows import Writer, prepare_to_write_many
from knownhands.harvest.git.walk import Graph, Place, list_commits, list_new_commits, place
from knownhands.harvest.git.watch import stop_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import duckdb

    from knownhands.harvest.git.process import Repository

HARVESTER = 3
"""Raised when the reader changes what it stores; older stores are then read anew."""

Progress = Callable[[int, int], None]
_Result = TypeVar("_Result")
_ROUNDS = 2  # chunks for each worker, at least


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much is done at a time; what is found does not depend on it.

    Attributes:
        chunk: commits per git process, at most; measured: 2,000 cost a tenth more, because neighbours share contents.
        flush: commits per transaction; few, so that rows are written while git reads on.
    """

    chunk: int = 4000
    flush: int = 10_000

    def chunks(self, commits: int, workers: int) -> range:
        """Return where the chunks of so many commits begin; there are enough to keep every worker busy to the end."""
        return range(0, commits, max(1, min(self.chunk, -(-commits // (workers * _ROUNDS)))))


_BRISK = Pace()
_FEW = 5  # commits; where contents are fetched, all or the newest are
_SAMPLE = 1000  # chosen by eye: a tenth of a second


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a harvest found.

    Attributes:
        head: the commit whose ancestors are in the store.
        commits: commits added by this run.
        unreadable: commits in the store whose object or trees could not be read.
        is_shallow: the history ends at a boundary.
    """

    head: str
    commits: int
    unreadable: int
    is_shallow: bool


@dataclass(frozen=True, slots=True)
class _Chunk:
    shas: Sequence[str]
    commits: Sequence[Commit | None]
    changes: Changes


def harvest(  # noqa: PLR0913 - the last three are for the patient, the onlooker and the tests
    connection: duckdb.DuckDBPyConnection,
    repository: Repository,
    *,
    workers: int,
    lines: bool = False,
    progress: Progress = silent,
    pace: Pace = _BRISK,
) -> Harvest:
    """Read every commit that the default branch reaches and the store lacks, or that has been repaired since.

    Args:
        connection: an open store.
        repository: what to read.
        workers: git processes at a time.
        lines: also count lines, for commits read earlier too; ten times the work.
        progress: called with commits done and commits to do.
        pace: how much to do at a time.

    Raises:
        NotFound: the repository has no commit.
    """
    head = repository.head
    if head is None:
        raise NotFound(f"{repository.source} has no commits yet.", "Commit something first.")
    writer = Writer(connection)
    if _has_filled_up(repository, writer.newest_without_contents(_FEW)):
        writer.clear()
    last = writer.last_head(repository, HARVESTER)
    mended = _mended(repository, writer.broken(), workers)
    if mended - writer.unreachable():
        last = None
    added = 0
    if last != head:
        run, todo, places = _begin(writer, repository, head, last, mended)
        read = _in_order(todo, pace, workers, lambda chunk: _read(repository, chunk, lines=lines), progress)
        for batch, changes in _batches(repository, read, pace):
            writer.write(batch, changes, places)
        added = len(todo) - len(mended.intersection(todo))
        writer.finish_run(run, added)
    if lines:
        count_lines(connection, repository, workers=workers, progress=progress)
    return Harvest(head, added, writer.unreadable(), bool(repository.boundary))


def count_lines(
    connection: duckdb.DuckDBPyConnection,
    repository: Repository,
    shas: Sequence[str] | None = None,
    *,
    workers: int,
    progress: Progress = silent,
) -> None:
    """Count the lines of the commits named (None: all), where nobody has yet."""
    writer = Writer(connection)
    numbers = writer.uncounted(shas)
    read = _in_order(
        list(numbers), _BRISK, workers, lambda chunk: read_changes(repository, chunk, lines=True), progress
    )
    for changes in read:
        writer.write_lines(changes, numbers)


def _has_filled_up(repository: Repository, lacking: Sequence[str]) -> bool:
    """Whether contents have come in that were missing when commits were read: then renames and lines are other ones."""
    counted = (read_changes(repository, [sha], lines=True).added for sha in lacking)
    return any(added and None not in added for added in counted)


def _mended(repository: Repository, broken: Mapping[str, str], workers: int) -> set[str]:
    """Return the commits of which more can be read now than when they were stored in the state given.

    Where there are very many of them, as in a treeless clone, nothing is mended unless one in a sample is.
    """
    sample = list(broken)[:: len(broken) // _SAMPLE + 1]
    mended = _try_again(repository, sample, broken, workers)
    return _try_again(repository, list(broken), broken, workers) if mended and len(sample) < len(broken) else mended


def _try_again(repository: Repository, shas: list[str], broken: Mapping[str, str], workers: int) -> set[str]:
    mended = set()
    for chunk in _in_order(shas, _BRISK, workers, lambda part: _read(repository, part, lines=False), silent):
        failed = set(chunk.changes.no_changes)
        for sha, commit in zip(chunk.shas, chunk.commits, strict=True):
            if _state(sha, commit, repository, failed) not in ("unreadable", broken[sha]):
                mended.add(sha)
    return mended


def _begin(
    writer: Writer, repository: Repository, head: str, last: str | None, mended: set[str]
) -> tuple[int, list[str], dict[str, Place]]:
    """List what is to be read, place it, and note that a run has begun.

    After a complete run whose head is still a first-parent commit only what is new is looked at. Anything else
    (a first run, one that was killed, a branch that was rewritten, lost commits that came back, a repaired
    repository) places every commit again, and forgets what is stored of those that were mended.
    """
    graph = list_new_commits(repository, head, last) if last else None
    if graph is not None and _leaves_through(graph, head) == last and writer.unreachable().isdisjoint(graph):
        outside = {parent for parents in graph.values() for parent in parents if parent not in graph}
        return (
            writer.begin_run(repository, HARVESTER),
            list(graph),
            place(graph, head, writer.newest_first_parents(outside)),
        )
    Thread(target=prepare_to_write_many).start()  # git lists a history for as long as that takes
    graph = list_commits(repository, head)
    places = place(graph, head)
    run = writer.begin_run(repository, HARVESTER)
    writer.forget(mended & graph.keys())
    known = writer.known()
    if known:
        writer.move(places)
    return run, [sha for sha in graph if sha not in known], places


def _leaves_through(graph: Graph, head: str) -> str | None:
    """Follow first parents until they leave the graph."""
    sha: str | None = head
    while sha in graph:
        sha = graph[sha][0] if graph[sha] else None
    return sha


def _batches(
    repository: Repository, chunks: Iterable[_Chunk], pace: Pace
) -> Iterator[tuple[list[tuple[str, str, Commit | None]], Changes]]:
    """Hand on what was read in groups worth a transaction."""
    batch: list[tuple[str, str, Commit | None]] = []
    changes = Changes()
    for chunk in chunks:
        failed = set(chunk.changes.no_changes)
        for sha, commit in zip(chunk.shas, chunk.commits, strict=True):
            batch.append((sha, _state(sha, commit, repository, failed), commit))
        changes.extend(chunk.changes)
        if len(batch) >= pace.flush or len(changes.sha) >= pace.flush * 4:
            yield batch, changes
            batch, changes = [], Changes()
    if batch:
        yield batch, changes


def _read(repository: Repository, shas: Sequence[str], *, lines: bool) -> _Chunk:
    commits = [None if body is None else parse_commit(body) for body in read_commits(repository, shas)]
    single = [
        sha
        for sha, commit in zip(shas, commits, strict=True)
        if commit and len(commit.parents) < 2 and sha not in repository.boundary  # noqa: PLR2004 - merges have two
    ]
    return _Chunk(shas, commits, read_changes(repository, single, lines=lines) if single else Changes())


def _state(sha: str, commit: Commit | None, repository: Repository, failed: set[str]) -> str:
    if commit is None:
        return "unreadable"
    if sha in repository.boundary:
        return "boundary"
    return "no-changes" if sha in failed else "ok"


def _in_order(
    shas: Sequence[str], pace: Pace, workers: int, work: Callable[[Sequence[str]], _Result], progress: Progress
) -> Iterator[_Result]:
    """Work on a few chunks at a time and yield the results in order; never holds more than a few."""
    if not shas:
        return
    from concurrent.futures import ThreadPoolExecutor  # as most scores read nothing new, only where it is needed

    starts = pace.chunks(len(shas), workers)
    with ThreadPoolExecutor(workers) as pool:
        futures = (pool.submit(work, shas[at : at + starts.step]) for at in starts)
        pending = deque(islice(futures, workers + 1))
        done = 0
        try:
            while pending:
                pending.extend(islice(futures, 1))
                yield pending.popleft().result()
                done = min(done + starts.step, len(shas))
                progress(done, len(shas))
        except KeyboardInterrupt:
            stop_all()  # else the pool waits until they have finished
            raise
