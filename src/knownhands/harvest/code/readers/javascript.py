"""JavaScript, by its grammar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.readers._reader import Reader

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes


def _read(notes: Notes, body: bytes) -> None:
    from knownhands.harvest.code.javascript import read_javascript  # most changes of most projects have no JavaScript

    read_javascript(notes.path, body, notes)


def _may_show(added: bytes) -> bool:
    from knownhands.harvest.code.javascript_interest import may_add

    return may_add(added)


READER = Reader(
    id="javascript",
    paths=re.compile(r"\.[cm]?jsx?$", re.IGNORECASE),
    first=re.compile(rb"^#!.*\bnode"),
    read=_read,
    may_show=_may_show,
)
