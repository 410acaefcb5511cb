"""Keep advisories in a store of packages; of two with one id, the one that was modified last."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from knownhands.harvest.advisories.records import Advisory, Affected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

_ADVISORY = tuple(field.name for field in fields(Advisory) if field.name not in {"affected", "elsewhere"})
_AFFECTED = tuple(field.name for field in fields(Affected))
COLUMNS: Mapping[str, tuple[str, ...]] = {"advisories": (*_ADVISORY, "source"), "advisory_ranges": ("id", *_AFFECTED)}
"""Table → its columns, in order."""
_LISTS, _MOMENTS, _BOOLEANS = (
    ("aliases", "versions"),
    ("modified_at", "published_at", "withdrawn_at"),
    ("is_malicious",),
)
_LONG_AGO = -1


def keep(connection: duckdb.DuckDBPyConnection, source: str, advisories: Iterable[Advisory]) -> None:
    """Put advisories in the place of older ones with their ids; belongs into a transaction.

    One that is about none of our packages any more leaves nothing behind.

    Args:
        connection: a store of packages.
        source: where they were read.
        advisories: at most some thousands at a time.
    """
    newest: dict[str, Advisory] = {}
    for advisory in advisories:
        if advisory.id not in newest or _age(advisory.modified_at) >= _age(newest[advisory.id].modified_at):
            newest[advisory.id] = advisory
    stored = connection.execute(
        "SELECT id, modified_at FROM advisories SEMI JOIN (SELECT unnest($ids) AS id) USING (id)",
        {"ids": list(newest)},
    )
    for identity, modified_at in stored.fetchall():
        if _age(modified_at) > _age(newest[identity].modified_at):
            del newest[identity]
    for table in COLUMNS:
        connection.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT unnest($ids))",  # noqa: S608 - our own names
            {"ids": list(newest)},
        )
    ours = [advisory for advisory in newest.values() if advisory.affected]
    _insert(connection, "advisories", [(*(getattr(advisory, name) for name in _ADVISORY), source) for advisory in ours])
    ranges = [
        (advisory.id, *(getattr(row, name) for name in _AFFECTED)) for advisory in ours for row in advisory.affected
    ]
    _insert(connection, "advisory_ranges", ranges)


def _age(modified_at: int | None) -> int:
    return _LONG_AGO if modified_at is None else modified_at


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[object]]) -> None:
    if not rows:
        return
    import pyarrow as pa

    kinds = dict.fromkeys(_LISTS, pa.list_(pa.string())) | dict.fromkeys(_MOMENTS, pa.int64())
    kinds |= dict.fromkeys(_BOOLEANS, pa.bool_())
    columns = zip(COLUMNS[table], zip(*rows, strict=True), strict=True)
    batch = pa.table(  # noqa: F841 - DuckDB reads it by name
        {name: pa.array(values, kinds.get(name, pa.string())) for name, values in columns}
    )
    connection.execute(f"INSERT INTO {table} SELECT * FROM batch")  # noqa: S608 - our own names
