"""What the commands of PowerShell and batch files do, with the marks taken out that only hide a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code import known
from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.code.shell_plain import host_in

if TYPE_CHECKING:
    from knownhands.harvest.code.shell import Script

_GOES_ON = re.compile(r"[`^][ \t]*\n|(?<=[|,])[ \t]*\n")
_MARKS = re.compile(r"[`^](?=[A-Za-z\"'.-])|(['\"])[ ]?\+[ ]?\1")  # of `IE`X`, `po^wershell` and `'I'+'EX'`
_SET = re.compile(
    r"^[ \t@]*(?:\$(\w+)[ \t]*=[ \t]*['\"]([^'\"\n]{1,300})['\"]|set[ \t]+\"?(\w+)=([^\"\n]{1,300}?)\"?)[ \t]*$",
    re.IGNORECASE,
)
_SETS = re.compile(r"[ \t@]*set[ \t]", re.IGNORECASE)
_USE = re.compile(r"\$\{?(\w+)\}?|%(\w+)(?::~(-?\d{1,4})(?:,(-?\d{1,4}))?)?%|!(\w+)!")
_PIECES = re.compile(r"(?:%\w{1,80}:~-?\d{1,4}(?:,-?\d{1,4})?%[\w.\-/\\:]{0,4}){4}|(?:%\w{1,80}%){5}")
"""A command that is spelt letter by letter out of variables."""
_UNSET = re.compile(r"(?<=\w)%\w{1,40}(?::~[^%\n]{1,12})?%(?=\w)")
_RANDOM = re.compile(r"\w%random:~[^%\n]{1,12}%\w", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:cmd(?:\.exe)?[ \t]+(?:/\w[ \t]+){0,5}/[ck]|(?:powershell|pwsh)(?:\.exe)?[ \t]+(?:-\w{1,20}[ \t]+(?:\w{1,20}[ \t]+)?){0,5}-c(?:ommand)?)"
    r"[ \t]+\"?(.+?)\"?[ \t]*$",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"\(?['\"]((?:\{\d\}){2,9})['\"][ \t]*-f[ \t]*((?:['\"][\w.-]{1,20}['\"][ \t]*,?[ \t]*){2,9})\)?", re.IGNORECASE
)
_DOWNLOADED = re.compile(
    r"\$(\w{1,60})[ \t]*=[ \t]*([^;|\n=]{0,300}?\b(?:iwr|irm|invoke-webrequest|invoke-restmethod|downloadstring|downloaddata)\b[^;|\n]{0,100})",
    re.IGNORECASE,
)
_RUNS_TEXT = re.compile(r"\b(?:iex|invoke-expression)\b|\[scriptblock\]::create\(|assembly\]::load", re.IGNORECASE)
_START = r"(?:start-process(?:[ ]+-filepath)?|start(?:[ ]+/\w+|[ ]+\"\")*|call|invoke-item|ii)[ ]+"
_AS_SHELL = (
    (
        re.compile(r"\bcertutil(?:\.exe)?[ ]+(?:[-/]\w+[ ]+){1,5}(\"?https?:\S+)[ ]+([^\s&|;]+)", re.IGNORECASE),
        r"curl \1 -o \2",
    ),
    (
        re.compile(r"\bstart-bitstransfer[ ]+(?:-source[ ]+)?(\S+)[ ]+(?:-destination[ ]+)?(\S+)", re.IGNORECASE),
        r"curl \1 -o \2",
    ),
    (re.compile(r"\b(?:invoke-webrequest|iwr|start-bitstransfer|curl\.exe)\b", re.IGNORECASE), "curl"),
    (re.compile(r"-(?:outfile|destination)\b", re.IGNORECASE), "-o"),
    (
        re.compile(rf"^[ \t]*@?(?:&[ ]+|{_START})", re.IGNORECASE),
        "",
    ),
    (re.compile(rf"([;&{{])[ \t]*{_START}", re.IGNORECASE), r"\1 "),
    (re.compile(r"\\"), "/"),
)
_MOST_LINES = 50_000
_LONGEST = 4_000  # characters of a command
_LINE = "\x00"  # stands for the end of a line that goes on


def read_commands(script: Script, text: str, line: int) -> None:
    """Read commands of PowerShell or a batch file; what they set stays known among them.

    Args:
        script: where to gather.
        text: the commands, one a line.
        line: the number of their first line.
    """
    text = _GOES_ON.sub(f" {_LINE}", text)
    values: dict[str, str] = {}
    downloads: dict[str, str] = {}
    for whole in text.split("\n")[:_MOST_LINES]:
        at, line = line, line + 1 + whole.count(_LINE)
        command = whole.replace(_LINE, "").strip()[:_LONGEST]
        if not command or command.startswith(("#", "REM ", "rem ", "::")):
            continue
        if _PIECES.search(command) or _RANDOM.search(command):
            script.notes.add(at, "escaped_text", script.trigger, Ends(target="letters of variables"))
        for part in re.split("&+", command) if _SETS.match(command) else (command,):
            _read(script, part, values, downloads, at)


def _read(script: Script, command: str, values: dict[str, str], downloads: dict[str, str], line: int) -> None:
    """Read a command; the values of variables and what is downloaded into them are kept apart, for only the first are words."""
    command = _USE.sub(lambda match: _value(match, values), _FORMAT.sub(_formatted, _MARKS.sub("", command)))
    command = _UNSET.sub("", command)[:_LONGEST]
    if assigned := _SET.match(command):
        values[(assigned[1] or assigned[3]).lower()] = assigned[2] or assigned[4]
    for kept in _DOWNLOADED.finditer(command):
        downloads[kept[1].lower()] = kept[2]
    shown = (
        _USE.sub(lambda match: _value(match, downloads), command)[:_LONGEST] if _RUNS_TEXT.search(command) else command
    )
    for capability, _ in known.matches("shell", f"| {shown}"):
        script.notes.add(line, capability.id, script.trigger, Ends(host_in(command), "", clip(command)))
    for pattern, plain in _AS_SHELL:
        command = pattern.sub(plain, command)
    script.read(command, line)
    within = _WITHIN.search(command)
    if within:
        script.read(within[1], line)


def _value(match: re.Match[str], values: dict[str, str]) -> str:
    """Return what a variable holds, or the part of it that is asked for; as it is written where that is not known."""
    value = values.get((match[1] or match[2] or match[5]).lower())
    if value is None or match[3] is None:
        return match[0] if value is None else value
    value = value[int(match[3]) :]
    return value[: int(match[4])] if match[4] else value


def _formatted(match: re.Match[str]) -> str:
    """Return what `'{1}{0}' -f 'x', 'ie'` stands for."""
    parts = re.findall(r"['\"]([\w.-]+)['\"]", match[2])
    places = [int(place) for place in re.findall(r"\d", match[1])]
    return "".join(parts[place] for place in places) if max(places) < len(parts) else match[0]
