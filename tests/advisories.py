"""Invented advisories in the OSV format."""

from __future__ import annotations

from typing import Any


def events(*points: str) -> list[dict[str, str]]:
    """Make events of texts such as "introduced 1.0"."""
    return [dict([point.split(" ", 1)]) for point in points]


def about(name: str, *points: str, ecosystem: str = "PyPI", **entry: Any) -> dict[str, Any]:
    """Make an entry of `affected`, with one range if there are points."""
    kind = "SEMVER" if ecosystem == "npm" else "ECOSYSTEM"
    ranges = {"ranges": [{"type": kind, "events": events(*points)}]} if points else {}
    return {"package": {"ecosystem": ecosystem, "name": name}, **ranges, **entry}


def osv(identity: str, *affected: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Make a record."""
    times = {"modified": "2026-03-02T00:00:00Z", "published": "2026-03-01T00:00:00Z"}
    return {"schema_version": "1.7.0", "id": identity, **times, "affected": list(affected), **fields}


def database(*records: dict[str, Any]) -> list[dict[str, Any]]:
    """Return records among so many others of their kinds and ecosystems that a source of them is a whole database."""
    kinds = {
        (record["id"].split("-")[0], entry["package"]["ecosystem"])
        for record in records
        for entry in record["affected"]
    }
    fillers = (
        osv(f"{kind}-{ecosystem}-{number}", about(f"filler-{number}", "introduced 0", ecosystem=ecosystem))
        for kind, ecosystem in sorted(kinds)
        for number in range(1_000)
    )
    return [*records, *fillers]
