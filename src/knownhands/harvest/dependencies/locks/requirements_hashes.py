"""Requirements with hashes, which are a lock file too."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.manifests.requirements_txt import MANIFEST
from knownhands.harvest.dependencies.tables import read_lines

_PIN = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*={2,3}\s*([^\s;\\]+)")
_HASH = re.compile(r"--hash[=\s]\s*([a-z0-9]+:[0-9a-f]+)", re.IGNORECASE)


def read(body: bytes) -> LockContents:
    """Read pins with the hashes behind them; without any hash it is no lock file."""
    if b"--hash" not in body:
        return LockContents()
    pins: list[tuple[str, str, list[str]]] = []
    for line in read_lines(body):
        if match := _PIN.match(line):
            pins.append((match[1], match[2], []))
        if pins:
            pins[-1][2].extend(_HASH.findall(line))
    return LockContents(
        tuple(Locked(name, version, tuple(sorted(hashes)), at=f"{name}==") for name, version, hashes in pins)
    )


LOCK = Lock("requirements_hashes", "pypi", MANIFEST.paths, read)
