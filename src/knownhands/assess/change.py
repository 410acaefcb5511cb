"""Score one change of a repository."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np

from knownhands.assess import reference
from knownhands.assess.measured import unmeasured, values_of, with_evidence
from knownhands.checks.assemble import run_checks
from knownhands.features.assemble import measure_single
from knownhands.harvest.git.history import count_lines, silent
from knownhands.harvest.git.target import NO_LINES, Target, read_target
from knownhands.kinds.change import KIND
from knownhands.learn.reference import WINDOW, of_project
from knownhands.records import Subject, Unknown
from knownhands.scoring.case import Case, Reading
from knownhands.scoring.judge import judge
from knownhands.scoring.scale import BUDGET
from knownhands.settings import WORKERS
from knownhands.store import history_subjects
from knownhands.store.history_subjects import CHANGE_ID
from knownhands.wording import Amount

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from knownhands.assess.additions import Packages
    from knownhands.harvest.git.history import Progress
    from knownhands.harvest.git.process import Repository
    from knownhands.learn.model import Model
    from knownhands.records import Finding
    from knownhands.score import Score

_NAMES = (".txt", ".in", ".lock", ".json", ".toml", ".yaml", ".yml")
"""How the names of dependency files end; nothing more is loaded for a change that touches none."""


_SPARE = 200
"""Changes measured beyond those compared with, so that scoring an older one next does not measure again."""
_LONGEST_TITLE = 500  # characters; a title may be the whole of a message that has no line


@dataclass(frozen=True, slots=True)
class History:
    """A repository whose history is in a store, and who is asked about it.

    Attributes:
        connection: a store that is up to date with the repository.
        model: answers whether a change will be a defect.
        budget: share of a project's own changes that may be called `review` or worse.
        progress: called while lines are counted.
    """

    connection: duckdb.DuckDBPyConnection
    repository: Repository
    model: Model
    budget: float = BUDGET
    progress: Progress = silent


def score_change(
    history: History, revision: str, as_of: str | None = None, *, packages: Packages | None = None
) -> Score:
    """Score one revision or range.

    Args:
        history: where the change is.
        revision: `REV`, `A..B` or `A...B`.
        as_of: look at no history that this revision does not contain.
        packages: opens the store of packages, which may know what the change adds; None where there is none.

    Raises:
        NotFound: the revision does not exist or cannot be read.
        UsageError: the range is empty.
    """
    connection, model = history.connection, history.model
    target = read_target(connection, history.repository, revision, as_of)
    values, risks = _measure(history)
    added, gaps = _additions(history, target, packages)
    case = Case(
        subject=_subject(connection, history.repository, revision, target),
        as_of=as_of or target.base,
        readings=(Reading(CHANGE_ID, values, is_whole=NO_LINES not in target.gaps),),
        reference=of_project(risks, model.reference),
        rate=values.get(model.calibration.rate),
        findings=(*added, *run_checks(connection, KIND).get(CHANGE_ID, ())),
        unknown=(*_gaps(connection, target), *gaps, *unmeasured(KIND, values)),
        header=header(model, values),
    )
    judged = judge(KIND, [case], {model.task: model}, history.budget)
    return with_evidence(connection, KIND, judged)[0]


def header(model: Model, values: Mapping[str, float | None]) -> str:
    """Say what the project as a whole is like: it is true of each of its changes, and so no reason."""
    rate = values.get(model.calibration.rate)
    return (
        "" if rate is None else f"Of this project's earlier changes {Amount(rate):share} were reverted or later blamed."
    )


def _measure(history: History) -> tuple[dict[str, float | None], np.ndarray]:
    """Measure the change, and the risks of those before it, oldest first, as far as they are not known yet."""
    connection, model = history.connection, history.model
    row = connection.execute("SELECT base FROM subjects").fetchone()
    older = reference.changes_before(connection, row[0] if row else 0, WINDOW + _SPARE)
    before = older[-WINDOW:]
    known = reference.known_risks(connection, reference.key(connection, model), older)
    if all(sha in known for sha in before):
        return measure_single(connection, KIND.evidence), np.array([known[sha] for sha in before])
    missing = [sha for sha in older if sha not in known]
    count_lines(connection, history.repository, missing, workers=WORKERS, progress=history.progress)
    history_subjects.add_history(connection, missing)
    known |= reference.measure_risks(connection, model)
    values = values_of(connection, KIND, [CHANGE_ID])[CHANGE_ID]
    connection.execute("DELETE FROM subjects WHERE subject_id <> $one", {"one": CHANGE_ID})
    return values, np.array([known[sha] for sha in before if sha in known])


def _subject(connection: duckdb.DuckDBPyConnection, repository: Repository, revision: str, target: Target) -> Subject:
    described = describe(connection, CHANGE_ID)
    return replace(
        described,
        id=revision,
        repository=repository.source,
        base=target.base,
        head=target.head,
        commits=len(target.shas),
    )


def describe(connection: duckdb.DuckDBPyConnection, number: int) -> Subject:
    """Return a change by what it says of itself: title, author and date, all of them claims."""
    row = connection.execute(
        "SELECT sha, split_part(message, E'\n', 1), author_name, authored_claimed_at, author_tz FROM subjects "
        "WHERE subject_id = $number",
        {"number": number},
    ).fetchone()
    sha, title, author, claimed_at, zone_minutes = row or ("", "", "", None, None)
    return Subject(
        KIND.id,
        sha,
        title=title[:_LONGEST_TITLE],
        author=author,
        claimed_at=_moment(claimed_at, zone_minutes),
        head=sha,
        commits=1,
    )


def _moment(seconds: int | None, zone_minutes: int | None) -> str:
    """Print a claimed moment; one that no calendar holds is left out."""
    if seconds is None:
        return ""
    try:
        zone = timezone(timedelta(minutes=zone_minutes or 0))
        return datetime.fromtimestamp(seconds, UTC).astimezone(zone).isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


def _gaps(connection: duckdb.DuckDBPyConnection, target: Target) -> tuple[Unknown, ...]:
    return (*(Unknown(id_, why) for id_, why in target.gaps), *unreadable(connection))


def unreadable(connection: duckdb.DuckDBPyConnection) -> tuple[Unknown, ...]:
    """Name the commits of the history that cannot be read, if there are any."""
    row = connection.execute("SELECT count(*) FROM commits WHERE state IN ('unreadable', 'no-changes')").fetchone()
    count = row[0] if row else 0
    if not count:
        return ()
    commits = "1 commit" if count == 1 else f"{count:,} commits"
    return (Unknown("history", f"{commits} of the history cannot be read in this clone"),)


def _additions(
    history: History, target: Target, packages: Packages | None
) -> tuple[tuple[Finding, ...], tuple[Unknown, ...]]:
    """Ask what is known of the packages that the change adds."""
    paths = history.connection.execute(
        "SELECT path FROM subject_files WHERE subject_id = $one", {"one": CHANGE_ID}
    ).fetchall()
    if not any(path.lower().endswith(_NAMES) for (path,) in paths):
        return (), ()
    from knownhands.assess.additions import find_additions

    return find_additions(history.connection, history.repository, target, packages)
