"""PowerShell and batch files: their commands, with the marks taken out that only hide a word."""

import re

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.windows import read_commands

LARGEST = 2_000_000  # bytes


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    text = body.decode("utf-16" if body[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8", "replace")
    read_commands(Script(notes), text.replace("\r\n", "\n"), 1)


READER = Reader(
    id="powershell",
    paths=re.compile(r"\.(?:ps1|psm1|psd1|bat|cmd)$", re.IGNORECASE),
    first=re.compile(rb"^#!.*\bpwsh"),
    read=_read,
)
