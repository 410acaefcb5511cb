"""Measure archives of packages, whichever kind of subject they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.assess.measured import values_of
from knownhands.features.assemble import measure_all
from knownhands.harvest.names.rows import store_matches
from knownhands.kinds.package import KIND
from knownhands.scoring.case import Reading

if TYPE_CHECKING:
    import duckdb


def measure_packages(connection: duckdb.DuckDBPyConnection) -> dict[int, Reading]:
    """Measure every subject whose archive was read.

    Args:
        connection: a store of packages whose `subjects` are filled.

    Returns:
        subject_id → what was measured; nothing of those without an archive, or with an empty one.
    """
    store_matches(connection)
    measure_all(connection, KIND.evidence)
    whole = dict(
        connection.execute(
            "SELECT subject_id, is_complete AND artifact NOT IN (SELECT artifact FROM artifact_observations "
            "WHERE is_unread(capability, trigger, target) AND NOT is_aside(path) AND regexp_matches(path, '[.]pyw?$')) "
            "FROM subjects JOIN artifacts USING (artifact) "
            "WHERE artifact IN (SELECT artifact FROM artifact_files WHERE kind <> 'folder')"
        ).fetchall()
    )
    values = values_of(connection, KIND, list(whole))
    return {number: Reading(number, values[number], is_whole) for number, is_whole in whole.items()}
