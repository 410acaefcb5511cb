"""PowerShell and batch files: their commands, with the marks taken out that only hide a word."""

import re

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script, note_command

LARGEST = 2_000_000  # bytes
_GOES_ON = re.compile(r"[`^][ \t]*\n|(?<=[|,])[ \t]*\n")
_MARKS = re.compile(r"[`^](?=[A-Za-z\"'.-])|(['\"])[ ]?\+[ ]?\1")  # of `IE`X`, `po^wershell` and `'I'+'EX'`
_SET = re.compile(
    r"^[ \t]*(?:\$(\w+)[ \t]*=[ \t]*['\"]([^'\"\n]{1,300})['\"]|set[ \t]+\"?(\w+)=([^\"\n]{1,300}?)\"?)[ \t]*$",
    re.IGNORECASE,
)
_USE = re.compile(r"\$\{?(\w+)\}?|%(\w+)%")
_AS_SHELL = (
    (re.compile(r"\b(?:invoke-webrequest|iwr|start-bitstransfer|curl\.exe)\b", re.IGNORECASE), "curl"),
    (re.compile(r"-(?:outfile|destination)\b", re.IGNORECASE), "-o"),
    (
        re.compile(
            r"^[ \t]*@?(?:&|start-process(?:[ ]+-filepath)?|start(?:[ ]+/\w+|[ ]+\"\")*|call|invoke-item|ii)[ ]+",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(r"\\"), "/"),
)
_MOST_LINES = 50_000


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    text = body.decode("utf-16" if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace").replace("\r\n", "\n")
    text = _GOES_ON.sub(f" {_LINE}", text)
    values: dict[str, str] = {}
    script = Script(notes)
    number = 1
    for line in text.split("\n")[:_MOST_LINES]:
        at, number = number, number + 1 + line.count(_LINE)
        command = line.replace(_LINE, "").strip()[:4_000]
        if not command or command.startswith(("#", "REM ", "rem ", "::")):
            continue
        command = _USE.sub(lambda match: values.get((match[1] or match[2]).lower(), match[0]), _MARKS.sub("", command))
        if known := _SET.match(command):
            values[(known[1] or known[3]).lower()] = known[2] or known[4]
        note_command(notes, command, at)
        for pattern, plain in _AS_SHELL:
            command = pattern.sub(plain, command)
        script.read(command, at)


_LINE = "\x00"  # stands for the end of a line that goes on

READER = Reader(
    id="powershell",
    paths=re.compile(r"\.(?:ps1|psm1|psd1|bat|cmd)$", re.IGNORECASE),
    first=re.compile(rb"^#!.*\bpwsh"),
    read=_read,
)
