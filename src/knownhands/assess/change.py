"""Score one change of a repository."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import numpy as np

from knownhands.assess import reference
from knownhands.assess.contents import what_was_read
from knownhands.assess.hints import hints
from knownhands.assess.measured import unmeasured, values_of, with_evidence
from knownhands.assess.reading import gaps_of
from knownhands.checks.assemble import run_checks
from knownhands.features.assemble import features_of, measure_single
from knownhands.harvest.content.harvest import read_missing
from knownhands.harvest.git.history import silent
from knownhands.harvest.git.target import NO_LINES, Target, read_target
from knownhands.kinds.change import KIND
from knownhands.learn.reference import WINDOW, of_project
from knownhands.records import Subject, Unknown
from knownhands.scoring.case import Case, Reading
from knownhands.scoring.judge import judge
from knownhands.scoring.scale import BUDGET
from knownhands.store import history_subjects
from knownhands.store.history_subjects import CHANGE_ID
from knownhands.wording import Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import duckdb

    from knownhands.assess.additions import Packages
    from knownhands.declarations import Kind
    from knownhands.harvest.git.history import Progress
    from knownhands.harvest.git.process import Repository
    from knownhands.learn.model import Model
    from knownhands.records import Finding, Read
    from knownhands.score import Score

_NAMES = (
    ".txt",
    ".in",
    ".pip",
    ".lock",
    ".json",
    ".toml",
    ".yaml",
    ".yml",
    ".cfg",
    ".conf",
    ".ini",
    "setup.py",
    "pipfile",
    "npmrc",
    ".yarnrc",
)
"""How the names of dependency files end; nothing more is loaded for a change that touches none."""


ATTACK = frozenset({"attack"})
"""The concern that what a change does is read for."""
_UNREAD = "What the changes before it do is not read yet, so what it does is compared with changes of other projects"
_HOW = "`knownhands harvest git {}` reads it"
_LONGEST_TITLE = 500  # characters; a title may be the whole of a message that has no line


@dataclass(frozen=True, slots=True)
class History:
    """A repository whose history is in a store, and who is asked about it.

    Attributes:
        connection: a store that is up to date with the repository.
        models: learning task → the model that answers.
        budget: share of a project's own changes that may be called `review` or worse.
        progress: called while lines are counted.
        reading: called while the contents of earlier changes are read.
        is_patient: whether to wait until the contents of the changes before it are read, where they are not.
        quick: how many may lack that and are read all the same: a hundred of curl's take two seconds.
        say: called with one line that a person should know.
    """

    connection: duckdb.DuckDBPyConnection
    repository: Repository
    models: Mapping[str, Model]
    budget: float = BUDGET
    progress: Progress = silent
    reading: Progress = silent
    is_patient: bool = False
    quick: int = 100
    say: Callable[[str], None] = lambda _text: None


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
    connection = history.connection
    target = read_target(connection, history.repository, revision, as_of)
    for hint in hints(history, revision, target):
        history.say(hint)
    read = read_change(connection, history.repository, target)
    values: dict[str, float | None] = {}
    references = {}
    for model in history.models.values():
        measured, risks = _measure(history, model)
        values |= measured
        references[model.task] = of_project(risks, model.reference)
    if not_measured := {feature.id for feature in features_of(KIND.evidence)} - values.keys():
        values = measure_single(connection, KIND.evidence, not_measured) | values
    added, gaps = _additions(history, target, packages)
    case = Case(
        subject=_subject(connection, history.repository, revision, target),
        as_of=as_of or target.base,
        readings=(Reading(CHANGE_ID, values, is_whole=NO_LINES not in target.gaps),),
        references=references,
        partly=partly(read),
        rate=values.get(rate_of(history)),
        findings=(*added, *run_checks(connection, kind_of(history)).get(CHANGE_ID, ())),
        read=read,
        unknown=(*_gaps(connection, target), *gaps_of(read), *gaps, *unmeasured(KIND, values)),
        header=header(history, values),
    )
    judged = judge(kind_of(history), [case], history.models, history.budget)
    return with_evidence(connection, KIND, judged)[0]


def kind_of(history: History) -> Kind:
    """Return the kind with the questions that are asked: where one concern was chosen, the others are not open."""
    return replace(
        KIND, questions=tuple(question for question in KIND.questions if question.task in {"", *history.models})
    )


def rate_of(history: History) -> str:
    """Name the feature that says how common the outcome was in the project."""
    return next((model.calibration.rate for model in history.models.values() if model.calibration.rate), "")


def header(history: History, values: Mapping[str, float | None]) -> str:
    """Say what the project as a whole is like: it is true of each of its changes, and so no reason."""
    rate = values.get(rate_of(history))
    return (
        "" if rate is None else f"Of this project's earlier changes {Amount(rate):share} were reverted or later blamed."
    )


def read_change(connection: duckdb.DuckDBPyConnection, repository: Repository, target: Target) -> Read:
    """Read what the change that is a subject does, where nobody has yet, and say what of it could not be read."""
    row = connection.execute("SELECT reading FROM subjects").fetchone()
    name = row[0] if row else ""
    read_missing(connection, repository, {name: target.ends})
    history_subjects.count_events(connection)
    return what_was_read(connection, [name])[name]


def partly(read: Read) -> frozenset[str]:
    """Return the concerns of which not everything was read."""
    return ATTACK if read.unread or read.runs is None else frozenset()


def _measure(history: History, model: Model) -> tuple[dict[str, float | None], np.ndarray]:
    """Measure the change, and the risks of those before it, oldest first, as far as they are not known yet.

    Where what they do would have to be read first, and nobody waits for that, there are no risks.
    """
    connection = history.connection
    row = connection.execute("SELECT base FROM subjects").fetchone()
    base = row[0] if row else 0
    older = reference.changes_before(connection, base, WINDOW + reference.SPARE)
    before = older[-WINDOW:]
    known = reference.known_risks(connection, reference.key(connection, model), older)
    if all(sha in known for sha in before):
        return measure_single(connection, KIND.evidence, model.features), np.array([known[sha] for sha in before])
    measurable = next((shas for shas in (older, before) if _prepare(history, model, shas, known, base)), None)
    if measurable is None:
        history.say(_unread(history, base))
        return measure_single(connection, KIND.evidence, model.features), np.array([])
    history_subjects.add_history(connection, [sha for sha in measurable if sha not in known])
    known |= reference.measure_risks(connection, model)
    values = values_of(connection, KIND, [CHANGE_ID], model.features)[CHANGE_ID]
    history_subjects.keep_change(connection)
    return values, np.array([known[sha] for sha in before if sha in known])


def _prepare(history: History, model: Model, shas: Sequence[str], known: Collection[str], base: int) -> bool:
    """Make ready to measure the last changes before a base as far as they are not known; return whether that can be."""
    habits = reference.changes_before(history.connection, base, len(shas) + WINDOW)
    return reference.prepare(history, model, [sha for sha in shas if sha not in known], habits)


def _unread(history: History, base: int) -> str:
    """Say that the change is not compared with its own project yet, and what to do, which helps near the end of the history."""
    row = history.connection.execute(
        "SELECT count(*) FROM commits WHERE state = 'ok' AND parents < 2 AND position > $base", {"base": base}
    ).fetchone()
    how = _HOW.format(history.repository.source) if row and row[0] <= reference.SPARE else ""
    return "; ".join(filter(None, (_UNREAD, how))) + "."


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
