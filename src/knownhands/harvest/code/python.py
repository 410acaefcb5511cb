"""What a Python file does, by Python's own syntax tree."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from knownhands.harvest.code import known, names
from knownhands.harvest.code.notes import Ends, Notes, ends_of
from knownhands.harvest.code.unusual import WORDS, note_unusual
from knownhands.harvest.code.visit import visit
from knownhands.harvest.code.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.sights import Sink
    from knownhands.records import Observation

LARGEST = 600_000  # bytes; nothing but calls, this much takes two seconds, and hand-written modules stay far below
_MOST_WORDS = 2_000_000  # bytes; without a tree it is quicker
_LONGEST_NAME = 200
_DEEPEST = 3  # code within code within code
_SENSELESS = (SyntaxError, ValueError, RecursionError, MemoryError, LookupError, OverflowError)
_WORD = re.compile(rb"[\w.]++\s*+(\(?)")  # always matches, so that no text makes it go back
_COOKIE = re.compile(rb"^[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)", re.MULTILINE)
_PLAIN_ENCODINGS = (b"utf", b"latin", b"iso-8859", b"iso8859", b"ascii", b"us-ascii", b"cp125", b"euc", b"gb", b"big5",
                    b"koi8", b"shift", b"iso-2022", b"iso2022", b"iso_8859", b"l1")  # fmt: skip
_RUNNING = {"file": "", "download": "executes_download", "decoded": "executes_decoded"}
RUNS_FILES = frozenset({"executes_own_metadata", "executes_data_file", "executes_file"})
_OWN_METADATA = re.compile(r"(?:version|about|release|metadata|info|__init__)[^/]*\.py$")
_CALLED_PYTHON = re.compile(r"(?i)(?:[.]py[wx]?|…)$")
_OLDER = re.compile("Missing parentheses|multiple exception types|inconsistent use of tabs|leading zeros")
_PRIVATE = frozenset({"environment", "credential"})


def read_python(path: str, body: bytes, notes: Notes | None = None) -> tuple[Observation, ...]:
    """Read one Python file.

    That a file cannot be parsed is one observation, and it is then read word by word.

    Args:
        path: the file.
        body: all of it.
        notes: where to gather; new ones by default.
    """
    notes = notes or Notes(path)
    _note_encoding(notes, body)
    if may_show(body) or (notes.every_line and WORDS.search(body)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _read(notes, body, _moment(path), 0)
    return notes.observations()


def may_show(body: bytes) -> bool:
    """Tell whether a text could show anything: pass over files without any word that could matter; Python takes some other letters for ASCII ones."""
    return bool(
        names.interesting().search(body)
        or known.paths_in_bytes().search(body)
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
        notes.add(1, "unparsable", "import", Ends(target=f"encoding {cookie[1].decode('ascii', 'replace')}"))


def _read(notes: Notes, body: bytes | str, moment: str, depth: int, line: int = 0) -> None:
    holds_paths = depth > 0 or bool(known.paths_in_bytes().search(body if isinstance(body, bytes) else b""))
    walk = Walk(paths=holds_paths, main_runs=moment == "install")
    try:
        tree = _parse(body)
        visit(walk, tree)
    except _SENSELESS as error:
        if depth == 0:
            why = _why(error)
            capability = "older_python" if _OLDER.search(why) else "unparsable"
            notes.add(getattr(error, "lineno", 0) or 0, capability, moment, Ends(target=why))
            _read_words(notes, body if isinstance(body, bytes) else body.encode(), moment)
        return
    if notes.every_line and depth == 0 and isinstance(body, bytes) and WORDS.search(body):
        note_unusual(walk, tree)
    _report(notes, walk, moment, line)
    reached = _reached(walk)
    for text, at, function in walk.inner if depth < _DEEPEST else ():
        _read(notes, text, moment if function in reached else "call", depth + 1, line or at)


def _parse(body: bytes | str) -> ast.Module:
    if len(body) > LARGEST:
        raise SyntaxError("too large")
    return ast.parse(body)


def _why(error: Exception) -> str:
    reason = error.msg if isinstance(error, SyntaxError) else type(error).__name__
    return str(reason)


def _read_words(notes: Notes, body: bytes, moment: str) -> None:
    """Without a tree there are still names before brackets; nothing says which of them runs, or what it is given."""
    calls = known.python_names()
    for match in _WORD.finditer(body[:_MOST_WORDS]):
        name = match[0][:_LONGEST_NAME].rstrip(b" (\t\r\n").decode("ascii", "replace")
        capability = calls.longest(name) if match[1] else None
        if capability and notes.wants(capability.id, moment, ends_of(capability, name)):
            notes.add(body.count(b"\n", 0, match.start()) + 1, capability.id, moment, ends_of(capability, name))


def _report(notes: Notes, walk: Walk, moment: str, line: int) -> None:
    """Turn what was seen into observations, now that it is known which functions run and where values go."""
    reached = _reached(walk)

    def when(function: str) -> str:
        return moment if function in reached else "call"

    for sight in walk.sights:
        notes.add(line or sight.line, sight.capability, when(sight.function), sight.ends)
    for sink in walk.sinks:
        for capability, ends in _outcomes(sink, walk.flow.sources(sink.key)):
            notes.add(line or sink.line, capability, when(sink.function), ends)


def _outcomes(sink: Sink, sources: tuple[str, ...]) -> Iterator[tuple[str, Ends]]:
    """Say what it means that these sources reach this sink: capabilities, and the ends of the flow."""
    if sink.behaviour == "network":
        private = sorted({source.partition(":")[0] for source in sources} & _PRIVATE)
        if private:
            yield "exfiltration_flow", Ends("+".join(private), sink.name)
        elif any(source.startswith("file:") for source in sources) and sink.name.endswith(names.SENDS):
            yield "file_upload", Ends("file", sink.name)
        return
    for source in sources:
        kind, _, detail = source.partition(":")
        if sink.behaviour == "file-write":
            if kind == "startup":
                yield "persistence", Ends(target=detail)
        elif kind in _RUNNING:
            capability = _runs_file(detail) if kind == "file" else _RUNNING[kind]
            yield capability, Ends(kind, sink.name, detail)


def _runs_file(path: str) -> str:
    """Say which capability it is to run a file: reading a version out of one's own module is no running of a payload."""
    if _OWN_METADATA.search(path):
        return "executes_own_metadata"
    return "executes_data_file" if path and not _CALLED_PYTHON.search(path) else "executes_file"


def _reached(walk: Walk) -> set[str]:
    """Name the functions that run when the module level does; "" is the module level."""
    left = [""]
    if walk.overrides_commands:
        left.extend({sight.function for sight in walk.sights if "." in sight.function})
        left.extend({sink.function for sink in walk.sinks if "." in sink.function})
    reached = set(left)
    while left:
        new = walk.calls.get(left.pop(), set()) - reached
        reached |= new
        left.extend(new)
    return reached
