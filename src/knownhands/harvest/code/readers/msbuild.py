"""Projects of MSBuild and Visual Studio: the commands and the code that run when one is built."""

from __future__ import annotations

import re
from bisect import bisect_right
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.readers.source import interesting, note_line
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_plain import host_in
from knownhands.harvest.code.windows import read_commands

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LARGEST = 2_000_000  # bytes
_MOST = 2_000  # commands of one project
_LONGEST = 20_000  # characters of one
_LONGEST_LINE = 4_000  # characters of a line of code
_NO_LINE_END = re.compile(r"[^\n]")
_ELEMENT = re.compile(
    r"<(Exec|Command|(?:Pre|Post)BuildEvent|PreLinkEvent|NMake\w{1,20}CommandLine|Code)(?![\w.])"
    r"((?:\"[^\"<]*+\"|'[^'<]*+'|[^<>\"'])*+)>",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(?<!\w)Command\s{0,9}=\s{0,9}(?:\"([^\"]*+)\"|'([^']*+)')", re.IGNORECASE)
_PROPERTY = re.compile(r"<(\w{1,80})>([^<>]{1,2000})</\1>")
_MACRO = re.compile(r"\$\((\w{1,80})\)")
_FUNCTION = re.compile(r"\$\(\s{0,9}\[[^\n<]{1,1000}")
_DOWNLOAD = re.compile(
    r"<DownloadFile\b[^<>]{0,500}?\bSourceUrl\s{0,9}=\s{0,9}[\"'](https?://[^\"'<]{1,1000})[\"']", re.IGNORECASE
)
_ESCAPE = re.compile(r"%([2-7][0-9A-Fa-f])(?!\w{0,80}%)")
_CHARACTERS = re.compile(r"(?:&#(?:x[2-7][0-9a-f]|3[2-9]|[4-9]\d|1[01]\d|12[0-6]);){8}", re.IGNORECASE)
_FAR = re.compile(r"\s{200}\S")


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    text = body.decode("utf-8", "replace").replace("\r\n", "\n")
    text = _without_comments(text)
    ends = [end.start() for end in re.finditer("\n", text)]
    values = {name[1].lower(): unescape(name[2]) for name in islice(_PROPERTY.finditer(text), _MOST)}
    script, code_end = Script(notes), 0
    for element in islice(_ELEMENT.finditer(text), _MOST):
        line = bisect_right(ends, element.start()) + 1
        if element.start() < code_end:
            continue
        if element[1].lower() == "code":
            code = _within(text, element)
            code_end = element.end() + len(code)
            _read_code(notes, code, line)
        else:
            _read_commands(script, _command(text, element), line, values)
    for download in islice(_DOWNLOAD.finditer(text), _MOST):
        address = unescape(download[1])
        shown = Ends(host_in(address), "DownloadFile", clip(address))
        notes.add(bisect_right(ends, download.start()) + 1, "downloads_in_build", "import", shown)
    for function in islice(_FUNCTION.finditer(text), _MOST):
        _read_code(notes, function[0], bisect_right(ends, function.start()) + 1)


def _without_comments(text: str) -> str:
    r"""Return a text with its comments blanked, so that lines keep their numbers.

    >>> _without_comments("a<!-- b\n-->c<!-- d")
    'a      \n   c<!-- d'
    """
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept += [text[at:start], _NO_LINE_END.sub(" ", text[start : end + 3])]
        at = end + 3
    return "".join([*kept, text[at:]])


def _command(text: str, element: re.Match[str]) -> str:
    """Return the command of an element, which it has as an attribute or holds; those of elements within it are their own."""
    attribute = _ATTRIBUTE.search(element[2])
    if attribute or element[1].lower() == "exec":
        return (attribute[1] or attribute[2] or "") if attribute else ""
    within = _within(text, element)
    return "" if "<Command" in within else within


def _within(text: str, element: re.Match[str]) -> str:
    """Return what stands in an element, up to where one of its name ends."""
    if element[2].endswith("/"):
        return ""
    end = text.find(f"</{element[1]}", element.end(), element.end() + _LONGEST)
    return text[element.end() : end if end >= 0 else element.end() + _LONGEST]


def _read_commands(script: Script, written: str, line: int, values: Mapping[str, str]) -> None:
    if _FAR.search(written):
        script.notes.add(line, "offscreen_code", script.trigger)
    if _CHARACTERS.search(written):
        script.notes.add(line, "escaped_text", script.trigger, Ends(target="numbers of characters"))
    commands = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), unescape(written).replace("\r", ""))
    read_commands(script, _with_values(_with_values(commands, values), values, lambda name: f"${name}"), line)


def _with_values(text: str, values: Mapping[str, str], otherwise: Callable[[str], str] = "$({})".format) -> str:
    """Put in the properties of the project itself; the others stand for variables."""
    return _MACRO.sub(lambda macro: values.get(macro[1].lower(), otherwise(macro[1])), text)[:_LONGEST]


def _read_code(notes: Notes, code: str, line: int) -> None:
    """Read C# or Visual Basic that is compiled and run while the project is built."""
    for number, text in enumerate(unescape(code).split("\n"), line):
        if interesting().search(text.encode("utf-8", "replace")):
            note_line(notes, number, text.strip()[:_LONGEST_LINE], "import")


READER = Reader(
    id="msbuild",
    paths=re.compile(
        r"\.(?:(?:cs|vb|fs|vcx|sql|shf|wix|wap|nj|py|es|dc|cc|js|vdp|native)?proj|targets|props|projitems)(?:\.user)?$",
        re.IGNORECASE,
    ),
    read=_read,
)
