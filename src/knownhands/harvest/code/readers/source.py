"""Programs in languages whose grammar is not here, line by line: C, Go, Rust, Java and others.

A line is looked at where it holds a word of a capability's `texts`; what runs without being called is told by its name and by
what stands around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from knownhands.capabilities.load import capabilities
from knownhands.harvest.code import known
from knownhands.harvest.code.fetched import LOADS, loads_download
from knownhands.harvest.code.given import command_given
from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.outline import headers
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script, note_script

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_LINE = 1_000  # bytes looked at around a word
_MOST_LINES = 4_000  # of one file that hold such words; chosen by eye, and that there are more is observed
_BEFORE = 200  # of them before it
_SCRIPTS = re.compile(
    r"\.(?:rb|rake|gemspec|ru|php\d?|phtml|pl|pm|lua|exs|r|jl|tcl|groovy|cr|nims)$|(?:^|/)(?:\.rprofile|rakefile|gemfile|podfile|vagrantfile|fastfile|mix\.exs)$",
    re.IGNORECASE,
)
_RUNS_WHOLE = re.compile(r"(?:^|/)(?:build\.(?:rs|zig)|extconf\.rb|package\.swift)$", re.IGNORECASE)
_RUNS = re.compile(
    rb"\binit\s*\(\s*\)\s*\{|\bstatic\s*\{|\bconstructor\b|#\[ctor|\bBEGIN\s*\{|\bDllMain\b|\+\s*\(void\)\s*load\b"
)
_RUNS_AT_FIRST = re.compile(rb"^(?:var|let|val)\s|\bstatic\b[^(]{0,80}=|^(?:BEGIN|INIT)\s*\{")
_HASH = re.compile(
    r"\.(?:rb|rake|gemspec|ru|pl|pm|r|exs?|jl|tcl|nims?|cr|php\d?|phtml)$|(?:^|/)\.?[a-z]+file$", re.IGNORECASE
)
_DASHES = re.compile(r"\.(?:lua|hs)$", re.IGNORECASE)
_NO_SLASHES = re.compile(
    r"\.(?:rb|rake|gemspec|ru|pl|pm|r|exs?|erl|jl|tcl|nims?|cr|lua|hs|ml|cljs?)$|(?:^|/)[a-z]+file$", re.IGNORECASE
)
_HOST = re.compile(r"[a-z]{2,6}://([\w.-]{3,120})")
_AHEAD = re.compile(r"^(?:\\b|\(\?<!\[[^]]*\]\))")
_WORDS = re.compile(r"\(\?:([\w.\\]+(?:\|[\w.\\]+)*)\)(?![?*+{])")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,80}")
_GENERATES = re.compile(rb"^//go:generate[ \t]+([^\n]{1,1000})", re.MULTILINE)
_MOST_BELOW = 8  # lines
_OPEN = (b"(", b",", b"[", b"{", b"\\")
_GOES_ON = (b".arg", b".args", b'"', b"'", b"]", b"&", b"`")
_CGO = re.compile(rb"^import[ \t]+\"C\"", re.MULTILINE)  # the comment above it is C
_COMMENTED = re.compile(rb"^//(?!go:)", re.MULTILINE)


def _read(notes: Notes, body: bytes) -> None:
    if notes.path.endswith(".go"):
        _read_generators(notes, body)
        body = _COMMENTED.sub(b"", body) if _CGO.search(body) else body
    read_source(notes, body, {})


def read_source(notes: Notes, body: bytes, scripts: dict[str, Script]) -> None:
    """Read a program line by line.

    Args:
        notes: where to gather.
        body: all of it.
        scripts: when commands run → what is known of them; all of a file's are one script, for what one downloads another may run.
    """
    lines = body.split(b"\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for count, (number, column) in enumerate(_places(body, starts)):
        if count == _MOST_LINES:
            notes.add(0, "unparsable", "import", Ends(target="too many calls"))
            return
        line = lines[number - 1]
        text = shown_of(line[max(column - _BEFORE, 0) : column + LONGEST_LINE], notes.path).decode("utf-8", "replace")
        if text:
            trigger = trigger_of(notes.path, lines, number)
            command = note_line(notes, number, text, trigger, _going_on(lines, number))
            if command:
                scripts.setdefault(trigger, Script(notes, trigger)).read(command, number)
    for number in loads_download(body):
        text = shown_of(lines[number - 1][:LONGEST_LINE], notes.path).decode("utf-8", "replace")
        if text:
            host, trigger = _HOST.search(text), trigger_of(notes.path, lines, number)
            notes.add(number, "fetch_and_run", trigger, Ends(host[1] if host else "", target=clip(text)))


def _read_generators(notes: Notes, body: bytes) -> None:
    for generator in islice(_GENERATES.finditer(body), _MOST_LINES):
        line = body.count(b"\n", 0, generator.start()) + 1
        note_script(notes, generator[1].decode("utf-8", "replace"), line, "call")


def _places(body: bytes, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield number and column of the first word that could matter in each line that has one."""
    at = 0
    while word := interesting().search(body, at):
        number = bisect_right(starts, word.start())
        yield number, word.start() - starts[number - 1]
        end = starts[number] if number < len(starts) else len(body)
        at = max(min(end, word.start() + LONGEST_LINE), word.end())  # a very long line is looked at piece by piece


