"""TypeScript, by its own grammar, and the scripts within Vue and Svelte components.

JavaScript's grammar finds the same calls, but in a quarter of them it does not see that a function is around them (183 calls in
vitejs/vite), and it takes longer: what it cannot parse it mends.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.readers._reader import Reader

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes

_COMPONENT = re.compile(r"\.(?:vue|svelte)$", re.IGNORECASE)
_OPENS = re.compile(rb"<script\b[^<>]{0,300}>", re.IGNORECASE)
_CLOSES = re.compile(rb"</script", re.IGNORECASE)
_NO_LINE_END = re.compile(rb"[^\n]")


def _read(notes: Notes, body: bytes) -> None:
    from knownhands.harvest.code.javascript import read_javascript  # most projects have no TypeScript

    if _COMPONENT.search(notes.path):
        body = only_scripts(body)
    read_javascript(notes.path, body, notes, "tsx" if notes.path.lower().endswith("x") else "typescript")


def _may_show(added: bytes) -> bool:
    from knownhands.harvest.code.javascript_interest import may_add

    return may_add(added)


def only_scripts(body: bytes) -> bytes:
    r"""Return a component with all that is no script blanked, so that lines keep their numbers.

    >>> only_scripts(b"<p>a</p>\n<script>\nb()\n</script>\n").split(b"\n")
    [b'        ', b'        ', b'b()', b'         ', b'']
    """
    kept: list[bytes] = []
    at = 0
    while opening := _OPENS.search(body, at):
        closing = _CLOSES.search(body, opening.end())
        end = closing.start() if closing else len(body)
        kept += [_blank(body[at : opening.end()]), body[opening.end() : end]]
        at = end
    return b"".join([*kept, _blank(body[at:])])


def _blank(text: bytes) -> bytes:
    return _NO_LINE_END.sub(b" ", text)


READER = Reader(
    id="typescript",
    paths=re.compile(r"\.(?:[cm]?ts|tsx|vue|svelte)$", re.IGNORECASE),
    read=_read,
    may_show=_may_show,
)
