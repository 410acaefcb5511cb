"""Programs in PHP, Ruby, Perl, Groovy and other languages that give commands to the system in ways of their own, line by line."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.embedded import commands_in, marks_of
from knownhands.harvest.code.fetched import LOADS
from knownhands.harvest.code.pieces import MAY, put_together
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.readers.source import LONGEST_LINE, interesting, read_source, shown_of, trigger_of
from knownhands.harvest.code.shell import Script

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes

_MOST = 4_000  # lines of one file that hold commands


def _read(notes: Notes, body: bytes) -> None:
    scripts: dict[str, Script] = {}
    body = put_together(body)
    _read_commands(notes, body, scripts)
    read_source(notes, body, scripts)


def _read_commands(notes: Notes, body: bytes, scripts: dict[str, Script]) -> None:
    """Read the commands that stand where to run one is nothing in itself."""
    lines = body.split(b"\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    marks = islice(marks_of(notes.path).finditer(body), _MOST)
    for number in dict.fromkeys(bisect_right(starts, mark.start()) for mark in marks):
        for command in commands_in(notes.path, shown_of(lines[number - 1][:LONGEST_LINE], notes.path)):
            trigger = trigger_of(notes.path, lines, number)
            scripts.setdefault(trigger, Script(notes, trigger)).read(command, number)


READER = Reader(
    id="scripting",
    paths=re.compile(
        r"\.(?:rb|rake|gemspec|podspec|ru|php\d?|phtml|inc|pl|pm|groovy|gradle|kts|scala|sbt|clj|cljs|nim|nims|zig|hs|ml|jl|cr|el|vbs|wsf|hta|pbxproj|xcscheme)$"
        r"|(?:^|/)(?:rakefile|gemfile|podfile|vagrantfile|fastfile|brewfile)$",
        re.IGNORECASE,
    ),
    first=re.compile(rb"^#!.*\b(?:ruby|perl|php|julia|groovy|scala|runghc)"),
    read=_read,
    may_show=lambda added: any(words.search(added) for words in (interesting(), MAY, marks_of(""), LOADS)),
)
