"""Read a zip by its directory, and say where its local headers tell another story."""

from __future__ import annotations

import posixpath
import stat
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from knownhands.harvest.archive.contents import Member
from knownhands.harvest.archive.tally import StoppedError
from knownhands.harvest.archive.unpacked import Unpacked
from knownhands.harvest.archive.zip_records import End, Entry, read_directory, read_local

if TYPE_CHECKING:
    from knownhands.harvest.archive.contents import Kind
    from knownhands.harvest.archive.tally import Tally

_CODINGS = {0: "stored", 8: "deflate", 12: "bzip2"}
_UNIX = 3
_ENCRYPTED = 1
_SIZES_BEHIND = 8
_DESCRIPTOR = 24  # bytes at most that may stand behind the data when the sizes do
_FULL = 0xFFFFFFFF
_LONGEST_TARGET = 4096
_FILES = {0, stat.S_IFREG, stat.S_IFDIR}  # a folder's name ends in a slash, whatever its mode says


def read_zip(file: BinaryIO, end: End, tally: Tally) -> None:
    """Read every member of a zip into the tally; what stops us becomes a problem.

    Raises:
        StoppedError: the directory is damaged, or names too many members.
    """
    reader = _Reader(file, end, tally)
    for entry in read_directory(file, end):
        reader.member(entry)
    reader.compare()


@dataclass(slots=True)
class _Window:
    """A part of a file, read from its start to its end."""

    file: BinaryIO
    at: int
    left: int

    def read(self, count: int, /) -> bytes:
        self.file.seek(self.at)
        piece = self.file.read(min(count, self.left))
        self.at += len(piece)
        self.left -= len(piece)
        return piece


class _Reader:
    def __init__(self, file: BinaryIO, end: End, tally: Tally) -> None:
        self._file = file
        self._end = end
        self._tally = tally
        self._spans: list[tuple[int, int, bool]] = []  # from, to, and whether a descriptor may follow

    def member(self, entry: Entry) -> None:
        """Read one member."""
        path = self._tally.name(_name(entry))
        if not _is_utf8(entry.name):
            self._tally.report("name-not-utf8", path, f"Its name is {entry.name!r}.")
        mode = entry.attributes >> 16 if entry.system == _UNIX else 0
        local = read_local(self._file, self._end.shift + entry.offset)
        if entry.alias not in {None, entry.name} and entry.name.isascii():
            self._tally.report("polyglot", path, f"Newer readers know it as {entry.alias!r}.")
        if local:
            self._hold_against(entry, local, path)
        if entry.name.endswith(b"/"):
            self._tally.add(Member(path, 0, None, mode & 0o7777, "folder"))
            return
        body = self._body(entry, local, path)
        kind: Kind = "link" if stat.S_ISLNK(mode) else "file" if stat.S_IFMT(mode) in _FILES else "device"
        member = Member(path, entry.size, body, mode & 0o7777, kind)
        if kind == "link":
            target = (body or b"")[:_LONGEST_TARGET].decode("utf-8", "surrogateescape")
            self._tally.link(member, target, posixpath.dirname(path))
        elif kind == "device":
            self._tally.device(member)
        else:
            self._tally.add(member)

    def compare(self) -> None:
        """Say what belongs to no member: before, between and behind them."""
        at = 0
        if self._end.shift:
            self._tally.report("polyglot", "", f"There are {self._end.shift:,} bytes before the archive.")
        if self._end.behind:
            self._tally.report("polyglot", "", f"There are {self._end.behind:,} bytes behind the archive.")
        if not self._end.is_agreed or self._end.count != len(self._spans):
            self._tally.report("polyglot", "", "The zip's end records and its directory disagree.")
        slack = 0
        for start, stop, has_descriptor in [*sorted(self._spans), (self._end.start - self._end.shift, 0, False)]:
            if not 0 <= start - at <= slack:
                self._tally.report("polyglot", "", f"Bytes {at:,} to {start:,} belong to no member, or to two.")
                return
            at, slack = stop, _DESCRIPTOR if has_descriptor else 0

    def _hold_against(self, entry: Entry, local: Entry, path: str) -> None:
        has_descriptor = bool(entry.flags & _SIZES_BEHIND)
        self._spans.append((entry.offset, entry.offset + local.data + entry.packed, has_descriptor))
        pairs = [(local.name, entry.name), (local.method, entry.method), (local.flags & 9, entry.flags & 9)]
        numbers = [(local.crc, entry.crc), (local.packed, entry.packed), (local.size, entry.size)]
        unknown = {0, _FULL} if has_descriptor else {_FULL}
        if any(mine != theirs for mine, theirs in pairs) or any(
            mine != theirs and mine not in unknown for mine, theirs in numbers
        ):
            self._tally.report("polyglot", path, "The zip's directory and the member's own header disagree.")

    def _body(self, entry: Entry, local: Entry | None, path: str) -> bytes | None:
        try:
            return self._unpack(entry, local, path)
        except StoppedError as stopped:
            self._tally.report(stopped.problem, path, stopped.detail)
            return None

    def _unpack(self, entry: Entry, local: Entry | None, path: str) -> bytes | None:
        if local is None:
            raise StoppedError("corrupt", "There is no member where the zip's directory says.")
        if entry.flags & _ENCRYPTED:
            raise StoppedError("encrypted", "It is encrypted.")
        if entry.method not in _CODINGS:
            raise StoppedError("unsupported", f"Its packing method has the number {entry.method}.")
        if entry.size > self._tally.limits.member_bytes:
            raise StoppedError("member-too-large", f"It has {entry.size:,} bytes.")
        if self._tally.is_spent:  # said once; the rest is only listed
            return None
        window = _Window(self._file, self._end.shift + entry.offset + local.data, entry.packed)
        stream = Unpacked(window, _CODINGS[entry.method], self._tally)
        body = stream.read(entry.size + 1)
        if len(body) != entry.size or zlib.crc32(body) != entry.crc:
            raise StoppedError("corrupt", "Its bytes are not those that its checksum and size were made of.")
        if window.left or stream.has_more_behind:
            self._tally.report("polyglot", path, "There is data behind the end of its packed stream.")
        return body


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _name(entry: Entry) -> str:
    """Decode a name as UTF-8 whether it says so or not, else as the standard's own old code page."""
    return entry.name.decode() if _is_utf8(entry.name) else entry.name.decode("cp437")
