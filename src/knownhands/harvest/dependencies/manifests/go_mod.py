"""go.mod: modules, and those that replace others."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Manifest, Wish
from knownhands.harvest.dependencies.tables import read_lines

_BLOCK = re.compile(r"(require|replace|tool)\s*\(")
_LINE = re.compile(r"(require|replace|tool)\s+(\S.*)")
_MODULE = re.compile(r"([^\s\"]+|\"[^\"]+\")(?:\s+(v\S+))?(?:\s+//\s*(indirect))?.*")
_REPLACE = re.compile(r"(\S+)(?:\s+v\S+)?\s+=>\s+(\S+)(?:\s+(v\S+))?.*")


def read(body: bytes) -> Contents:
    """Read blocks and single lines."""
    wishes: list[Wish] = []
    block = ""
    for raw in read_lines(body):
        line = raw.strip()
        if match := _BLOCK.match(line):
            block = match[1]
        elif line == ")":
            block = ""
        elif line and not line.startswith("//"):
            single = _LINE.match(line)
            part, text = (single[1], single[2]) if single and not block else (block, line)
            wishes += _wish(part, text)
    return Contents(tuple(wishes))


def _wish(part: str, text: str) -> list[Wish]:
    if part == "replace" and (match := _REPLACE.fullmatch(text)):
        other = match[2].strip('"')
        is_path = other.startswith((".", "/"))
        package = "" if other == match[1] else other
        return [
            Wish(
                "golang", match[1].strip('"'), part, match[3] or "", other if is_path else "", package, is_override=True
            )
        ]
    if part in {"require", "tool"} and (match := _MODULE.fullmatch(text)):
        return [Wish("golang", match[1].strip('"'), match[3] or part, match[2] or "")]
    return []


MANIFEST = Manifest("go_mod", "golang", re.compile(r"(?:^|/)go\.(?:mod|work)$"), read)