def _going_on(lines: Sequence[bytes], number: int) -> str:
    """Return what goes on below a line, as the words of a long call do."""
    more: list[bytes] = []
    last = lines[number - 1].rstrip()
    for line in lines[number : number + _MOST_BELOW]:
        text = line[:_BEFORE].strip()
        if not (last.endswith(_OPEN) or text.startswith(_GOES_ON)):
            break
        more.append(text)
        last = text
    return b" ".join(more).decode("utf-8", "replace")


def note_line(notes: Notes, number: int, text: str, trigger: str, below: str = "") -> str:
    """Note what a line shows, and return the command that it gives to the system, "" for none.

    Args:
        notes: where to gather.
        number: of the line.
        text: what stands in it, without its comment.
        trigger: when it runs.
        below: what goes on below it.
    """
    command, host = "", _HOST.search(text)
    for capability, shown in known.matches("texts", text):
        if capability.behaviour == "credential-access":
            variables = _VARIABLE.findall(shown[0])
            notes.add(
                number,
                capability.id,
                trigger,
                Ends(variables[-1] if variables else "environment", target=clip(shown[0])),
            )
        else:
            ends = Ends(host[1] if host else "", clip(shown[0].strip()), clip(text.strip()))
            notes.add(number, capability.id, trigger, ends)
        if capability.behaviour == "process":
            is_before = shown[0].startswith(".")
            command = command_given(text[: shown.start()] if is_before else f"{text[shown.start() :]} {below}")
    secret = known.paths("paths").search(text)
    if secret:
        notes.add(number, known.owner_of(secret), trigger, Ends(source=secret[0]))
    return command


def shown_of(line: bytes, path: str) -> bytes:
    """Return a line without its comment.

    Args:
        line: as it is written.
        path: of its file.
    """
    marks = [b"#"] if _HASH.search(path) else [b"--"] if _DASHES.search(path) else []
    if not _NO_SLASHES.search(path):
        marks += [b"//", b"/*"]
    text = line.strip()
    if text.startswith((*marks, b"* ")):
        return b""
    for mark in marks:
        before, is_there, _ = text.partition(b" " + mark)
        if is_there and not before.count(b'"') % 2 and not before.count(b"'") % 2:
            text = before
    return text


def trigger_of(path: str, lines: Sequence[bytes], number: int) -> str:
    """Say whether a line runs when its file is loaded or built.

    Args:
        path: of the file.
        lines: all of it.
        number: of the line.
    """
    line = lines[number - 1][:LONGEST_LINE]
    around = list(headers(lines, number))
    is_script = bool(_SCRIPTS.search(path))
    if _RUNS_WHOLE.search(path) or (is_script and not any(_DEFINES.search(header) for header in around)):
        return "import"
    runs = any(_RUNS.search(text) for text in (line, *around)) or _RUNS_AT_FIRST.search(line)
    return "import" if runs else "call"


_DEFINES = re.compile(
    rb"^(?:(?:public|private|protected|static|final|async|local)\s+)*(?:def|defp|sub|function|fn|proc|task)\b|\bdo\s*\|"
)


def _spread(pattern: str) -> list[str]:
    r"""Write a pattern that begins with one of several words as one for each, which is quicker to search.

    >>> _spread(r"(?:kiln|oven)\s"), _spread(r"kiln\s")
    (['kiln\\s', 'oven\\s'], ['kiln\\s'])
    """
    words = _WORDS.match(pattern)
    return [f"{word}{pattern[words.end() :]}" for word in words[1].split("|")] if words else [pattern]


@cache
def interesting() -> re.Pattern[bytes]:
    """Return what a line must hold to show anything; without what has to stand before a word, which is quicker to search."""
    texts = (
        each
        for capability in capabilities().values()
        for text in capability.texts
        for each in _spread(_AHEAD.sub("", text))
    )
    paths = (path.removesuffix("$") for capability in capabilities().values() for path in capability.paths)
    return known.any_of([*texts, *paths])


READER = Reader(
    id="source",
    paths=re.compile(
        r"\.(?:c|h|cc|cpp|cxx|hpp|hh|hxx|inl|m|mm|cu|go|rs|java|kt|cs|fs|vb|swift|dart|lua|ex|exs|erl|r|tcl|d|sol)$|(?:^|/)\.rprofile$",
        re.IGNORECASE,
    ),
    first=re.compile(rb"^#!.*\b(?:lua|Rscript|elixir|tclsh)"),
    read=_read,
    may_show=lambda added: bool(interesting().search(added) or b"//go:generate" in added or LOADS.search(added)),
)
