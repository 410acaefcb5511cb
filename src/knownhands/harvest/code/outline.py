"""What stands around a line, by how far the lines before it are indented: enough to say whether a function is around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_LINES = 1_000  # looked back; chosen by eye, functions are shorter
_NO_HEADERS = (b"}", b")", b"]", b"//", b"/*", b"*", b"#")


def headers(lines: Sequence[bytes], number: int) -> Iterator[bytes]:
    r"""Yield the lines that open what a line is in, the innermost first.

    Args:
        lines: of the whole file.
        number: of the line, from 1.

    >>> list(headers([b"func init() {", b"  a()", b"  if b {", b"    c()"], 4))
    [b'if b {', b'func init() {']
    """
    depth = _indentation(lines[number - 1])
    for line in reversed(lines[max(number - 1 - _MOST_LINES, 0) : number - 1]):
        if not depth:
            return
        text = line.strip()
        if text and _indentation(line) < depth and not text.startswith(_NO_HEADERS):
            depth = _indentation(line)
            yield text


def _indentation(line: bytes) -> int:
    return len(line) - len(line.lstrip(b" \t"))
