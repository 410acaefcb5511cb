"""What is run or included under a name that says nothing of a program is read as the program that it is."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from posixpath import basename
from typing import TYPE_CHECKING, NamedTuple

from knownhands.capabilities.load import capabilities
from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import named_readers
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.lines import Lines
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knownhands.harvest.content.changed import Changed
    from knownhands.records import Observation

_MOST_BYTES = 1_000_000
_MOST_FILES = 200  # that name others
_MOST_CALLS = 5_000
_MOST_READ = 50  # files
_MOST_LINES = 200  # of one file
_GRAVE = frozenset({"sabotage", "hidden-text"})
_NO_PROGRAM = re.compile(
    r"\.(?:png|jpe?g|gif|ico|icns|bmp|webp|svg|ttf|otf|woff2?|pdf|mp[34]|ogg|wav|webm|zip|gz|dat|bin|log|csv)$",
    re.IGNORECASE,
)
_FILE = rb"([\w@./-]{1,200}\.\w{1,10})"
_OPTIONS = rb"(?:[ \t]+-[\w-]{1,30}){0,5}[ \t]+"
_LANGUAGES = {
    b"sh": "sh", b"bash": "sh", b"dash": "sh", b"zsh": "sh", b"source": "sh", b".": "sh", b"node": "js", b"python": "py", b"perl": "pl",
    b"ruby": "rb", b"php": "php", b"pwsh": "ps1",
}  # fmt: skip


class _Way(NamedTuple):
    """How files of one sort name others: which files, the line, as what the named one is read, and whether it runs it."""

    callers: re.Pattern[str]
    line: re.Pattern[bytes]
    read_as: str
    runs: bool = False


class _Call(NamedTuple):
    """A line that runs or includes a file: where it is, by which word it does so, and as what the file is read."""

    caller: str
    line: int
    word: str
    path: str
    read_as: str
    runs_data: bool


def _way(callers: str, line: bytes, read_as: str, *, runs: bool = False) -> _Way:
    return _Way(re.compile(callers, re.IGNORECASE), re.compile(line, re.MULTILINE), read_as, runs)


_WAYS = (
    _way(r"(?:^|/)cargo\.toml$", rb"^[ \t]*(build|path)[ \t]*=[ \t]*\"" + _FILE + rb"\"", "build.rs", runs=True),
    _way(r"\.rs$", rb"(\binclude!\([ \t]*|#\[path[ \t]*=[ \t]*)\"" + _FILE + rb"\"", "build.rs"),
    _way(r"(?:^|/)cmakelists\.txt$|\.cmake$", rb"^[ \t]*(include)[ \t]*\([ \t]*\"?(?:\$\{\w{1,60}\}/)?" + _FILE, "a.cmake"),
    _way(r"\.(?:c|cc|cpp|cxx|h|hpp|m|mm)$", rb"^[ \t]*#[ \t]*(include)[ \t]*\"" + _FILE + rb"\"", "a.c"),
    _way(r"(?:^|/)(?:gnu)?makefile[^/]*$|\.(?:mk|am)$", rb"^(-?include|sinclude)[ \t]+" + _FILE, "Makefile"),
    _way(r"\.[cm]?[jt]sx?$", rb"\b(require|import)[ \t]*\(?[ \t]*['\"]" + _FILE + rb"['\"]", "a.js"),
    _way(r"\.php$", rb"\b(include|require)(?:_once)?\b[^\n'\"]{0,60}['\"]/?" + _FILE + rb"['\"]", "a.php"),
    _way(r"\.(?:rb|gemspec|rake)$|file$", rb"\b(load|instance_eval\(?[ \t]*File\.read)[ \t(]*['\"]" + _FILE + rb"['\"]", "a.rb"),
    _way(r"\.py$", rb"\b(?:exec|eval|run_path|compile)\((open\(|[\w.]{0,40}Path\(|)[ \t]*['\"]" + _FILE + rb"['\"]", "a.py"),
    _way(r"", rb"(?<![\w./-])(node)\b[^\n]{0,60}?[ \t](?:-r|--require|--import)[ \t=]+" + _FILE, "a.js", runs=True),
    _way(
        r"",
        rb"(?:^|[;&|`(\"'@:-])[ \t]*(sh|bash|dash|zsh|source|\.|node|python|perl|ruby|php|pwsh)[\d.]{0,5}" + _OPTIONS + _FILE,
        "",
        runs=True,
    ),
)  # fmt: skip


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    texts = [file for file in files if file.new and len(file.new) < _MOST_BYTES and b"\0" not in file.new[:8000]]
    callers = [file for file in texts if place_of(file.path).group != "elsewhere"][:_MOST_FILES]
    hidden: dict[str, list[Changed]] = {}
    for file in texts:
        if place_of(file.path).group == "elsewhere" and not named_readers(file.path):
            hidden.setdefault(basename(file.path), []).append(file)
    shown: dict[tuple[str, str], list[Observation]] = {}
    for call in islice((call for caller in callers for call in _calls(caller)), _MOST_CALLS):
        notes = notes_of(call.caller)
        if call.runs_data:
            notes.add(call.line, "executes_data_file", "import", Ends("file", call.word, clip(call.path)))
        for file in hidden.get(basename(call.path), ()):
            key = (file.path, call.read_as)
            if _is_named(file.path, call.path) and (key in shown or len(shown) < _MOST_READ):
                if key not in shown:
                    shown[key] = list(_shown(file, call.read_as))
                _note(notes, call.line, file.path, shown[key])


def _calls(caller: Changed) -> Iterator[_Call]:
    """Yield what the new lines of a file run or include."""
    added = Lines(caller.old or b"", caller.new or b"").only_added()
    for way in _WAYS:
        if way.callers.search(caller.path):
            for line in islice(way.line.finditer(added), _MOST_LINES):
                path, word = line[2].decode("utf-8", "replace"), line[1]
                read_as = way.read_as or f"a.{_LANGUAGES[word]}"
                number = added.count(b"\n", 0, line.start(1)) + 1
                runs_data = way.runs and bool(_NO_PROGRAM.search(path))
                yield _Call(caller.path, number, word.decode(), path, read_as, runs_data)


def _note(notes: Notes, line: int, path: str, shown: Sequence[Observation]) -> None:
    for observation in shown:
        ends = Ends(observation.source, observation.sink, clip(f"{path}:{observation.line}"))
        notes.add(line, observation.capability, observation.trigger, ends)


def _is_named(path: str, name: str) -> bool:
    """Whether a line names a file, with as few or as many of its folders as it gives."""
    plain = re.sub(r"^(?:\.{0,2}/)+", "", name)
    return f"/{path}".endswith(f"/{plain}")


def _shown(file: Changed, read_as: str) -> Iterator[Observation]:
    """Yield what a file would show under another name."""
    from knownhands.harvest.content.read import read_file

    for sight in read_file(replace(file, path=read_as, old_path="", names=("", ""))):
        capability = capabilities()[sight.observation.capability]
        if capability.is_suspicious or capability.behaviour in _GRAVE:
            yield sight.observation


COMPARER = Comparer(id="included_files", across=_across, leads=True)
