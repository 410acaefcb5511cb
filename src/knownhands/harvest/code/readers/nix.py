"""Nix expressions: the shell scripts within them, and what they download without a hash."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_show
from knownhands.harvest.code.shell_plain import host_in

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 2_000_000  # bytes
_MOST = 2_000  # scripts of one file
_CLOSES = re.compile(r"''(?!['$\\])")
_LINE = re.compile(
    r"(?:\b(?:\w{1,40}(?:Phase|Hook|Command|Script)|pre\w{1,40}|post\w{1,40})\s{0,9}=|\b(?:runCommand\w{0,20}|writeShell\w{1,20}|writeScript\w{0,5})\b[^\"\n;]{0,80}\"[^\"\n]{1,80}\"[^\"\n;]{0,80}?)\s{0,20}\"((?:[^\"\\]|\\.){1,10000}+)\""
)
_FETCH = re.compile(
    r"\b(builtins\.fetchurl|(?:builtins\.)?fetchTarball|fetchurl)\b\s{0,20}(?:\(\s{0,9})?(?:\{([^{}]{1,2000})\}|\"([^\"\n]{1,1000})\"|(https?://[^\s;()]{1,1000}))"
)
_ADDRESS = re.compile(r"\burl\s{0,9}=\s{0,9}\"([^\"\n]{1,1000})\"")
_HASH = re.compile(r"\b(?:sha256|sha512|sha1|hash|outputHash)\s{0,9}=|\binherit\b[^;]{0,200}\b(?:sha256|hash)\b")
_COMMIT = re.compile(r"\b[0-9a-f]{40}\b|\$\{")


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    text = body.decode("utf-8", "replace")
    ends = [end.start() for end in re.finditer("\n", text)]
    script = Script(notes)
    lines = ((line[1], line.start(1)) for line in islice(_LINE.finditer(text), _MOST))
    for code, start in sorted([*_scripts(text), *lines], key=itemgetter(1)):
        script.read(code.replace("''$", "$"), bisect_left(ends, start) + 1)
    for fetch in islice(_FETCH.finditer(text), _MOST):
        address = _ADDRESS.search(fetch[2]) if fetch[2] else None
        url = (address[1] if address else "") if fetch[2] else fetch[3] or fetch[4]
        if "://" in url and not _COMMIT.search(url) and not _HASH.search(fetch[2] or ""):
            line = bisect_left(ends, fetch.start()) + 1
            notes.add(line, "downloads_in_build", "import", Ends(host_in(url), fetch[1], clip(url)))


def _scripts(text: str) -> Iterator[tuple[str, int]]:
    """Yield the texts between two quotes each, and where they begin."""
    start = text.find("''")
    while start >= 0 and (end := _CLOSES.search(text, start + 2)):
        yield text[start + 2 : end.start()], start + 2
        start = text.find("''", end.end())


def _may_show(added: bytes) -> bool:
    return b"fetch" in added or may_show(added)


READER = Reader(id="nix", paths=re.compile(r"\.nix$", re.IGNORECASE), read=_read, may_show=_may_show)
