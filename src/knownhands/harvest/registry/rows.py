"""Keep bodies and the rows that were read from them, in transactions that are whole or absent."""

from __future__ import annotations

import zlib
from dataclasses import astuple, fields
from typing import TYPE_CHECKING, TypeVar, cast

from knownhands.documents.address import origin
from knownhands.documents.objects import moment_of_header
from knownhands.documents.registry import (
    Body,
    Link,
    Package,
    Person,
    Release,
    ReleaseFile,
    Requirement,
    Row,
    Script,
    Tag,
    Validators,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import duckdb

SCHEMA = "package_schema"
"""The folder of the store's tables, for `open_store`."""

TABLES: Mapping[type[Row], str] = {
    Package: "packages",
    Release: "releases",
    ReleaseFile: "release_files",
    Person: "people",
    Script: "scripts",
    Requirement: "requirements",
    Tag: "tags",
    Link: "links",
}
_KEYS: Mapping[type[Row], tuple[str, ...]] = {Package: (), Release: ("version",), ReleaseFile: ("filename",)}
_TYPES = {"int": "BIGINT", "bool": "BOOLEAN", "str": "VARCHAR"}
_OK, _AS_BEFORE = 200, 304
_QUICK = 1  # level of compression: measured on a packument of 10 MB, the others take longer than the network

Kept = TypeVar("Kept", bound=Row)


def merge(rows: Iterable[Row]) -> list[Row]:
    """Make one row of those that speak of the same package, release or file; the first one that knows is believed."""
    merged: dict[tuple[object, ...], Row] = {}
    for row in rows:
        names = _KEYS.get(type(row))
        key = (type(row), *(astuple(row) if names is None else (getattr(row, name) for name in names)))
        merged[key] = _fill(merged[key], row) if key in merged else row
    return list(merged.values())


def _fill(known: Kept, other: Row) -> Kept:
    pairs = zip(astuple(known), astuple(other), strict=True)
    return type(known)(*(theirs if ours is None else ours for ours, theirs in pairs))


class Shelf:
    """The part of a store that holds one ecosystem.

    Args:
        connection: an open store of packages.
        ecosystem: its id.
        version: of the harvester and its parser.
        now: seconds since 1970-01-01 UTC.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, ecosystem: str, version: int, now: int) -> None:
        self._connection = connection
        self._known = {"ecosystem": ecosystem, "version": version, "now": now}

    def validators(self, item: str) -> dict[str, Validators]:
        """Return address → what came with its last answer, for the answers that are here and were understood."""
        rows = self._rows(
            "SELECT source, etag, last_modified FROM bodies WHERE ecosystem = $ecosystem AND item = $item "
            "AND status = 200 AND harvester = $version AND parsed_by IS NOT NULL",
            item,
            "version",
        )
        return {str(source): Validators(*cast("tuple[str, str]", tuple(rest))) for source, *rest in rows}

    def store(self, body: Body) -> bool:
        """Keep an answer; one that says that nothing is there leaves the body that was there before.

        Returns:
            Whether it says something new. Some registries send all of it again however they are asked.
        """
        seen = {"item": body.item, "source": body.source}
        content = None if body.content is None else zlib.compress(body.content, _QUICK)
        if body.status == _AS_BEFORE or self._is_same(body, content):
            self._do(
                "UPDATE bodies SET checked_at = $now WHERE ecosystem = $ecosystem AND item = $item AND source = $source",
                seen,
                "now",
            )
            return False
        self._connection.execute("BEGIN")
        if body.status == _OK:
            self._do("DELETE FROM bodies WHERE ecosystem = $ecosystem AND item = $item AND source = $source", seen)
        self._do(
            "UPDATE bodies SET checked_at = $now, status = $status, parsed_by = NULL "
            "WHERE ecosystem = $ecosystem AND item = $item AND source = $source",
            seen | {"status": body.status},
            "now",
        )
        self._do(
            "INSERT INTO bodies SELECT $ecosystem, $item, $kind, $source, $version, NULL, $now, $now, $updated_at, "
            "$etag, $last_modified, $status, $body WHERE NOT EXISTS "
            "(FROM bodies WHERE ecosystem = $ecosystem AND item = $item AND source = $source)",
            seen
            | {
                "kind": body.kind,
                "updated_at": moment_of_header(body.validators.last_modified),
                "etag": body.validators.etag,
                "last_modified": body.validators.last_modified,
                "status": body.status,
                "body": content,
            },
            "version",
            "now",
        )
        self._connection.execute("COMMIT")
        return body.content is not None

    def _is_same(self, body: Body, content: bytes | None) -> bool:
        """Whether the very same body is here, from the same interface and with the same validators."""
        rows = self._connection.execute(
            "SELECT count(*) FROM bodies WHERE ecosystem = $ecosystem AND item = $item AND source = $source "
            "AND status = 200 AND harvester = $version AND kind = $kind AND body = $body "
            "AND etag IS NOT DISTINCT FROM $etag AND last_modified IS NOT DISTINCT FROM $last_modified",
            {
                "ecosystem": self._known["ecosystem"],
                "version": self._known["version"],
                "item": body.item,
                "source": body.source,
                "kind": body.kind,
                "body": content,
                "etag": body.validators.etag,
                "last_modified": body.validators.last_modified,
            },
        ).fetchone()
        return content is not None and body.status == _OK and rows is not None and rows[0] > 0

    def bodies(self, item: str) -> list[Body]:
        """Return what one registry, the one that was asked last, says of a package."""
        rows = self._rows(
            "SELECT kind, source, body FROM bodies WHERE ecosystem = $ecosystem AND item = $item AND status = 200 "
            "ORDER BY checked_at DESC, kind",
            item,
        )
        ecosystem = str(self._known["ecosystem"])
        return [
            Body(ecosystem, item, str(kind), str(source), _OK, zlib.decompress(cast("bytes", content)))
            for kind, source, content in rows
            if origin(str(source)) == origin(str(rows[0][1]))
        ]

    def lacking(self, items: Sequence[str]) -> dict[str, list[str]]:
        """Return the addresses at which the registry that has a package had no answer to another question."""
        rows: dict[str, list[tuple[str, int]]] = {item: [] for item in items}
        for item, source, status in self._rows_of_many(
            "SELECT item, source, status FROM bodies WHERE ecosystem = $ecosystem AND list_contains($items, item) "
            "ORDER BY checked_at DESC, kind",
            items,
        ):
            rows[str(item)].append((str(source), cast("int", status)))
        return {item: list(_elsewhere(answers)) for item, answers in rows.items()}

    def current(self, items: Sequence[str]) -> set[str]:
        """Return the packages of which every answer was read into rows by this very parser."""
        rows = self._rows_of_many(
            "SELECT item FROM bodies WHERE ecosystem = $ecosystem AND list_contains($items, item) AND status = 200 "
            "GROUP BY item HAVING bool_and(parsed_by IS NOT DISTINCT FROM $version)",
            items,
            "version",
        )
        return {str(item) for (item,) in rows}

    def replace(self, item: str, rows: Iterable[Row], read: Iterable[Body]) -> None:
        """Put these rows in the place of all that was there, and note from which bodies they come."""
        columns: dict[type[Row], list[Row]] = {kind: [] for kind in TABLES}
        for row in merge(rows):
            columns[type(row)].append(row)
        self._connection.execute("BEGIN")
        for kind, table in TABLES.items():
            self._do(f"DELETE FROM {table} WHERE ecosystem = $ecosystem AND name = $item", {"item": item})  # noqa: S608 - our own
            self._insert(kind, columns[kind])
        self._do(
            "UPDATE bodies SET parsed_by = $version WHERE ecosystem = $ecosystem AND item = $item "
            "AND list_contains($sources, source)",
            {"item": item, "sources": [body.source for body in read]},
            "version",
        )
        self._connection.execute("COMMIT")

    def releases(self, items: Sequence[str]) -> dict[str, int]:
        """Return how many releases of each package are known."""
        rows = self._rows_of_many(
            "SELECT name, count(*) FROM releases WHERE ecosystem = $ecosystem AND list_contains($items, name) "
            "GROUP BY name",
            items,
        )
        return dict.fromkeys(items, 0) | {str(name): cast("int", count) for name, count in rows}

    def _insert(self, kind: type[Row], rows: list[Row]) -> None:
        if not rows:
            return
        names = {field.name: _TYPES[str(field.type).partition(" ")[0]] for field in fields(kind)}
        lists = ", ".join(f"unnest(${name}::{sql_type}[])" for name, sql_type in names.items())
        self._connection.execute(
            f"INSERT INTO {TABLES[kind]} SELECT {lists}",
            {name: [getattr(row, name) for row in rows] for name in names},
        )

    def _do(self, sql: str, parameters: Mapping[str, object], *known: str) -> None:
        self._connection.execute(sql, {name: self._known[name] for name in ("ecosystem", *known)} | dict(parameters))

    def _rows(self, sql: str, item: str, *known: str) -> list[tuple[object, ...]]:
        self._do(sql, {"item": item}, *known)
        return self._connection.fetchall()

    def _rows_of_many(self, sql: str, items: Sequence[str], *known: str) -> list[tuple[object, ...]]:
        self._do(sql, {"items": list(items)}, *known)
        return self._connection.fetchall()


def _elsewhere(answers: Sequence[tuple[str, int]]) -> Iterator[str]:
    """Yield where the registry that has a package had nothing; answers are (address, status), the last asked first."""
    home = next((origin(source) for source, status in answers if status == _OK), None)
    yield from (source for source, status in answers if status != _OK and origin(source) == home)
