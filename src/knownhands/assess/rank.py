"""Score a history's commits at once, the riskiest first: the audit of what already came in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from knownhands.assess import reference
from knownhands.assess.change import describe, header, unreadable
from knownhands.assess.measured import unmeasured, values_of, with_evidence
from knownhands.checks.assemble import run_checks
from knownhands.errors import NotFound, UsageError
from knownhands.features.assemble import measure_all
from knownhands.harvest.git.commits import parse_commit
from knownhands.harvest.git.history import count_lines
from knownhands.harvest.git.objects import read_commits
from knownhands.harvest.git.target import NO_LINES, history_gaps, resolve
from knownhands.harvest.git.walk import list_commits, list_new_commits
from knownhands.kinds.change import KIND
from knownhands.learn.reference import ENOUGH, WINDOW, of_project
from knownhands.records import Unknown
from knownhands.scoring.case import Case, Reading
from knownhands.scoring.explain import share_at
from knownhands.scoring.judge import judge
from knownhands.settings import WORKERS
from knownhands.store import history_subjects, subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from knownhands.assess.change import History
    from knownhands.harvest.git.process import Repository
    from knownhands.harvest.git.walk import Graph
    from knownhands.learn.reference import Reference
    from knownhands.score import Score

_CHUNK = 15_000
"""Commits measured at a time: all 39,000 of curl at once take a gigabyte."""
_NOTHING = "There is no commit to rank."
_ELSEWHERE = (
    "{} left out: a ranking holds only what the default branch contains. "
    "`knownhands score change BRANCH` judges what a branch has beyond it."
)
_WIDEN = "Merges and unreadable commits are not ranked; widen --since or --as-of."


@dataclass(frozen=True, slots=True)
class _Line:
    """Every change of a history, in the order in which the default branch took them in.

    Attributes:
        shas: (n,) their names.
        starts: (n,) where the changes begin that each is compared with.
        ends: (n,) where those end.
    """

    shas: tuple[str, ...]
    starts: np.ndarray
    ends: np.ndarray


def rank_history(
    history: History,
    *,
    since: str | None,
    as_of: str | None = None,
    limit: int,
    say: Callable[[str], None] = lambda _text: None,
) -> list[Score]:
    """Score a history's commits, each as of what was before it, and return the riskiest, riskiest first.

    Args:
        history: whose commits.
        since: only commits that this revision does not contain; None for all.
        as_of: only commits that this revision contains; None for all.
        limit: how many to return.
        say: called with what a person should know, such as that not all of what was asked for is on the default branch.

    Raises:
        NotFound: there is no commit to rank.
    """
    if limit < 1:
        raise UsageError("A list of no commits was asked for.", "Give a limit of 1 or more.")
    line = _line(history)
    graph = _graph(history.repository, since, as_of)
    listed = np.arange(len(line.shas)) if graph is None else np.flatnonzero([sha in graph for sha in line.shas])
    if count := _count_elsewhere(history, graph or {}):
        say(_ELSEWHERE.format("1 commit is" if count == 1 else f"{count:,} commits are"))
    if not len(listed):
        raise NotFound(_NOTHING, _WIDEN)
    risks = _risks(history, line, listed)
    chosen = _riskiest(history, line, risks, listed, limit)
    return _judge(history, line, risks, chosen)


def _line(history: History) -> _Line:
    rows = history.connection.execute(
        "SELECT sha, position, base FROM commits WHERE state = 'ok' AND parents < 2 AND position IS NOT NULL "
        "ORDER BY position, sha"
    ).fetchall()
    positions = np.array([position for _, position, _ in rows], dtype=np.int64)
    ends = np.searchsorted(positions, np.array([base for *_, base in rows], dtype=np.int64), side="right")
    return _Line(tuple(sha for sha, *_ in rows), np.maximum(ends - WINDOW, 0), ends)


def _graph(repository: Repository, since: str | None, as_of: str | None) -> Graph | None:
    """Return the commits that one revision contains and another does not; None for the whole default branch."""
    if since is None and as_of is None:
        return None
    end = as_of or repository.head or "HEAD"
    if since is None:
        return list_commits(repository, end)
    graph = list_new_commits(repository, end, resolve(repository, since))
    if graph is None:
        raise NotFound(f"What came after {since} cannot be listed.", "Run `git fsck` there, or make a fresh clone.")
    return graph


def _count_elsewhere(history: History, graph: Graph) -> int:
    """Count the commits, without merges, that the default branch does not contain."""
    rows = history.connection.execute("SELECT sha FROM commits WHERE position IS NOT NULL").fetchall()
    known = {sha for (sha,) in rows}
    return sum(len(parents) < 2 and sha not in known for sha, parents in graph.items())  # noqa: PLR2004 - merges have two


def _risks(history: History, line: _Line, listed: np.ndarray) -> np.ndarray:
    """Return the log-odds (n,) of the listed commits and of those that they are compared with; NaN elsewhere."""
    connection, model = history.connection, history.model
    is_needed = np.zeros(len(line.shas) + 1, dtype=np.int64)
    np.add.at(is_needed, line.starts[listed], 1)
    np.add.at(is_needed, line.ends[listed], -1)
    places = np.union1d(np.flatnonzero(np.cumsum(is_needed)[:-1]), listed)
    shas = [line.shas[place] for place in places]
    name = reference.key(connection, model)
    known = reference.known_risks(connection, name, shas)
    missing = [sha for sha in shas if sha not in known]
    if missing:
        count_lines(connection, history.repository, missing, workers=WORKERS, progress=history.progress)
    for start in range(0, len(missing), _CHUNK):
        subjects.prepare(connection, KIND.evidence)
        history_subjects.add_history(connection, missing[start : start + _CHUNK])
        known |= reference.measure_risks(connection, model)
    risks = np.full(len(line.shas), np.nan)
    risks[places] = [known.get(sha, np.nan) for sha in shas]
    return risks


def _riskiest(history: History, line: _Line, risks: np.ndarray, listed: np.ndarray, limit: int) -> list[int]:
    """Return the places of the riskiest commits, each beside those before it.

    Counting how many of those look at least as risky is quick, and says whose share has to be looked up.
    """
    counts = np.array(
        [np.count_nonzero(risks[line.starts[place] : line.ends[place]] >= risks[place]) for place in listed]
    )
    is_short = line.ends[listed] - line.starts[listed] < ENOUGH
    most = np.sort(counts)[min(limit, len(counts)) - 1] + 1
    candidates = listed[is_short | (counts <= most)]
    shares = {
        int(place): share_at(_reference(history, line, risks, place), float(risks[place]))
        for place in candidates
        if not np.isnan(risks[place])
    }
    return sorted(shares, key=lambda place: (shares[place], -risks[place], line.shas[place]))[:limit]


def _reference(history: History, line: _Line, risks: np.ndarray, place: int) -> Reference:
    before = risks[line.starts[place] : line.ends[place]]
    return of_project(before[~np.isnan(before)], history.model.reference)


def _judge(history: History, line: _Line, risks: np.ndarray, chosen: Sequence[int]) -> list[Score]:
    connection, repository = history.connection, history.repository
    shas = [line.shas[place] for place in chosen]
    subjects.prepare(connection, KIND.evidence)
    history_subjects.add_history(connection, shas)
    measure_all(connection, KIND.evidence)
    values, findings = values_of(connection, KIND), run_checks(connection, KIND)
    numbers = dict(connection.execute("SELECT sha, subject_id FROM subjects").fetchall())
    bases = [_base(body) for body in read_commits(repository, shas)]
    cases = [
        replace(
            _case(history, numbers[sha], values[numbers[sha]], base, _reference(history, line, risks, place)),
            findings=findings.get(numbers[sha], ()),
        )
        for sha, base, place in zip(shas, bases, chosen, strict=True)
    ]
    return with_evidence(connection, KIND, judge(KIND, cases, {history.model.task: history.model}, history.budget))


def _base(body: bytes | None) -> str:
    parents = parse_commit(body).parents if body else ()
    return parents[0] if parents else ""


def _case(history: History, number: int, values: Mapping[str, float | None], base: str, compared: Reference) -> Case:
    subject = describe(history.connection, number)
    gaps = [*_line_gap(history, number), *history_gaps(history.repository, base, subject.head)]
    return Case(
        subject=replace(subject, repository=history.repository.source, base=base),
        as_of=base,
        readings=(Reading(number, values, is_whole=NO_LINES not in gaps),),
        reference=compared,
        rate=values.get(history.model.calibration.rate),
        unknown=(
            *(Unknown(id_, why) for id_, why in gaps),
            *unreadable(history.connection),
            *unmeasured(KIND, values),
        ),
        header=header(history.model, values),
    )


def _line_gap(history: History, number: int) -> list[tuple[str, str]]:
    row = history.connection.execute(
        "SELECT count(*) FROM subject_files WHERE subject_id = $number AND is_binary IS NULL", {"number": number}
    ).fetchone()
    return [NO_LINES] if row and row[0] else []
