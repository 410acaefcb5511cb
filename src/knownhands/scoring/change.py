"""Score changes of a repository."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.errors import NotFound
from knownhands.features.assemble import (
    families_of,
    features_of,
    find_evidence,
    measure_all,
    measure_one,
    unknown_when,
)
from knownhands.harvest.git.history import count_lines
from knownhands.harvest.git.target import Target, read_target, resolve
from knownhands.harvest.git.walk import list_commits, list_new_commits
from knownhands.learn.calibration import RATE
from knownhands.records import Evidence, ModelRef, Reason, Score, Subject, Unknown
from knownhands.scoring.explain import explain
from knownhands.store import history_subjects, subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import duckdb

    from knownhands.harvest.git.history import Progress
    from knownhands.harvest.git.process import Repository
    from knownhands.learn.artefact import Artefact
    from knownhands.scoring.additions import Packages


_NAMES = (".txt", ".in", ".lock", ".json", ".toml", ".yaml", ".yml")
"""How the names of dependency files end; nothing more is loaded for a change that touches none."""


def score_change(  # noqa: PLR0913 - one caller, and each is a different thing
    connection: duckdb.DuckDBPyConnection,
    repository: Repository,
    revision: str,
    model: Artefact,
    as_of: str | None = None,
    *,
    packages: Packages | None = None,
) -> Score:
    """Score one revision or range.

    Args:
        connection: a store that is up to date with the repository.
        repository: where the change is.
        revision: `REV`, `A..B` or `A...B`.
        model: the model to ask.
        as_of: look at no history that this revision does not contain.
        packages: opens the store of packages, which may know what the change adds; None where there is none.

    Raises:
        NotFound: the revision does not exist or cannot be read.
        UsageError: the range is empty.
    """
    score = _score(connection, repository, revision, model, as_of)
    if not _touches_names(connection):
        return score
    from knownhands.scoring.additions import with_additions

    return with_additions(connection, repository, score, packages)


def _touches_names(connection: duckdb.DuckDBPyConnection) -> bool:
    paths = connection.execute("SELECT path FROM subject_files").fetchall()
    return any(path.lower().endswith(_NAMES) for (path,) in paths)


def _score(
    connection: duckdb.DuckDBPyConnection,
    repository: Repository,
    revision: str,
    model: Artefact,
    as_of: str | None = None,
) -> Score:
    target = read_target(connection, repository, revision, as_of)
    values = measure_one(connection, "change")
    verdict = explain(model, values)
    return Score(
        subject=Subject("change", revision, repository.source, target.base, target.head, len(target.shas)),
        as_of=as_of or target.base,
        trust=verdict.trust,
        band=verdict.band,
        risk=verdict.risk,
        coverage=coverage(values.values()),
        reasons=tuple(_with_evidence(connection, reason) for reason in verdict.reasons),
        unknown=_gaps(connection, target, values),
        model=ModelRef(model.id, model.sha256),
    )


def rank_history(  # noqa: PLR0913 - one caller, and each is a different thing
    connection: duckdb.DuckDBPyConnection,
    repository: Repository,
    model: Artefact,
    *,
    since: str | None,
    as_of: str | None = None,
    limit: int,
    workers: int,
    progress: Progress,
) -> list[Score]:
    """Score a history's commits and return the riskiest, riskiest first.

    Args:
        connection: a store that is up to date with the repository.
        repository: whose history.
        model: the model to ask.
        since: only commits that this revision does not contain; None for all.
        as_of: only commits that this revision contains; None for all.
        limit: how many to return.
        workers: git processes at a time.
        progress: called while lines are counted.

    Raises:
        NotFound: there is no commit to rank.
    """
    shas = _listed(repository, since, as_of)
    count_lines(connection, repository, shas, workers=workers, progress=progress)
    subjects.prepare(connection, "change")
    if not history_subjects.add_history(connection, shas):
        raise NotFound(
            "There is no commit to rank.", "Merges and unreadable commits are not ranked; widen --since or --as-of."
        )
    measure_all(connection, "change")
    chosen = _riskiest(connection, model, limit)
    return [_score(connection, repository, sha, model) for sha in chosen]


def coverage(values: Iterable[float | None]) -> float:
    """Return the share of the features whose value is known."""
    known = [value is not None for value in values]
    return round(sum(known) / len(known), 4)


def _listed(repository: Repository, since: str | None, as_of: str | None) -> list[str] | None:
    """Return the commits that one revision contains and another does not; None for the whole history."""
    if since is None and as_of is None:
        return None
    end = as_of or repository.head or "HEAD"
    if since is None:
        return list(list_commits(repository, end))
    new = list_new_commits(repository, end, resolve(repository, since))
    if new is None:
        raise NotFound(f"What came after {since} cannot be listed.", "Run `git fsck` there, or make a fresh clone.")
    return list(new)


def _riskiest(connection: duckdb.DuckDBPyConnection, model: Artefact, limit: int) -> list[str]:
    names = [feature.id for feature in features_of("change")]
    columns = ", ".join(f'features."{name}"' for name in names)
    rows = connection.execute(
        f"SELECT sha, {columns} FROM features JOIN subjects USING (subject_id) ORDER BY sha"  # noqa: S608 - our own names
    ).fetchall()
    at = {name: place for place, name in enumerate(names, start=1)}
    margins = {
        head: model.boosters[head].margins([[row[at[name]] for name in model.parts[head]] for row in rows])
        for head in model.heads
    }
    risks = [
        (
            model.calibration.log_odds({head: values[number] for head, values in margins.items()}, row[at[RATE]])[0],
            row[0],
        )
        for number, row in enumerate(rows)
    ]
    return [sha for _, sha in sorted(risks, key=lambda pair: (-pair[0], pair[1]))[:limit]]


def _with_evidence(connection: duckdb.DuckDBPyConnection, reason: Reason) -> Reason:
    if reason.cost_to_fake is None or not reason.value:
        return reason
    found = find_evidence(connection, "change", reason.feature)
    return replace(reason, evidence=tuple(Evidence(kind, ref) for kind, ref in found))


def _gaps(
    connection: duckdb.DuckDBPyConnection, target: Target, values: Mapping[str, float | None]
) -> tuple[Unknown, ...]:
    gaps = [Unknown(id_, why) for id_, why in target.gaps]
    row = connection.execute("SELECT count(*) FROM commits WHERE state IN ('unreadable', 'no-changes')").fetchone()
    if row and row[0]:
        gaps.append(Unknown("history", f"{row[0]} commits of the history cannot be read in this clone"))
    return (*gaps, *_unmeasured(values))


def _unmeasured(values: Mapping[str, float | None]) -> Iterator[Unknown]:
    """Name the features without a value, family by family, with the family's own words for why."""
    for family in families_of("change"):
        names = [feature.id for feature in family.columns if values[feature.id] is None]
        if names:
            yield Unknown(family.id, f"{', '.join(names)}; unknown when: {unknown_when(family)}")
