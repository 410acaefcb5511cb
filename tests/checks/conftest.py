"""Ask one check about an archive whose files stand in the test, alone, beside another, or beside advisories."""

import io
import json
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from advisories import database
from knownhands.checks.assemble import run_checks
from knownhands.harvest.advisories.harvest import harvest_advisories
from knownhands.harvest.advisories.match import match_advisories
from knownhands.harvest.advisories.sources import Item, Source
from knownhands.harvest.archive.artifact import harvest_artifact
from knownhands.kinds.artifact import KIND as ARTIFACT
from knownhands.kinds.package import KIND as PACKAGE
from knownhands.records import Finding
from knownhands.store import subjects
from knownhands.store.connection import memory_store
from packing import tgz, zipped

Ask = Callable[..., Finding]
Files = Mapping[str, str | bytes]


def pack(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write an sdist with these files below its top folder; nothing in it is ever run."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            body = content if isinstance(content, bytes) else content.encode()
            entry = tarfile.TarInfo(f"pots-1.0/{name}")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return path


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    """Pack files, and return what one check finds in them."""

    def now(check: str, files: Mapping[str, str | bytes], *, cut: int = 0) -> Finding:
        path = pack(tmp_path / "pots-1.0.tar.gz", {"PKG-INFO": "Name: pots\n", **files})
        if cut:
            path.write_bytes(path.read_bytes()[:-cut])
        with memory_store("package_schema") as connection:
            subjects.prepare(connection, "package")
            subjects.add(connection, [{"artifact": harvest_artifact(connection, path)}])
            findings = run_checks(connection, PACKAGE)[0]
        return next(finding for finding in findings if finding.check == check)

    return now


@pytest.fixture
def compare(tmp_path: Path) -> Ask:
    """Pack files as an sdist, wheel or npm archive, and return what one check finds in them beside others.

    `previous` is packed in the same form, `sibling` as an sdist, `tree` as a repository's files; `cut` takes bytes off
    the end of all three.
    """

    def now(check: str, files: Files, *, form: str = "sdist", cut: int = 0, **others: Files) -> Finding:
        with memory_store("package_schema") as connection:
            row = {"artifact": harvest_artifact(connection, _packed(tmp_path, "new", form, files))}
            for column, held in others.items():
                path = _packed(tmp_path, column, form if column == "previous" else "sdist", held)
                if cut:
                    path.write_bytes(path.read_bytes()[:-cut])
                row[column] = harvest_artifact(connection, path)
            subjects.prepare(connection, "package")
            subjects.add(connection, [row])
            findings = run_checks(connection, ARTIFACT)[0]
        return next(finding for finding in findings if finding.check == check)

    return now


def _packed(folder: Path, name: str, form: str, files: Files) -> Path:
    path = folder / name
    members = [(inner, body if isinstance(body, bytes) else body.encode()) for inner, body in files.items()]
    if form == "wheel":
        path = path.with_suffix(".whl")
        path.write_bytes(zipped(*members, ("pots-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\n")))
    elif form == "npm":
        path = path.with_suffix(".tgz")
        path.write_bytes(tgz(*((f"package/{inner}", body) for inner, body in members)))
    else:
        path = pack(path.with_suffix(".tar.gz"), {"pyproject.toml": "", **files})
    return path


@pytest.fixture
def ask_of() -> Ask:
    """Harvest a database of advisories, and return what one check finds of a package (ecosystem, name, version)."""

    def now(check: str, records: list, subject: tuple, *, is_matched: bool = True) -> Finding:
        with memory_store("package_schema") as connection:
            if records:
                body = json.dumps(database(*records)).encode()
                harvest_advisories(connection, "shelf", Source((Item("1.json", lambda: body),), is_database=True), 0)
            subjects.prepare(connection, "package")
            subjects.add(connection, [dict(zip(("ecosystem", "name", "version"), subject, strict=True))])
            if is_matched:
                match_advisories(connection)
            findings = run_checks(connection, PACKAGE)[0]
        return next(finding for finding in findings if finding.check == check)

    return now
