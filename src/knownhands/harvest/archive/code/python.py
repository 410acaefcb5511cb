"""What a Python file does, by Python's own syntax tree."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from knownhands.harvest.archive.code import names
from knownhands.harvest.archive.code.facts import Notes
from knownhands.harvest.archive.code.visit import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.archive.code.facts import Fact
    from knownhands.harvest.archive.code.visit import Sink

LARGEST = 600_000  # bytes; nothing but calls, this much takes two seconds, and hand-written modules stay far below
_MOST_WORDS = 2_000_000  # bytes; without a tree it is quicker
_LONGEST_NAME = 200
_DEEPEST = 3  # code within code within code
_SENSELESS = (SyntaxError, ValueError, RecursionError, MemoryError, LookupError, OverflowError)
_WORD = re.compile(rb"[\w.]++\s*+(\(?)")  # always matches, so that no text makes it go back
_COOKIE = re.compile(rb"^[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
_PLAIN_ENCODINGS = (b"utf", b"latin", b"iso-8859", b"iso8859", b"ascii", b"us-ascii", b"cp125", b"euc", b"gb", b"big5",
                    b"koi8", b"shift", b"iso-2022", b"iso2022", b"iso_8859", b"l1")  # fmt: skip
_RUNNING = frozenset({"file", "download", "decoded"})
_PRIVATE = frozenset({"environment", "credential"})


def read_python(path: str, body: bytes) -> tuple[Fact, ...]:
    """Read one Python file.

    A file that cannot be parsed is one fact of kind obfuscation, and is then read word by word.
    """
    notes = Notes(path)
    _note_encoding(notes, body)
    if _is_interesting(body):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _read(notes, body, _moment(path), 0)
    return notes.facts()


def _is_interesting(body: bytes) -> bool:
    """Pass over files without any word that could matter; Python takes some other letters for ASCII ones."""
    return bool(
        names.INTERESTING.search(body)
        or names.PATHS_IN_BYTES.search(body)
        or (b"getattr" in body and names.OS.search(body))
        or not body.isascii()
        or b"\0" in body
    )


def _moment(path: str) -> str:
    """Say when the module level of a file runs, by the file's name."""
    folder, _, name = path.rpartition("/")
    if name in {"setup.py", "hatch_build.py"} and folder.count("/") == 0:
        return "install"
    return "start" if name in {"sitecustomize.py", "usercustomize.py"} else "import"


def _note_encoding(notes: Notes, body: bytes) -> None:
    """A file may name the codec that turns its bytes into code, and some codecs run code of their own."""
    cookie = _COOKIE.search(b"\n".join(body[:2000].split(b"\n", 2)[:2]))
    if cookie and (cookie[1].lower() == b"utf-7" or not cookie[1].lower().startswith(_PLAIN_ENCODINGS)):
        notes.add(1, "obfuscation", f"encoding {cookie[1].decode('ascii', 'replace')}", "import")


def _read(notes: Notes, body: bytes | str, moment: str, depth: int, line: int = 0) -> None:
    holds_paths = depth > 0 or bool(names.PATHS_IN_BYTES.search(body if isinstance(body, bytes) else b""))
    visitor = Visitor(paths=holds_paths, main_runs=moment == "install")
    try:
        visitor.visit(_parse(body))
    except _SENSELESS as error:
        if depth == 0:
            notes.add(getattr(error, "lineno", 0) or 0, "obfuscation", _why(error), moment)
            _read_words(notes, body if isinstance(body, bytes) else body.encode(), moment)
        return
    _report(notes, visitor, moment, line)
    reached = _reached(visitor)
    for text, at, function in visitor.inner if depth < _DEEPEST else ():
        _read(notes, text, moment if function in reached else "call", depth + 1, line or at)


def _parse(body: bytes | str) -> ast.Module:
    if len(body) > LARGEST:
        raise SyntaxError("too large")
    return ast.parse(body)


def _why(error: Exception) -> str:
    reason = error.msg if isinstance(error, SyntaxError) else type(error).__name__
    return f"cannot be parsed: {reason}"


def _read_words(notes: Notes, body: bytes, moment: str) -> None:
    """Without a tree there are still names before brackets; nothing says which of them runs, or what it is given."""
    for found in _WORD.finditer(body[:_MOST_WORDS]):
        name = found[0][:_LONGEST_NAME].rstrip(b" (\t\r\n").decode("ascii", "replace")
        kind = names.kind_of(name) if found[1] else ""
        if kind and notes.wants(kind, name, moment):
            notes.add(body.count(b"\n", 0, found.start()) + 1, kind, name, moment)


def _report(notes: Notes, visitor: Visitor, moment: str, line: int) -> None:
    """Turn what was seen into facts, now that it is known which functions run and where values go."""
    reached = _reached(visitor)

    def when(function: str) -> str:
        return moment if function in reached else "call"

    for sight in visitor.sights:
        notes.add(line or sight.line, sight.kind, sight.what, when(sight.function))
    for sink in visitor.sinks:
        for kind, what in _outcomes(sink, visitor.flow.sources(sink.key)):
            notes.add(line or sink.line, kind, what, when(sink.function))


def _outcomes(sink: Sink, sources: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Say what it means that these sources reach this sink, as kinds and names of facts."""
    if sink.kind == "network":
        private = sorted({source.partition(":")[0] for source in sources} & _PRIVATE)
        if private:
            yield "network", f"{sink.name} <- {'+'.join(private)}"
        elif any(source.startswith("file:") for source in sources) and sink.name.endswith(names.SENDS):
            yield "network", f"{sink.name} of a file"
        return
    for source in sources:
        kind, _, detail = source.partition(":")
        if sink.kind == "file-write":
            if kind == "startup":
                yield "persistence", detail
        elif kind in _RUNNING:
            yield "data-executed", f"{sink.name} <- {source.rstrip(':')}"


def _reached(visitor: Visitor) -> set[str]:
    """Name the functions that run when the module level does; "" is the module level."""
    left = [""]
    if visitor.overrides_commands:
        left.extend({sight.function for sight in visitor.sights if "." in sight.function})
        left.extend({sink.function for sink in visitor.sinks if "." in sink.function})
    reached = set(left)
    while left:
        new = visitor.calls.get(left.pop(), set()) - reached
        reached |= new
        left.extend(new)
    return reached
