"""Files of GYP, which npm builds a package with as soon as it finds a `binding.gyp`: the commands that they run for what those print."""

from __future__ import annotations

import re
import shlex
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes

LARGEST = 1_000_000  # bytes
# No end is asked for, so that no file makes it go back.
_STRING = r"'(?:[^'\\]|\\.){0,4000}+'?|\"(?:[^\"\\]|\\.){0,4000}+\"?"
_EXPANDED = re.compile(r"[<>^]!@?\(")  # what stands before a command within a string
_TOKEN = re.compile(
    rf"\#[^\n]*+|(?P<action>['\"]action['\"]\s{{0,20}}:\s{{0,20}}\[)|(?P<text>{_STRING})|(?P<end>\])", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_UNHEARD = re.compile(r"(?<![2\d])1?>\s?/dev/null|&>\s?/dev/null|>\s?nul\b", re.IGNORECASE)
_MOST = 5_000


def _read(notes: Notes, body: bytes) -> None:
    text = body[:LARGEST].decode("utf-8", "replace")
    script = Script(notes, "install")
    words: list[str] | None = None  # of the action at hand
    at, line = 0, 1
    for match in islice(_TOKEN.finditer(text), _MOST):
        line += text.count("\n", at, match.start())
        at = match.start()
        if match["action"]:
            words = []
        elif match["text"]:
            value = _ESCAPED.sub(r"\1", match["text"][1:-1])
            for expanded in _EXPANDED.split(value)[1:]:
                _note_expanded(notes, script, expanded.rpartition(")")[0] or expanded, line)
            if words is not None:
                words.append(value)
        elif match["end"] and words is not None:
            script.read(shlex.join(words), line)
            words = None


def _note_expanded(notes: Notes, script: Script, command: str, line: int) -> None:
    """Note a command that stands there for what it prints; one that throws that away is there for something else."""
    if _UNHEARD.search(command):
        notes.add(line, "install_hook", "install", Ends("", "<!", command))
    script.read(command, line)


READER = Reader(id="gyp", paths=re.compile(r"\.gypi?$", re.IGNORECASE), read=_read)
