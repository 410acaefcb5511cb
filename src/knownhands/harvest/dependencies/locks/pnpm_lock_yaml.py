"""pnpm-lock.yaml, by line, as pnpm writes it."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import plain, read_lines

_KEY = re.compile(r"""( *)(?:'([^']+)'|"([^"]+)"|([^\s'":{][^\s:]*(?::[^\s:]+)*)):(?: (.*))?""")
_INTEGRITY = re.compile(r"integrity: ([^\s,}]+)")
_TARBALL = re.compile(r"(?:tarball|repo): ([^\s,}]+)")
_OWN = frozenset({"dependencies", "devDependencies", "optionalDependencies", "specifiers"})
_NEEDS = frozenset({"dependencies", "optionalDependencies", "peerDependencies"})
_OF_PACKAGE, _OF_PART, _NEED = 2, 4, 6


def read(body: bytes) -> LockContents:
    """Read projects, packages and what these ask for."""
    reading = _Reading()
    for line in read_lines(body):
        if match := _KEY.fullmatch(line):
            reading.take(len(match[1]), match[2] or match[3] or match[4], plain(match[5] or ""))
    return LockContents(
        tuple(_entry(key, text) for key, text in reading.packages.items()), reading.wishes, frozenset(reading.needed)
    )


class _Reading:
    """Where in the file a line is, and what was read before it.

    Attributes:
        packages: the key of each package → what its hash and address stand in.
        wishes: project and name → range.
        needed: names.
    """

    def __init__(self) -> None:
        self.packages: dict[str, str] = {}
        self.wishes: dict[str, str] = {}
        self.needed: set[str] = set()
        self._path = ["", "", "", ""]
        self._name = ""

    def take(self, indent: int, key: str, value: str) -> None:
        """Read one line of a table."""
        level = min(indent // 2, 3)
        self._path[level:] = [key, *[""] * (3 - level)]
        section, second, third, _ = self._path
        if section in {"packages", "snapshots"}:
            if indent == _OF_PACKAGE and section == "packages":
                self.packages[key] = ""
            elif third == "resolution" and section == "packages":
                self.packages[second] += f"{key}: {value} "
            elif indent == _NEED and third in _NEEDS:
                self.needed.add(key)
        elif section == "importers" and third in _OWN:
            self._own(second, key, value, is_name=indent == _NEED)
        elif section in _OWN and indent == _OF_PACKAGE:
            self.needed.add(key)
            self.wishes |= {f". {key}": value} if value and section == "specifiers" else {}
        elif section in _OWN and key == "specifier":
            self.wishes[f". {second}"] = value

    def _own(self, project: str, key: str, value: str, *, is_name: bool) -> None:
        if is_name:
            self.needed.add(key)
            self.wishes |= {f"{project} {key}": value} if value else {}
        elif key == "specifier":
            self.wishes[f"{project} {self._name}"] = value
        if is_name:
            self._name = key


def _entry(key: str, resolution: str) -> Locked:
    base = key.partition("(")[0].removeprefix("/")
    sign = "@" if base.find("@", 1) > 0 else "/"
    split = base.find("@", 1) if sign == "@" else base.rfind("/")
    name, version = (base[:split], base[split + 1 :]) if split > 0 else (base, "")
    integrity, tarball = _INTEGRITY.search(resolution), _TARBALL.search(resolution)
    address = tarball[1] if tarball else version if "://" in version or ":" in version else ""
    return Locked(
        name, version.partition("_")[0], (integrity[1],) if integrity else (), (address,) if address else (), at=key
    )


LOCK = Lock("pnpm_lock_yaml", "npm", re.compile(r"(?:^|/)pnpm-lock\.ya?ml$"), read)
