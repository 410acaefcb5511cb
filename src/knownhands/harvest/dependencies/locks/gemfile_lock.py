"""Gemfile.lock: gems by where they are from, what they ask for, and the hashes that newer Bundlers keep."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.locks._lock import Lock, LockContents, Locked
from knownhands.harvest.dependencies.tables import read_lines

_GEM = re.compile(r"(    |      )([\w.-]+)(?: \(([^)]*)\))?!?")
_WISH = re.compile(r"  ([\w.-]+)!?(?: \(([^)]*)\))?!?(?: (sha\d+=\S+))?")


def read(body: bytes) -> LockContents:
    """Read each section."""
    section = remote = ""
    gems: list[tuple[str, str, str]] = []
    wishes: dict[str, str] = {}
    needed: set[str] = set()
    hashes: dict[tuple[str, str], str] = {}
    for line in read_lines(body):
        if line and not line.startswith(" "):
            section, remote = line, ""
        elif line.startswith("  remote: "):
            remote = line.removeprefix("  remote: ")
        elif match := _GEM.fullmatch(line):
            if len(match[1]) == 4:  # noqa: PLR2004 - columns
                gems.append((match[2], match[3] or "", "" if section == "PATH" else remote))
                needed |= {match[2]} if section == "PATH" else set()
            else:
                needed.add(match[2])
        elif match := _WISH.fullmatch(line):
            if section == "DEPENDENCIES":
                wishes[match[1]] = match[2] or ""
                needed.add(match[1])
            elif section == "CHECKSUMS" and match[3]:
                hashes[match[1], match[2] or ""] = match[3].replace("=", ":", 1)
    entries = [
        Locked(
            name,
            version,
            tuple(filter(None, [hashes.get((name, version), "")])),
            (remote,) if remote else (),
            at=f"    {name} (",
        )
        for name, version, remote in gems
    ]
    return LockContents(tuple(entries), wishes, frozenset(needed))


LOCK = Lock("gemfile_lock", "gem", re.compile(r"(?:^|/)(?:Gemfile[^/]*|gems)\.(?:lock|locked)$"), read)
