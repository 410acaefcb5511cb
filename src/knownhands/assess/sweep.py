"""Look through every branch, tag and pull request of a clone for commits that do what attacks do, and put look-alikes together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from knownhands.assess import reference
from knownhands.assess.change import ATTACK, describe, kind_of
from knownhands.assess.contents import what_was_read
from knownhands.assess.measured import unmeasured, values_of, with_evidence
from knownhands.assess.reading import gaps_of
from knownhands.checks.assemble import run_checks
from knownhands.errors import NotFound
from knownhands.features.assemble import measure_all
from knownhands.harvest.content.harvest import read_missing
from knownhands.harvest.git.changes import read_changes
from knownhands.harvest.git.commits import parse_commit
from knownhands.harvest.git.objects import read_commits
from knownhands.harvest.git.rows import Writer
from knownhands.harvest.git.target import claims_of, row_of
from knownhands.harvest.git.walk import list_beyond, newest_contained
from knownhands.kinds.change import KIND
from knownhands.learn.reference import WINDOW, of_project
from knownhands.score import FOUND_ON
from knownhands.scoring.case import Case, Reading
from knownhands.scoring.explain import share_at
from knownhands.scoring.judge import judge
from knownhands.store import history_subjects, subjects
from knownhands.store.history_subjects import Given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.assess.change import History
    from knownhands.harvest.git.commits import Commit
    from knownhands.harvest.git.walk import Graph
    from knownhands.learn.model import Model
    from knownhands.learn.reference import Reference
    from knownhands.score import Score

TASK = next(question.task for question in KIND.questions if question.id == "attack")
_CHUNK = 2000
"""Commits measured at a time."""
_NAMED = 3
"""Refs that are named of those that hold a commit."""
_NOTHING = "No branch, tag or pull request of this clone holds a commit that the default branch does not."


def sweep_refs(history: History, *, limit: int) -> list[Score]:
    """Score every commit that some ref holds and the default branch does not, and return the riskiest, look-alikes as one.

    Each is compared with the last 1,000 changes of the default branch.

    Args:
        history: whose refs; its model of attacks is asked.
        limit: how many to return.

    Raises:
        NotFound: there is no such commit.
    """
    repository, model = history.repository, history.models[TASK]
    tips = [sha for _, sha in repository.refs()]
    graph = list_beyond(repository, tips, repository.head or "HEAD")
    commits = _parsed(history, [sha for sha, parents in graph.items() if len(parents) < 2])  # noqa: PLR2004 - merges have two
    if not commits:
        raise NotFound(_NOTHING, "Fetch them, such as by `git fetch origin '+refs/pull/*:refs/pull/*'`.")
    compared = _reference(history, model)
    read_missing(history.connection, repository, {sha: sha for sha in commits}, history.reading)
    bases = _bases(history, graph)
    risks = _risks(history, model, commits, bases)
    shares = {sha: share_at(compared, risk) for sha, risk in risks.items()}
    ordered = sorted(shares, key=lambda sha: (shares[sha], -risks[sha], sha))
    groups = _groups(history, ordered)[:limit]
    return _judge(history, groups, commits, bases, compared)


def _parsed(history: History, shas: Sequence[str]) -> dict[str, Commit]:
    bodies = read_commits(history.repository, shas)
    return {sha: parse_commit(body) for sha, body in zip(shas, bodies, strict=True) if body is not None}


def _reference(history: History, model: Model) -> Reference:
    """Return how the last changes of the default branch look."""
    connection = history.connection
    row = connection.execute("SELECT max(position) FROM commits").fetchone()
    older = reference.changes_before(connection, row[0] if row else 0, 2 * WINDOW)
    before = older[-WINDOW:]
    known = reference.known_risks(connection, reference.key(connection, model), before)
    missing = [sha for sha in before if sha not in known]
    if missing:
        reference.prepare(history, model, missing, older)
        subjects.prepare(connection, KIND.evidence)
        history_subjects.add_history(connection, missing)
        known |= reference.measure_risks(connection, model)
    return of_project(np.array([known[sha] for sha in before if sha in known]), model.reference)


def _bases(history: History, graph: Graph) -> dict[str, int]:
    outside = {parent for parents in graph.values() for parent in parents if parent not in graph}
    return newest_contained(graph, Writer(history.connection).newest_first_parents(outside))


def _risks(history: History, model: Model, commits: dict[str, Commit], bases: dict[str, int]) -> dict[str, float]:
    risks: dict[str, float] = {}
    shas = list(commits)
    for start in range(0, len(shas), _CHUNK):
        _add(history, shas[start : start + _CHUNK], commits, bases)
        risks |= reference.measure_risks(history.connection, model, leave_out=None)
    return risks


def _add(history: History, shas: Sequence[str], commits: dict[str, Commit], bases: dict[str, int]) -> None:
    """Make commits of other branches subjects."""
    changes = read_changes(history.repository, [sha for sha in shas if commits[sha].parents], lines=False)
    files: dict[str, list[dict[str, object]]] = {}
    columns = ("path", "previous_path", "status", "old_mode", "new_mode")
    for at, sha in enumerate(changes.sha):
        files.setdefault(sha, []).append({name: getattr(changes, name)[at] for name in columns})
    subjects.prepare(history.connection, KIND.evidence)
    given = [
        Given(
            row_of(sha, bases[sha], 1, commits[sha], is_first_parent=None) | {"reading": sha},
            files.get(sha, []),
            [claims_of(sha, commits[sha])],
        )
        for sha in shas
    ]
    history_subjects.add_changes(history.connection, given)
    history_subjects.count_events(history.connection)


def _groups(history: History, ordered: Sequence[str]) -> list[list[str]]:
    """Put commits together that show the same in the same lines, in the order of the riskiest of each group."""
    rows = history.connection.execute(
        "SELECT change, list_sort(list(DISTINCT capability || ' ' || excerpt)) FROM change_observations "
        "SEMI JOIN (SELECT unnest($names::VARCHAR[]) AS change) USING (change) GROUP BY change",
        {"names": list(ordered)},
    ).fetchall()
    shown = {sha: tuple(lines) for sha, lines in rows}
    groups: dict[object, list[str]] = {}
    for sha in ordered:
        groups.setdefault(shown.get(sha, sha), []).append(sha)
    return list(groups.values())


def _judge(
    history: History,
    groups: Sequence[Sequence[str]],
    commits: dict[str, Commit],
    bases: dict[str, int],
    compared: Reference,
) -> list[Score]:
    """Judge the first commit of each group."""
    connection, shas = history.connection, [group[0] for group in groups]
    _add(history, shas, commits, bases)
    asked = {name for model in history.models.values() for name in model.features}
    measure_all(connection, KIND.evidence, asked)
    values, findings = values_of(connection, KIND, asked=asked), run_checks(connection, kind_of(history))
    read = what_was_read(connection, shas)
    numbers = dict(connection.execute("SELECT sha, subject_id FROM subjects").fetchall())
    cases = [
        Case(
            subject=replace(
                describe(connection, numbers[sha]), repository=history.repository.source, base=_parent(commits[sha])
            ),
            as_of=_parent(commits[sha]),
            readings=(Reading(numbers[sha], values[numbers[sha]]),),
            references={TASK: compared},
            findings=findings.get(numbers[sha], ()),
            read=read[sha],
            partly=ATTACK if read[sha].unread else frozenset(),
            unknown=(*gaps_of(read[sha]), *unmeasured(KIND, values[numbers[sha]])),
            header=_where(history, group),
        )
        for sha, group in zip(shas, groups, strict=True)
    ]
    return with_evidence(connection, KIND, judge(kind_of(history), cases, history.models, history.budget))


def _parent(commit: Commit) -> str:
    return commit.parents[0] if commit.parents else ""


def _where(history: History, group: Sequence[str]) -> str:
    """Say which refs hold a commit, and how many others show the same."""
    names = [name for name, _ in history.repository.refs(containing=group[0])]
    more = f" and {len(names) - _NAMED} more refs" if len(names) > _NAMED else ""
    alike = len(group) - 1
    others = f" {alike} more {'commits show' if alike > 1 else 'commit shows'} the same." if alike else ""
    return f"{FOUND_ON}{', '.join(names[:_NAMED])}{more}.{others}" if names else others.strip()
