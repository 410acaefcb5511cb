"""yarn.lock, of Yarn 1 and of those since, by line."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import read_lines

_FIELD = re.compile(r"""  "?(version|resolved|resolution|integrity|checksum)"?:? "?([^"]+)"?""")
_PART = re.compile(r"  (dependencies|optionalDependencies|peerDependencies|devDependencies):")
_NEED = re.compile(r"""    "?(@?[^"@\s:][^"\s:]*)"?:? "?([^"]*)"?""")
_WISH = re.compile(r"""(@?[^@,"\s]+)@([^,"]+)""")


def read(body: bytes) -> LockContents:
    """Read each block; one begins at the margin with the wishes that it answers."""
    entries: list[Locked] = []
    heads: dict[str, str] = {}
    needed: dict[str, set[str]] = {}
    fields: dict[str, str] = {}
    head = part = ""
    for line in [*read_lines(body), "end:"]:
        if not line or line.startswith("#"):
            continue
        if not line.startswith(" "):
            if head and head != "__metadata:":
                entries.append(_entry(head, fields))
                heads |= dict.fromkeys((f"{name}@{text}" for name, text in _WISH.findall(head.rstrip(":"))), head)
            head, fields, part = line, {}, ""
        elif match := _PART.fullmatch(line):
            part = match[1]
        elif match := _FIELD.fullmatch(line):
            fields[match[1]] = match[2]
        elif part and (match := _NEED.fullmatch(line)):
            needed.setdefault(match[1], set()).add(match[2].strip())
    return LockContents(tuple(entries), _own(heads, needed), frozenset(needed))


def _own(heads: dict[str, str], needed: dict[str, set[str]]) -> dict[str, str]:
    """Return the wishes that no package in the file has: the project's own."""
    own = {}
    for wish in heads:
        name, _, text = wish[1:].partition("@")
        name = wish[:1] + name
        if text.strip().removeprefix("npm:") not in {text.removeprefix("npm:") for text in needed.get(name, ())}:
            own[f"{text} {name}"] = text
    return own


def _entry(head: str, fields: dict[str, str]) -> Locked:
    name, text = next(iter(_WISH.findall(head.rstrip(":"))), (head.rstrip(":").strip('"'), ""))
    resolution = fields.get("resolution", "")
    if text.startswith("npm:") and re.match(r"npm:@?[A-Za-z_]", text):  # an alias
        name = text[4:5] + text[5:].partition("@")[0]
    if resolution:
        name = resolution[:1] + resolution[1:].partition("@")[0]
    where = resolution[1:].partition("@")[2]
    address = fields.get("resolved", "") or ("" if where.startswith(("npm:", "workspace:", "patch:")) else where)
    checksum = fields.get("checksum", "")
    key, _, value = checksum.rpartition("/")
    hashes = tuple(sorted(fields.get("integrity", "").split())) or ((f"berry{key}:{value}",) if checksum else ())
    return Locked(
        name, fields.get("version", ""), hashes, (address,) if address else (), where.startswith("workspace:"), at=head
    )


LOCK = Lock("yarn_lock", "npm", re.compile(r"(?:^|/)yarn\.lock$"), read)
