"""Python, by its syntax tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.readers._reader import Reader

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes


def _read(notes: Notes, body: bytes) -> None:
    from knownhands.harvest.code.python import read_python  # most changes of most projects have no Python

    read_python(notes.path, body, notes)


def _may_show(added: bytes) -> bool:
    from knownhands.harvest.code.python import may_show
    from knownhands.harvest.code.unusual import WORDS

    return may_show(added) or bool(WORDS.search(added)) or b"coding" in added[:400]


READER = Reader(
    id="python",
    paths=re.compile(r"\.pyw?$|(?:^|/)(?:wscript|sconstruct|sconscript)$", re.IGNORECASE),
    first=re.compile(rb"^#!.*\bpython"),
    read=_read,
    may_show=_may_show,
)
