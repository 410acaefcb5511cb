"""The text of a dependency file, and of the files beside it that it may point at."""

from __future__ import annotations

import codecs
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from knownhands.errors import NotFound, Unparsable, Unreachable

MAX_BYTES = 50_000_000
"""Chosen by eye: ten times the largest lock file that we saw."""
MAX_PATH = 1_000
"""Characters in a path that a file may point at; chosen by eye, below what systems allow."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text.

    Attributes:
        path: as shown to people, and in `source`.
        text: decoded.
        folder: of the first file; nothing outside it is ever read. None when there is no folder to look in.
        within: the file's own path below `folder`.
    """

    path: str
    text: str
    folder: Path | None = None
    within: PurePosixPath = field(default_factory=PurePosixPath)

    @property
    def name(self) -> str:
        """The file's name in lower case."""
        return PurePosixPath(self.path.replace("\\", "/")).name.lower()

    def beside(self, relative: str) -> Document | None:
        """Open a file that this one points at.

        Args:
            relative: a path from this file's own folder.

        Returns:
            None when it is not there, is no plain relative path, or lies (or links) outside the first file's folder.

        Raises:
            Unparsable: when it is too large or no text.
        """
        within = _plain(self.within.parent, relative)
        if self.folder is None or within is None:
            return None
        real = Path(os.path.realpath(self.folder / within))
        if not real.is_relative_to(os.path.realpath(self.folder)) or not real.is_file():
            return None
        shown = str(PurePosixPath(self.path).parent / relative)
        return Document(shown, decode(load(real, shown), shown), self.folder, within)


def open_document(path: Path) -> Document:
    """Read the first file.

    Raises:
        NotFound: when there is no file there.
        Unreachable: when it may not be read.
        Unparsable: when it is too large or no text.
    """
    return Document(str(path), decode(load(path, str(path)), str(path)), path.parent, PurePosixPath(path.name))


def load(path: Path, shown: str) -> bytes:
    """Read a file's bytes, at most `MAX_BYTES`, and only of a regular file: a pipe would never end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotFound(f"{shown} is not a file.", "Name a dependency file.")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise NotFound(f"{shown} is not there.", "Check the path.") from error
    except (OSError, ValueError) as error:
        raise Unreachable(f"{shown} cannot be read.", "Check its permissions.") from error


def decode(body: bytes, path: str) -> str:
    """Turn bytes into text: UTF-8, or UTF-16 where a byte order mark says so, as Windows shells write it.

    Raises:
        Unparsable: when it is too large or no text.
    """
    if len(body) > MAX_BYTES:
        raise Unparsable(f"{path} is larger than {MAX_BYTES // 1_000_000} MB.", "Lock files are much smaller.")
    is_utf16 = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = body.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unparsable(f"{path} is no text: byte {error.start} fits no character.", "Save it as UTF-8.") from error
    if "\0" in text:
        raise Unparsable(f"{path} is no text: it holds a zero byte.", "Save it as UTF-8.")
    return text


def _plain(folder: PurePosixPath, relative: str) -> PurePosixPath | None:
    """Join a relative path lexically; None when it is absolute, odd or climbs out."""
    if not relative or len(relative) > MAX_PATH or any(sign in relative for sign in "\\:$\0"):
        return None
    if relative.startswith("/"):
        return None
    parts = list(folder.parts)
    for part in PurePosixPath(relative).parts:
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
        else:
            return None
    return PurePosixPath(*parts)
