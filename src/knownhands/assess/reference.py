"""How risky a project's own last changes looked: measured once, kept in its store, and added to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.features.assemble import families_with, matrix_of, measure_all
from knownhands.harvest.content.harvest import known_readings, read_missing, reader
from knownhands.harvest.git.history import HARVESTER, count_lines
from knownhands.kinds.change import KIND
from knownhands.learn.reference import WINDOW
from knownhands.settings import WORKERS
from knownhands.store.history_subjects import CHANGE_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import duckdb

    from knownhands.assess.change import History
    from knownhands.harvest.git.process import Repository
    from knownhands.learn.model import Model

SPARE = 200
"""Changes measured beyond those compared with, so that scoring an older one next does not measure again."""
NEEDED = 2 * WINDOW + SPARE
"""Changes before a change that have to be read: those it is compared with, and those whose habits each of them is compared with."""


def key(connection: duckdb.DuckDBPyConnection, model: Model) -> str:
    """Name a model and the way in which it saw this history: risks under another name are not compared with."""
    row = connection.execute("SELECT boundary FROM harvest_runs ORDER BY run DESC LIMIT 1").fetchone()
    readers = reader() if reads_contents(model) else ""
    return f"{model.sha256}/{HARVESTER}/{row[0] if row else ''}/{readers}"


def reads_contents(model: Model) -> bool:
    """Whether a model goes by what the lines of changes do."""
    return any("readings" in family.reads for family in families_with(model.kind, model.features))


def changes_before(connection: duckdb.DuckDBPyConnection, base: int, most: int = WINDOW) -> list[str]:
    """Return the last changes that a first-parent position contains, oldest first; merges are none."""
    rows = connection.execute(
        "SELECT sha FROM commits WHERE state = 'ok' AND parents < 2 AND position <= $base "
        "ORDER BY position DESC, sha DESC LIMIT $most",
        {"base": base, "most": most},
    ).fetchall()
    return [sha for (sha,) in reversed(rows)]


def read_earlier(
    connection: duckdb.DuckDBPyConnection,
    repository: Repository,
    progress: Callable[[int, int], None],
    revision: str = "",
) -> int:
    """Read what the changes do that a change is compared with.

    Args:
        connection: the repository's store, up to date.
        repository: where they are.
        progress: called with changes done and changes to do.
        revision: the commit that the change builds on; "" for the newest of the default branch.

    Returns:
        How many those are.
    """
    row = connection.execute("SELECT max(position) FROM commits WHERE $sha IN ('', sha)", {"sha": revision}).fetchone()
    base = row[0] if row and row[0] is not None else -1
    needed = changes_before(connection, base, NEEDED)
    read_missing(connection, repository, {sha: sha for sha in needed}, progress)
    return len(needed)


def prepare(history: History, model: Model, shas: Sequence[str], before: Sequence[str] = ()) -> bool:
    """Count the lines of changes, or read what they and those before them do, as far as their measurement needs it.

    Args:
        history: whose changes.
        model: that will be asked about them.
        shas: the changes.
        before: those whose habits they are compared with.

    Returns:
        Whether they can be measured: not where contents would have to be read that nobody waits for.
    """
    connection, repository = history.connection, history.repository
    if not reads_contents(model):
        count_lines(connection, repository, list(shas), workers=WORKERS, progress=history.progress)
        return True
    needed = list(dict.fromkeys([*before, *shas]))
    if not history.is_patient and len(needed) - len(known_readings(connection, needed)) > history.quick:
        return False
    read_missing(connection, repository, {sha: sha for sha in needed}, history.reading)
    return True


def known_risks(connection: duckdb.DuckDBPyConnection, name: str, shas: Sequence[str]) -> dict[str, float]:
    """Return commit → log-odds, as far as they were kept under a name."""
    rows = connection.execute(
        "SELECT sha, log_odds FROM risks SEMI JOIN (SELECT unnest($shas::VARCHAR[]) AS sha) USING (sha) WHERE model = $name",
        {"shas": list(shas), "name": name},
    ).fetchall()
    return dict(rows)


def measure_risks(
    connection: duckdb.DuckDBPyConnection, model: Model, leave_out: int | None = CHANGE_ID
) -> dict[str, float]:
    """Measure all subjects, ask a model about those that are single commits, and keep its answers.

    Args:
        connection: a store with subjects.
        model: to be asked.
        leave_out: the subject that is none, or is looked at as of another moment than its own.

    Returns:
        Commit → log-odds.
    """
    measure_all(connection, KIND.evidence, model.features)
    numbers, matrix = matrix_of(connection, model.features)
    names = dict(connection.execute("SELECT subject_id, sha FROM subjects").fetchall())
    names.pop(leave_out, None)
    answers = zip(numbers.tolist(), model.log_odds(matrix).tolist(), strict=True)
    risks = {names[number]: risk for number, risk in answers if number in names}
    _keep(connection, key(connection, model), risks)
    return risks


def _keep(connection: duckdb.DuckDBPyConnection, name: str, risks: Mapping[str, float]) -> None:
    """Keep log-odds under a name; what was kept under others can be asked again and goes."""
    connection.execute(
        "DELETE FROM risks WHERE model <> $name AND split_part(model, '/', 1) = $model",
        {"name": name, "model": name.partition("/")[0]},
    )
    connection.execute(
        "INSERT INTO risks SELECT $name, unnest($shas::VARCHAR[]), unnest($values::DOUBLE[])",
        {"name": name, "shas": list(risks), "values": list(risks.values())},
    )
