"""How risky a project's own last changes looked: measured once, kept in its store, and added to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.features.assemble import matrix_of, measure_all
from knownhands.harvest.git.history import HARVESTER
from knownhands.kinds.change import KIND
from knownhands.learn.reference import WINDOW
from knownhands.store.history_subjects import CHANGE_ID

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from knownhands.learn.model import Model


def key(connection: duckdb.DuckDBPyConnection, model: Model) -> str:
    """Name a model and the way in which it saw this history: risks under another name are not compared with."""
    row = connection.execute("SELECT boundary FROM harvest_runs ORDER BY run DESC LIMIT 1").fetchone()
    return f"{model.sha256}/{HARVESTER}/{row[0] if row else ''}"


def changes_before(connection: duckdb.DuckDBPyConnection, base: int, most: int = WINDOW) -> list[str]:
    """Return the last changes that a first-parent position contains, oldest first; merges are none."""
    rows = connection.execute(
        "SELECT sha FROM commits WHERE state = 'ok' AND parents < 2 AND position <= $base "
        "ORDER BY position DESC, sha DESC LIMIT $most",
        {"base": base, "most": most},
    ).fetchall()
    return [sha for (sha,) in reversed(rows)]


def known_risks(connection: duckdb.DuckDBPyConnection, name: str, shas: Sequence[str]) -> dict[str, float]:
    """Return commit → log-odds, as far as they were kept under a name."""
    rows = connection.execute(
        "SELECT sha, log_odds FROM risks SEMI JOIN (SELECT unnest($shas::VARCHAR[]) AS sha) USING (sha) WHERE model = $name",
        {"shas": list(shas), "name": name},
    ).fetchall()
    return dict(rows)


def measure_risks(connection: duckdb.DuckDBPyConnection, model: Model) -> dict[str, float]:
    """Measure all subjects, ask a model about those that are commits of the history, and keep its answers.

    Returns:
        Commit → log-odds.
    """
    measure_all(connection, KIND.evidence)
    numbers, matrix = matrix_of(connection, model.features)
    names = dict(connection.execute("SELECT subject_id, sha FROM subjects").fetchall())
    names.pop(CHANGE_ID, None)
    answers = zip(numbers.tolist(), model.log_odds(matrix).tolist(), strict=True)
    risks = {names[number]: risk for number, risk in answers if number in names}
    _keep(connection, key(connection, model), risks)
    return risks


def _keep(connection: duckdb.DuckDBPyConnection, name: str, risks: Mapping[str, float]) -> None:
    """Keep log-odds under a name; what was kept under others can be asked again and goes."""
    connection.execute("DELETE FROM risks WHERE model <> $name", {"name": name})
    connection.execute(
        "INSERT INTO risks SELECT $name, unnest($shas::VARCHAR[]), unnest($values::DOUBLE[])",
        {"name": name, "shas": list(risks), "values": list(risks.values())},
    )
