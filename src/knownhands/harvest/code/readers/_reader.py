"""What a reader of files says of itself, and which readers a file has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, cast

from knownhands.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.harvest.code.notes import Notes

_NOTHING = re.compile(rb"(?!)")
_FIRST = 200  # bytes of a first line
_SHELL = b"#!/bin/sh"
_SCRIPTS = re.compile(r"(?:^|/)(?:bin|scripts?|ci)/[a-z0-9_-]{1,80}$")  # not `README`


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files of one language or format.

    Attributes:
        id: the file's name.
        paths: which files, searched in the whole path.
        read: notes what a file shows, given all of it; it may raise nothing.
        first: which files beside those, searched in the first line, such as that of a script without an ending.
        by_line: whether it looks at each line by itself; then it is given those alone that are new, the others empty.
        binary: whether it reads files that hold zero bytes.
        may_show: whether lines that a change adds could show anything; where not, the file around them is not parsed.
    """

    id: str
    paths: re.Pattern[str]
    read: Callable[[Notes, bytes], object]
    first: re.Pattern[bytes] = _NOTHING
    by_line: bool = False
    binary: bool = False
    may_show: Callable[[bytes], bool] = bool

    def reads(self, path: str, body: bytes, first_line: bytes) -> bool:
        """Whether a file is one of its own."""
        is_own = self.id in _named_by(path) or bool(self.first.search(first_line))
        return is_own and (self.binary or b"\0" not in body[:8000])


@cache
def readers() -> tuple[Reader, ...]:
    """Return every reader, by name."""
    return tuple(cast("dict[str, Reader]", discover("knownhands.harvest.code.readers", "READER")).values())


@lru_cache(maxsize=20_000)
def _named_by(path: str) -> frozenset[str]:
    """Return the readers that a path alone is enough for; the same files come again and again in a history."""
    return frozenset(reader.id for reader in readers() if reader.paths.search(path))


def readers_of(path: str, body: bytes, *, is_executable: bool = False) -> list[Reader]:
    """Return the readers that understand a file, by name; the text reader is one of them for all that is text.

    Args:
        path: the file.
        body: all of it.
        is_executable: whether git marks it so; a shell runs such a file, and one in a folder of scripts, where neither its name nor its
            first line says what it is.
    """
    first_line = body[:_FIRST].partition(b"\n")[0]
    is_script = is_executable or _SCRIPTS.search(path)
    if is_script and not first_line.startswith(b"#!") and _says_nothing(path):
        first_line = _SHELL
    return [reader for reader in readers() if reader.reads(path, body, first_line)]


@lru_cache(maxsize=20_000)
def _says_nothing(path: str) -> bool:
    """Whether a name has no ending, and no reader but those of every file knows it."""
    return "." not in path.rpartition("/")[2][1:] and not named_readers(path)


def named_readers(path: str) -> list[Reader]:
    """Return the readers that know a file by its path; those of every file are left out."""
    return [reader for reader in readers() if reader.id in _named_by(path) and not reader.paths.search("")]
