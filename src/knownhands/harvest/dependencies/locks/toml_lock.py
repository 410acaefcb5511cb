"""uv.lock, poetry.lock, pdm.lock and pylock.toml, by line: they have one form, and a TOML parser takes long."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import LONGEST_LINE

_TABLE = re.compile(r"\[\[?([^\[\]]+)\]\]?")
_PAIR = re.compile(r"""\s*(?:"([^"]+)"|([\w.-]+))\s*=\s*(.*)""")
_TEXT = re.compile(r'"([^"]*)"')
_HASH = re.compile(r"""\b(?:hash|checksum)\s*=\s*"([^"]+)"|\b(sha\d+|md5|blake2\w*)\s*=\s*"([0-9a-f]{16,})\"""")
_URL = re.compile(r'\b(?:url|registry|git|path|directory|editable|virtual)\s*=\s*"([^"]+)"')
_ARCHIVE = re.compile(r'\b(?:file|name|url)\s*=\s*"(?:[^"]*/)?([^"/]+\.(?:whl|zip|tar\.\w+|tgz|egg))"')
_NAME = re.compile(r'\bname\s*=\s*"([^"]+)"')
_NEED = re.compile(r'\s*"([A-Za-z0-9_][\w.-]*)')
_SPECIFIER = re.compile(r'\b(?:specifier|git|url|path|editable)\s*=\s*"([^"]*)"')
_HERE = ("virtual", "editable")


@dataclass
class _Entry:
    fields: dict[str, str] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    archive: str = ""
    addresses: list[str] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)
    own: dict[str, str] = field(default_factory=dict)


def read(body: bytes) -> LockContents:
    """Read each `[[package]]` with the tables below it."""
    entries: list[_Entry] = []
    wishes: dict[str, str] = {}
    table = key = ""
    is_cargo = b"\n[[package]]" in body and (b"\nchecksum = " in body or b"registry+" in body)
    for raw in body.decode("utf-8", "replace").split("\n"):
        line = raw[:LONGEST_LINE]
        heading = _TABLE.fullmatch(line.strip()) if line.startswith("[") else None
        if heading:
            table, key = heading[1], ""
            if table in {"package", "packages"}:
                entries.append(_Entry())
        elif table.startswith("package") and entries:
            pair = _PAIR.fullmatch(line)
            key = (pair[1] or pair[2]) if pair and not line.startswith((" ", "\t")) else key
            _take(entries[-1], table, key, line, pair[3] if pair and key in (pair[1], pair[2]) else "")
        elif line.startswith(("content-hash", "content_hash")):
            wishes["content-hash"] = line
    return _contents(entries, wishes, is_cargo=is_cargo)


def _take(entry: _Entry, table: str, key: str, line: str, value: str) -> None:
    """Read one line of a package."""
    below = table.partition(".")[2]
    if below.startswith("metadata"):
        if key and (name := _NAME.search(line)):
            specifier = _SPECIFIER.search(line)
            entry.own[f"{below} {key} {name[1]}"] = specifier[1] if specifier else ""
        return
    if not below and key in {"name", "version", "checksum", "source"} and value.startswith(('"', "{")):
        text = _TEXT.match(value)
        entry.fields[key] = text[1] if text else value
    if below == "dependencies":
        entry.needs.update({key} if key else ())
    elif key in {"dependencies", "dependency", "requires"} or "dependencies" in below:
        names = _NAME.findall(line) if "{" in line else _NEED.findall(line.partition("=")[2] if "[" in line else line)
        entry.needs.update(names)
    elif below != "extras":
        archive = _ARCHIVE.search(line)
        entry.archive = archive[1] if archive else entry.archive
        for match in _HASH.finditer(line):
            entry.hashes[match[1] or f"{match[2]}:{match[3]}"] = entry.archive
        entry.addresses += _URL.findall(line) if below or key != "source" else []
        entry.addresses += [value.strip('"')] if below == "source" and key == "url" else []


def _contents(entries: list[_Entry], wishes: dict[str, str], *, is_cargo: bool) -> LockContents:
    needed: set[str] = set()
    listed = []
    for entry in entries:
        name, source = entry.fields.get("name", ""), entry.fields.get("source", "")
        is_own = (is_cargo and not source) or any(f"{{ {word} =" in source or f"{{{word} =" in source for word in _HERE)
        needed |= entry.needs | ({name} if is_own else set())
        own = (
            {f"{name} {need}": "" for need in entry.needs}
            if is_cargo
            else {f"{name} {k}": v for k, v in entry.own.items()}
        )
        wishes |= own if is_own else {}
        hashes = entry.hashes | ({entry.fields["checksum"]: ""} if "checksum" in entry.fields else {})
        plain = [source] if source and not source.startswith("{") else []
        addresses = tuple(dict.fromkeys([*_URL.findall(source), *plain, *entry.addresses]))
        version = entry.fields.get("version", "")
        listed.append(
            Locked(name, version, tuple(hashes), addresses, is_own, f'name = "{name}"', tuple(hashes.values()))
        )
    return LockContents(tuple(listed), wishes, frozenset(needed) if needed else None)


LOCK = Lock(
    "toml_lock",
    "pypi",
    re.compile(r"(?:^|/)(?:uv\.lock|poetry\.lock|pdm\.lock|pylock[^/]*\.toml|[^/]+\.py\.lock)$"),
    read,
)
