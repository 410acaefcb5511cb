"""Start-up files of debuggers and of readline: the commands of shells and the Python that they run."""

import re
from shlex import quote

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script

LARGEST = 1_000_000  # bytes
_MOST_LINES = 20_000
_SHELL = re.compile(r"(?:shell|!|platform[ ]+shell|pipe|make)[ ]*(?:-h[ ]+)?(.+)")
_PYTHON = re.compile(r"(?:python(?:-interactive)?|py|pi|script(?:[ ]+-l[ ]+python[ ]*--)?)(?:[ ]+(.+))?")
_MACRO = re.compile(r"(?:\"[^\"\n]{1,80}\"|[\w-]{1,40})[ \t]*:[ \t]*\"((?:[^\"\\\n]|\\.){1,2000}+)\"")


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    script = Script(notes)
    code: list[str] | None = None
    begin = 0
    for number, whole in enumerate(body.decode("utf-8", "replace").splitlines()[:_MOST_LINES], 1):
        line = whole.strip()
        if code is not None and line == "end":
            script.read(f"python3 -c {quote(chr(10).join(code))}", begin)
            code = None
        elif code is not None:
            code.append(whole)
        elif notes.path.lower().endswith(".inputrc"):
            macro = _MACRO.match(line)
            if macro:
                script.read(re.sub(r"\\(?:C-|M-|e)\\?.", "", macro[1]).replace("\\n", "\n"), number)
        elif python := _PYTHON.fullmatch(line):
            if python[1]:
                script.read(f"python3 -c {quote(python[1])}", number)
            else:
                code, begin = [], number
        elif shell := _SHELL.fullmatch(line):
            script.read(shell[1], number)


READER = Reader(
    id="debugger",
    paths=re.compile(r"(?:^|/)\.(?:gdbinit|lldbinit(?:-\w+)?|inputrc)$|\.gdb$", re.IGNORECASE),
    read=_read,
)
