"""A store of packages as a first run leaves it, without any network: metadata of an invented index, and archives read."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from knownhands.documents.registry import Body
from knownhands.ecosystems.pypi import ECOSYSTEM
from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.reader import read_bytes
from knownhands.harvest.registry.harvest import recall
from knownhands.harvest.registry.rows import Shelf
from packing import tgz

if TYPE_CHECKING:
    import duckdb

NOW = 1_800_000_000
PLAIN = b"from setuptools import setup\nsetup()\n"
EVIL = b"import os\nfrom setuptools import setup\nos.system('id')\nsetup()\n"


def sdist(name: str, version: str, setup: bytes = PLAIN) -> bytes:
    top = f"{name}-{version}"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    return tgz((f"{top}/PKG-INFO", metadata), (f"{top}/setup.py", setup), (f"{top}/{name}.py", b"x = 1\n"))


def sha256(name: str, version: str, setup: bytes = PLAIN) -> str:
    return hashlib.sha256(sdist(name, version, setup)).hexdigest()


def stock(connection: duckdb.DuckDBPyConnection, name: str, versions: dict[str, bytes], now: int = NOW) -> None:
    """Fill the store with a package of PyPI's kind: version → its setup.py; one was published a day after another."""
    files = {version: sdist(name, version, setup) for version, setup in versions.items()}
    releases = {
        version: [
            {
                "filename": f"{name}-{version}.tar.gz",
                "packagetype": "sdist",
                "url": f"https://files.example/{name}-{version}.tar.gz",
                "digests": {"sha256": hashlib.sha256(body).hexdigest()},
                "upload_time_iso_8601": f"2026-01-{day:02}T00:00:00Z",
                "yanked": False,
            }
        ]
        for day, (version, body) in enumerate(files.items(), start=1)
    }
    project = {"info": {"name": name, "version": list(versions)[-1]}, "releases": releases}
    address = f"https://index.example/pypi/{name}/json"
    shelf = Shelf(connection, "pypi", ECOSYSTEM.registry.version, now)
    shelf.store(Body("pypi", name, "json", address, 200, json.dumps(project).encode()))
    recall(shelf, ECOSYSTEM, [name])
    for version, body in files.items():
        artifact, filename = hashlib.sha256(body).hexdigest(), f"{name}-{version}.tar.gz"
        keep(connection, artifact, read_bytes(filename, body))
        connection.execute(
            "INSERT INTO downloads VALUES ('pypi', ?, ?, ?, 'sdist', ?, ?, ?)",
            [name, version, filename, artifact, now, f"sha256-{artifact}"],
        )
