"""Score a history's commits at once, the riskiest first: the audit of what already came in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from knownhands.assess import reference
from knownhands.assess.change import describe, header, kind_of, partly, rate_of, unreadable
from knownhands.assess.contents import what_was_read
from knownhands.assess.measured import unmeasured, values_of, with_evidence
from knownhands.assess.reading import gaps_of
from knownhands.checks.assemble import run_checks
from knownhands.errors import NotFound, UsageError
from knownhands.features.assemble import measure_all
from knownhands.harvest.git.commits import parse_commit
from knownhands.harvest.git.objects import read_commits
from knownhands.harvest.git.target import NO_LINES, history_gaps, resolve
from knownhands.harvest.git.walk import list_commits, list_new_commits
from knownhands.kinds.change import KIND
from knownhands.learn.reference import ENOUGH, WINDOW, of_project
from knownhands.records import Unknown
from knownhands.scoring.case import Case, Reading
from knownhands.scoring.explain import share_at
from knownhands.scoring.judge import judge
from knownhands.scoring.rules import is_decisive
from knownhands.store import history_subjects, subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from knownhands.assess.change import History
    from knownhands.harvest.git.process import Repository
    from knownhands.harvest.git.walk import Graph
    from knownhands.learn.model import Model
    from knownhands.learn.reference import Reference
    from knownhands.score import Score

_CHUNK = 15_000
"""Commits measured at a time: all 39,000 of curl at once take a gigabyte."""
_CHUNK_READ = 4_000
"""The same where what they do counts, which has hundreds of columns."""
_NOTHING = "There is no commit to rank."
_ELSEWHERE = (
    "{} left out: a ranking holds only what the default branch contains. "
    "`knownhands score change BRANCH` judges what a branch has beyond it."
)
_WORST = (0.0, -np.inf)
_HALFWAY = 40
"""Where among trusts those stand that have none: nothing alarms, and not all was read."""
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
    risks = {task: _risks(history, model, line, listed) for task, model in history.models.items()}
    shares: dict[int, tuple[float, float]] = {}
    for task, model in history.models.items():
        for place, looks in _riskiest(model, line, risks[task], listed, limit).items():
            shares[place] = min(looks, shares.get(place, looks))
    shares |= dict.fromkeys(_settled(history, line, listed), _WORST)
    chosen = sorted(shares, key=lambda place: (shares[place], line.shas[place]))[:limit]
    return sorted(
        _judge(history, line, risks, chosen), key=lambda score: _HALFWAY if score.trust is None else score.trust
    )


def _settled(history: History, line: _Line, listed: np.ndarray) -> list[int]:
    """Return the places of commits that a check settles, however common what they do is here."""
    connection, kind = history.connection, kind_of(history)
    places = {line.shas[place]: int(place) for place in listed}
    settled: list[int] = []
    for start in range(0, len(places), _CHUNK_READ):
        subjects.prepare(connection, KIND.evidence)
        history_subjects.add_history(connection, list(places)[start : start + _CHUNK_READ])
        names = dict(connection.execute("SELECT subject_id, sha FROM subjects").fetchall())
        settled += [
            places[names[number]]
            for number, found in run_checks(connection, kind).items()
            if any(map(is_decisive, found))
        ]
    return settled


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


def _risks(history: History, model: Model, line: _Line, listed: np.ndarray) -> np.ndarray:
    """Return the log-odds (n,) of the listed commits and of those that they are compared with; NaN elsewhere."""
    connection = history.connection
    is_needed = np.zeros(len(line.shas) + 1, dtype=np.int64)
    np.add.at(is_needed, line.starts[listed], 1)
    np.add.at(is_needed, line.ends[listed], -1)
    places = np.union1d(np.flatnonzero(np.cumsum(is_needed)[:-1]), listed)
    shas = [line.shas[place] for place in places]
    name = reference.key(connection, model)
    known = reference.known_risks(connection, name, shas)
    missing = [sha for sha in shas if sha not in known]
    if missing:
        reference.prepare(history, model, missing, _before(line, missing))
    size = _CHUNK_READ if reference.reads_contents(model) else _CHUNK
    for start in range(0, len(missing), size):
        subjects.prepare(connection, KIND.evidence)
        history_subjects.add_history(connection, missing[start : start + size])
        known |= reference.measure_risks(connection, model)
    risks = np.full(len(line.shas), np.nan)
    risks[places] = [known.get(sha, np.nan) for sha in shas]
    return risks


def _before(line: _Line, shas: Sequence[str]) -> list[str]:
    """Return the changes before those named, whose habits they are compared with."""
    is_named = set(shas)
    named = np.flatnonzero([sha in is_named for sha in line.shas])
    is_needed = np.zeros(len(line.shas) + 1, dtype=np.int64)
    np.add.at(is_needed, line.starts[named], 1)
    np.add.at(is_needed, line.ends[named], -1)
    return [line.shas[place] for place in np.flatnonzero(np.cumsum(is_needed)[:-1])]


def _riskiest(
    model: Model, line: _Line, risks: np.ndarray, listed: np.ndarray, limit: int
) -> dict[int, tuple[float, float]]:
    """Return the places of the riskiest commits, each beside those before it, with the share of those and its risk below 0.

    Counting how many of those look at least as risky is quick, and says whose share has to be looked up.
    """
    counts = np.array(
        [np.count_nonzero(risks[line.starts[place] : line.ends[place]] >= risks[place]) for place in listed]
    )
    is_short = line.ends[listed] - line.starts[listed] < ENOUGH
    most = np.sort(counts)[min(limit, len(counts)) - 1] + 1 + (ENOUGH if model.reference.beside else 0)
    candidates = listed[is_short | (counts <= most)]
    shares = {
        int(place): (share_at(_reference(model, line, risks, place), float(risks[place])), -float(risks[place]))
        for place in candidates
        if not np.isnan(risks[place])
    }
    return dict(sorted(shares.items(), key=lambda item: (item[1], line.shas[item[0]]))[:limit])


def _reference(model: Model, line: _Line, risks: np.ndarray, place: int) -> Reference:
    before = risks[line.starts[place] : line.ends[place]]
    return of_project(before[~np.isnan(before)], model.reference)


def _judge(history: History, line: _Line, risks: Mapping[str, np.ndarray], chosen: Sequence[int]) -> list[Score]:
    connection, repository = history.connection, history.repository
    shas = [line.shas[place] for place in chosen]
    subjects.prepare(connection, KIND.evidence)
    history_subjects.add_history(connection, shas)
    asked = {name for model in history.models.values() for name in model.features}
    measure_all(connection, KIND.evidence, asked)
    values, findings = values_of(connection, KIND, asked=asked), run_checks(connection, kind_of(history))
    read = what_was_read(connection, shas)
    numbers = dict(connection.execute("SELECT sha, subject_id FROM subjects").fetchall())
    bases = [_base(body) for body in read_commits(repository, shas)]
    cases = []
    for sha, base, place in zip(shas, bases, chosen, strict=True):
        case = _case(history, numbers[sha], values[numbers[sha]], base)
        compared = {task: _reference(model, line, risks[task], place) for task, model in history.models.items()}
        cases.append(
            replace(
                case,
                references=compared,
                findings=findings.get(numbers[sha], ()),
                read=read[sha],
                partly=partly(read[sha]),
                unknown=(*case.unknown, *gaps_of(read[sha])),
            )
        )
    return with_evidence(connection, KIND, judge(kind_of(history), cases, history.models, history.budget))


def _base(body: bytes | None) -> str:
    parents = parse_commit(body).parents if body else ()
    return parents[0] if parents else ""


def _case(history: History, number: int, values: Mapping[str, float | None], base: str) -> Case:
    subject = describe(history.connection, number)
    gaps = [*_line_gap(history, number), *history_gaps(history.repository, base, subject.head)]
    return Case(
        subject=replace(subject, repository=history.repository.source, base=base),
        as_of=base,
        readings=(Reading(number, values, is_whole=NO_LINES not in gaps),),
        rate=values.get(rate_of(history)),
        unknown=(
            *(Unknown(id_, why) for id_, why in gaps),
            *unreadable(history.connection),
            *unmeasured(KIND, values),
        ),
        header=header(history, values),
    )


def _line_gap(history: History, number: int) -> list[tuple[str, str]]:
    """Say where lines could not be counted, if anybody asked for them."""
    if all(map(reference.reads_contents, history.models.values())):
        return []
    row = history.connection.execute(
        "SELECT count(*) FROM subject_files WHERE subject_id = $number AND is_binary IS NULL", {"number": number}
    ).fetchone()
    return [NO_LINES] if row and row[0] else []
