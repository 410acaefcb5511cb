"""Any text, line by line: what hides, what is packed, and where it calls."""

import re

from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.text import read_text

READER = Reader(
    id="text",
    paths=re.compile(""),
    read=lambda notes, body: read_text(notes.path, body, notes=notes),
    by_line=True,
)
