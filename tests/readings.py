"""Read a change of one file, for tests of readers and comparers."""

from collections.abc import Sequence

import changing
from knownhands.harvest.code.notes import Notes
from knownhands.harvest.code.readers._reader import readers_of
from knownhands.harvest.content.changed import Changed

PLAIN = 0o100644
GARBAGE = (
    b"", b"\n", b"\xff\xfe{\x80", b"{" * 100_000, b'{"a":' * 20_000, b"(" * 100_000, b"a" * 1_000_000, b'"' * 100_000, b" " * 1_000_000,
    b"\n" * 100_000, b"- " * 20_000, b"a:\n " * 20_000, b"&a *a " * 10_000, b"<!--" * 50_000, b"\\" * 100_000, b"[a]\n" * 10_000,
    b"a." * 50_000, b"`" * 100_000, b"'" * 100_000, b"curl | " * 20_000,
)  # fmt: skip
"""What no file holds."""


def change(path: str, new: bytes | str | None, old: bytes | str | None = None, *, mode: int = PLAIN) -> Changed:
    """Make a change of one file; None where there is none."""
    before, after = (text.encode() if isinstance(text, str) else text for text in (old, new))
    return Changed(
        path,
        "" if before is None else path,
        0 if after is None else mode,
        0 if before is None else PLAIN,
        before,
        after,
    )


def shown(*files: Changed, only: Sequence[str] = ()) -> set[str]:
    """Return the capabilities that a change shows, but for what every file of its place or of a coding agent shows."""
    ids = changing.shown(*files) - {"agent_instructions"}
    return ids & set(only) if only else ids


def read_garbage(path: str, reader: str) -> None:
    """Give a reader what no file holds."""
    for body in GARBAGE:
        for candidate in readers_of(path, b"x"):
            if candidate.id == reader:
                candidate.read(Notes(path, every_line=True, is_program=True), body)
