"""Build files of Ant and Maven: the programs and scripts that they run, and what they download without a check."""

from __future__ import annotations

import re
from bisect import bisect_left
from html import unescape
from itertools import islice
from shlex import quote
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_plain import host_in

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 2_000_000  # bytes
_MOST = 2_000  # programs of one file
_LONGEST = 20_000  # characters of one
_STARTS = re.compile(r"<(?:exec|executable|get)\b(?P<of>(?:\"[^\"<]*+\"|'[^'<]*+'|[^<>\"'])*+)>", re.IGNORECASE)
_WORD = re.compile(
    r"<arg\b[^<>]{0,40}?\b(value|line|file|path)\s{0,9}=\s{0,9}(?:\"([^\"<]*+)\"|'([^'<]*+)')|<argument>([^<]{0,4000})</argument>|<(/exec|/configuration|/arguments)>",
    re.IGNORECASE,
)
_PROGRAM = re.compile(r"\b(?:executable|command)\s{0,9}=\s{0,9}[\"']([^\"'<]{1,1000})[\"']")
_ADDRESS = re.compile(r"\bsrc\s{0,9}=\s{0,9}[\"'](https?://[^\"'<]{1,1000})[\"']")


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    text = body.decode("utf-8", "replace")
    ends = [end.start() for end in re.finditer("\n", text)]
    script = Script(notes)
    is_checked = "<checksum" in text
    for start in islice(_STARTS.finditer(text), _MOST):
        line = bisect_left(ends, start.start()) + 1
        address = _ADDRESS.search(start["of"]) if start[0].lower().startswith("<get") else None
        if address and not is_checked:
            notes.add(line, "downloads_in_build", "import", Ends(host_in(address[1]), "get", clip(address[1])))
        elif not address:
            script.read(" ".join(_words(text, start)), line)


def _words(text: str, start: re.Match[str]) -> Iterator[str]:
    """Yield the words of a command as a shell takes them."""
    program = _PROGRAM.search(start["of"])
    if program:
        yield unescape(program[1])
    else:
        end = text.find("<", start.end(), start.end() + 1_000)
        yield unescape(text[start.end() : max(end, start.end())].strip())
    if start["of"].endswith("/"):
        return
    for word in islice(_WORD.finditer(text, start.end(), start.end() + _LONGEST), 100):
        if word[5]:
            return
        value = unescape(word[2] or word[3] or word[4] or "")
        yield value if (word[1] or "").lower() == "line" else quote(value)


READER = Reader(
    id="ant", paths=re.compile(r"(?:^|/)(?:pom|build|ivy|antrun|maven[^/]*)\.xml$|\.pom$", re.IGNORECASE), read=_read
)
