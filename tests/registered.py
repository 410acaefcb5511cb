"""What a registry tells of an invented package, and what one check says to it."""

from collections.abc import Iterable

from knownhands.checks.assemble import run_checks
from knownhands.documents.registry import Body, Release, ReleaseFile, Row
from knownhands.harvest.registry.rows import Shelf
from knownhands.kinds.package import KIND as PACKAGE
from knownhands.records import Finding
from knownhands.store import subjects
from knownhands.store.connection import memory_store

DAY = 86400
TODAY = 20_000  # days since 1970
NAME = "teapot"


def release(version: str, day: int | None = TODAY - 30, ecosystem: str = "npm", **more: object) -> Release:
    """A release that is there, published on that day."""
    fields = {"published_at": None if day is None else day * DAY, "is_removed": False, **more}
    return Release(ecosystem, NAME, version, **fields)


def file(version: str, ecosystem: str = "npm", **more: object) -> ReleaseFile:
    """The one file of an npm release, or a wheel of a Python release."""
    filename, kind = {"npm": (f"teapot-{version}.tgz", "tgz"), "pypi": (f"teapot-{version}.whl", "bdist_wheel")}[
        ecosystem
    ]
    return ReleaseFile(ecosystem, NAME, **{"filename": filename, "version": version, "kind": kind, **more})


def run_check(
    check: str,
    rows: Iterable[Row],
    version: str = "1.0.0",
    day: int = TODAY,
    ecosystem: str = "npm",
    status: int = 200,
    heard: int = TODAY,
) -> Finding:
    """What a check finds about one version, as of a day.

    Args:
        check: its id.
        rows: what the registry tells.
        version: the one in question.
        day: as of when.
        ecosystem: whose registry.
        status: what the registry answered last.
        heard: the day on which it told the rows.
    """
    with memory_store("package_schema") as connection:
        shelf = Shelf(connection, ecosystem, 1, heard * DAY)
        body = Body(ecosystem, NAME, "json", "https://registry.example/teapot", 200, b"{}")
        shelf.store(body)
        shelf.replace(NAME, rows, [body])
        if status != body.status:
            shelf.store(Body(ecosystem, NAME, body.kind, body.source, status))
        subjects.prepare(connection, "package")
        subjects.add(connection, [{"ecosystem": ecosystem, "name": NAME, "version": version, "as_of": day * DAY}])
        return next(finding for finding in run_checks(connection, PACKAGE)[0] if finding.check == check)
