"""The temporary table `subjects`: what is to be measured and checked, whatever kind it is of.

Each kind has a folder in `subject_tables/` whose SQL creates the table and the macros that its families and checks share.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb


def prepare(connection: duckdb.DuckDBPyConnection, evidence: str) -> None:
    """Create an empty `subjects` table and what stands beside it.

    Args:
        connection: an open store.
        evidence: the kind whose families and checks are to read it.
    """
    folder = resources.files(f"knownhands.store.subject_tables.{evidence}")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    sql = "\n".join(file.read_text("utf-8") for file in files)
    connection.execute(sql)
    for table, fill in (("capabilities", _fill_capabilities), ("ecosystems", _fill_ecosystems)):
        if f"TEMP TABLE {table} (" in sql:
            fill(connection)


def add(connection: duckdb.DuckDBPyConnection, rows: Iterable[Mapping[str, object]], table: str = "subjects") -> None:
    """Add rows to a table of subjects.

    Args:
        connection: a store, prepared.
        rows: column → value; what a row leaves out is unknown. Without a `subject_id` rows are numbered from 0.
        table: `subjects`, or another table beside it.
    """
    numbered = [{"subject_id": number, **row} for number, row in enumerate(rows)]
    if not numbered:
        return
    columns = [row[:2] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
    lists = ", ".join(f"unnest(${name}::{kind}[])" for name, kind in columns)
    connection.execute(
        f"INSERT INTO {table} SELECT {lists}",
        {name: [row.get(name) for row in numbered] for name, _ in columns},
    )


def _fill_capabilities(connection: duckdb.DuckDBPyConnection) -> None:
    """Say what is known of each capability, for SQL that groups by it."""
    from knownhands.capabilities.load import capabilities

    names = ("behaviour", "is_suspicious", "is_common", "is_counted")
    rows = [
        {"capability": known.id, **{name: getattr(known, name) for name in names}} for known in capabilities().values()
    ]
    add(connection, rows, "capabilities")


def _fill_ecosystems(connection: duckdb.DuckDBPyConnection) -> None:
    """Say what is particular to each ecosystem, for SQL that knows none."""
    from knownhands.ecosystems._known import known_ecosystems

    names = ("yanks", "dates_files", "tells_requirements", "installed_kinds", "address")
    rows = []
    for ecosystem in known_ecosystems().values():
        archives = ecosystem.archives
        row = {name: getattr(ecosystem.registry, name) for name in names}
        row |= {"module": archives.module if archives else None}
        row |= {"built_forms": [form.id for form in archives.forms if form.is_built] if archives else []}
        rows.append({"ecosystem": ecosystem.id, **row})
    add(connection, rows, "ecosystems")
