"""Test programs of a build that cannot compile, so that what they ask about is switched off: the stray dot in xz's CMake file."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_LONGEST = 8_000  # bytes of a test program; chosen by eye
_LARGEST = 2_000_000  # bytes of a build file
_MOST = 300  # test programs of one file and kind; curl has 122 in all
_CMAKE = re.compile(
    rb"\b(?:check_(?:c|cxx)_source_(?:compiles|runs)|try_compile)\s*\(\s*(?:\"|\[\[|\[=\[)", re.IGNORECASE
)
_CMAKE_ENDS = re.compile(rb"(?<!\\)\"|\]=?\]")
_AUTOCONF = re.compile(rb"\bAC_LANG_(?:SOURCE|PROGRAM)\s*\(\s*\[\[")
_AUTOCONF_ENDS = re.compile(rb"\]\]\s*\)")
_COMMENT = re.compile(
    rb"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)|//[^\n]*|^[ \t]*#(?:[^\n\\]|\\\n?)*+", re.DOTALL | re.MULTILINE
)
_TEXT = re.compile(rb"\\?\"[^\"\n]{0,500}\"|'(?:\\.|[^'\\\n])[^'\n]{0,3}'")
_BETWEEN = re.compile(rb"\]\][ \t\n]*,[ \t\n]*\[\[")
_STRAY = re.compile(rb"^[ \t]*[.?@`$\\:|&^%~=+/-]{1,2}[ \t]*$", re.MULTILINE)
_SENSELESS = re.compile(rb"[=+*/%&|^<>][ \t]*;|[,;][ \t]*,|\([ \t]*,|[^\x00-\x7f]")
_PAIRS = {ord(")"): ord("("), ord("}"): ord("{"), ord("]"): ord("[")}


def _compare(notes: Notes, file: Changed, lines: Lines) -> None:
    body = lines.new[:_LARGEST]
    if file.new is None or not (_CMAKE.search(body) or _AUTOCONF.search(body)):
        return
    known = {program for _, program in _programs(lines.old[:_LARGEST])}
    for start, program in _programs(body):
        fault = _fault(program) if program not in known else ""
        if fault:
            notes.add(body.count(b"\n", 0, start) + 1, "broken_probe", "import", Ends(target=fault))


def _programs(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the test programs in a build file, each with where it begins."""
    for opens, ends in ((_CMAKE, _CMAKE_ENDS), (_AUTOCONF, _AUTOCONF_ENDS)):
        for opening in islice(opens.finditer(body), _MOST):
            end = ends.search(body, opening.end(), opening.end() + _LONGEST)
            if end:
                yield opening.start(), body[opening.end() : end.start()]


def _fault(program: bytes) -> str:
    """Say why a program in C cannot compile, as far as that is plain to see; "" where it is not."""
    if b"${" in program or b"@" in program or b"m4_" in program:  # put together at build time
        return ""
    code = _TEXT.sub(b"0", _COMMENT.sub(b" ", _BETWEEN.sub(b"\n", program)))
    if _STRAY.search(code):
        return "a stray character"
    if _SENSELESS.search(code):
        return "no sense in an expression"
    left: list[int] = []
    for char in code:
        if char in _PAIRS.values():
            left.append(char)
        elif char in _PAIRS and (not left or left.pop() != _PAIRS[char]):
            return "brackets that do not match"
    return "brackets that do not match" if left else ""


COMPARER = Comparer(
    id="broken_probes",
    paths=re.compile(r"(?:^|/)(?:cmakelists\.txt|configure\.(?:ac|in))$|\.(?:cmake|m4|ac)$", re.IGNORECASE),
    compare=_compare,
)
