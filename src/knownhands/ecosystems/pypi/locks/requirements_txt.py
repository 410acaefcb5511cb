"""pip's requirements files.

Own lines over packaging's requirements: the one library for the whole format, pip-requirements-parser, had its last
release in 2022 and copies pip's code; pip's own is not for import. Options that change where packages come from, not
which, are passed over; a line that is not understood to its end is a gap. `${NAME}` is left as it is, for the value
is not ours to know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from knownhands.documents.dependency import Dependency, Found, Reader
from knownhands.documents.gaps import gap, origin, without_password
from knownhands.documents.graph import unique
from knownhands.ecosystems.pypi import ECOSYSTEM
from knownhands.ecosystems.pypi.options import read_options
from knownhands.ecosystems.pypi.requirement import from_requirement, parse_requirement
from knownhands.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.documents.document import Document

MAX_INCLUDES = 100
"""Files that one requirements file may bring in; chosen by eye."""

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_OPTION = re.compile(r"\s--?[a-z]")
_HASH = re.compile(r"--hash[=\s]\s*([a-z0-9]+:[0-9a-f]+)", re.IGNORECASE)
_CODING = re.compile(r"coding[:=]\s*([-\w.]+)", re.ASCII)
_OURS = ("utf-8", "utf8", "ascii", "us-ascii")
_ARCHIVE = re.compile(r"\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\.(?:gz|bz2|xz|lz|lzma))(?:\[[^\]]+\])?\Z", re.IGNORECASE)
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")


@dataclass
class _Reading:
    """What was read so far, over all files."""

    dependencies: list[Dependency] = field(default_factory=list)
    pins: dict[str, Dependency] = field(default_factory=dict)
    gaps: list[tuple[str, str]] = field(default_factory=list)
    seen: set[tuple[str, bool]] = field(default_factory=set)


def read(document: Document) -> Found:
    """Read a requirements file and what it includes, each file once."""
    reading = _Reading(seen={(str(document.within), False)})
    waiting = [(document, False)]
    while waiting:
        current, is_constraint = waiting.pop()
        reading.gaps += _foreign(current)
        for source, line in _lines(current):
            if line.startswith("-"):
                waiting += _follow(current, line, source, reading, is_constraint=is_constraint)
            elif is_constraint:
                pin = from_requirement(*_split(line, source))
                reading.pins[pin.name] = pin
            else:
                reading.dependencies.append(_dependency(line, source))
    return Found(
        unique(_pinned(item, reading.pins.get(item.name)) for item in reading.dependencies), tuple(reading.gaps)
    )


def _lines(document: Document) -> Iterator[tuple[str, str]]:
    """Give (place, line) with continuations joined and comments dropped; a comment ends a continuation, as in pip."""
    parts: list[str] = []
    start = 1
    for number, raw in enumerate([*document.text.splitlines(), ""], 1):
        if not parts:
            start = number
        is_comment = raw.lstrip().startswith("#")
        if raw.endswith("\\") and not is_comment:
            parts.append(raw[:-1])
            continue
        parts.append(" " + raw if is_comment else raw)
        line = _COMMENT.sub("", "".join(parts)).strip()
        parts = []
        if line:
            yield f"{document.path}:{start}", line


def _foreign(document: Document) -> Iterator[tuple[str, str]]:
    """Say where one of the first two lines has pip read the file in another encoding, and find other lines in it."""
    for number, line in enumerate(document.text.split("\n")[:2], 1):
        coding = _CODING.search(line) if line.startswith("#") else None
        if coding and coding[1].lower().replace("_", "-") not in _OURS:
            yield f"{document.path}:{number}", f"pip reads the file as {coding[1][:50]!r}, and it was read as UTF-8"


def _follow(
    document: Document, line: str, source: str, reading: _Reading, *, is_constraint: bool
) -> list[tuple[Document, bool]]:
    """Read a line of options. Gives the file that it includes, and whether that only constrains.

    NOTE: to pip, a file that a constraints file includes by `-r` is one of requirements again.
    """
    options = read_options(line)
    if not options.is_understood or (options.editable and is_constraint):
        reading.gaps.append((source, f"the line {without_password(line)[:200]!r} was not understood to its end"))
    if options.editable:
        reading.dependencies.append(_unnamed(options.editable, source, gap("editable", options.editable)))
        return []
    if not options.include:
        return []
    other = _open(document, options.include, source, reading, constrains=options.constrains)
    return [(other, options.constrains)] if other else []


def _open(document: Document, path: str, source: str, reading: _Reading, *, constrains: bool) -> Document | None:
    """Open an included file unless it was read already; one that cannot be had is a gap."""
    try:
        other = document.beside(path) if len(reading.seen) <= MAX_INCLUDES else None
    except SourceError as error:
        reading.gaps.append((source, error.message))
        return None
    if other is None:
        reading.gaps.append((source, f"the file {path[:200]!r} that it includes is not there or not below this folder"))
        return None
    key = (str(other.within), constrains)
    if key in reading.seen:
        return None
    reading.seen.add(key)
    return other


def _split(line: str, source: str) -> tuple[str, str, tuple[str, ...]]:
    """Part a requirement from its options."""
    option = _OPTION.search(line)
    text, options = (line[: option.start()], line[option.start() :]) if option else (line, "")
    return text.strip(), source, tuple(_HASH.findall(options))


def _dependency(line: str, source: str) -> Dependency:
    """Read a line that is no option."""
    text, _, hashes = _split(line, source)
    if why := origin(text) or _archive(text):
        return replace(_unnamed(text, source, why), hashes=hashes)
    return from_requirement(text, source, hashes)


def _unnamed(text: str, source: str, why: str) -> Dependency:
    """Make a dependency of an address. Where neither `#egg=` nor `name @` names it, it has no purl."""
    egg = _EGG.search(text)
    requirement = parse_requirement(text)
    name = egg[1] if egg else requirement.name if requirement and requirement.url else ""
    if name:
        return ECOSYSTEM.dependency(name, None, is_direct=True, source=source, gap=why)
    return Dependency("", without_password(text), None, "pypi", is_direct=True, source=source, gap=why)


def _archive(text: str) -> str:
    """Say that a bare file name or folder is local."""
    path = text.partition(";")[0].strip()
    is_archive = _ARCHIVE.search(path) is not None and "@" not in path
    is_folder = path == "." or ("/" in path and parse_requirement(text) is None)
    return gap("local path", text) if is_archive or is_folder else ""


def _pinned(dependency: Dependency, pin: Dependency | None) -> Dependency:
    """Fill in the version that a constraint leaves as the only one, or the place that it names instead of the index."""
    is_elsewhere = pin is not None and bool(pin.gap) and not pin.gap.startswith("unpinned")
    if pin and is_elsewhere and dependency.gap.partition(":")[0] in ("", "unpinned"):
        return replace(dependency, gap=pin.gap)
    if pin is None or pin.version is None or not dependency.gap.startswith("unpinned"):
        return dependency
    return replace(dependency, version=pin.version, purl=pin.purl, gap="", hashes=dependency.hashes or pin.hashes)


def _recognises(document: Document) -> bool:
    if not document.name.endswith((".txt", ".in", ".pip")):
        return False
    first = next((line for _, line in _lines(document)), "")
    if first.startswith("-"):
        return read_options(first).is_understood
    return parse_requirement(_split(first, "")[0]) is not None


READER = Reader(
    "requirements_txt",
    "requirements.txt",
    ("requirements*.txt", "*requirements.txt", "constraints*.txt", "requirements*.in", "requirements*.lock"),
    _recognises,
    read,
)
