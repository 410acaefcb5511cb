"""Decode the records that say where a zip's members are."""

from __future__ import annotations

import os
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from knownhands.harvest.archive.contents import MIB
from knownhands.harvest.archive.tally import StoppedError

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCAL_MAGIC = b"PK\x03\x04"
END_MAGIC = b"PK\x05\x06"
_ENTRY_MAGIC = b"PK\x01\x02"
_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s2B5H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 0xFFFF
_FULL = 0xFFFFFFFF  # a 32-bit field that means: look into the 64-bit one
_FULL_16 = 0xFFFF
_ZIP64 = 1
_UNICODE_PATH = 0x7075
_LARGEST_DIRECTORY = 128 * MIB  # about a million entries


@dataclass(frozen=True, slots=True)
class End:
    """Where a zip's directory is.

    Attributes:
        at: where the end record begins, or the 64-bit one before it; the directory ends there.
        start: where the directory begins.
        count: entries that it claims to have.
        shift: bytes before the zip's own first byte; every offset is counted from there.
        behind: bytes after the zip's own last one.
        is_agreed: the 32-bit record and the 64-bit one say the same, if there are two.
    """

    at: int
    start: int
    count: int
    shift: int
    behind: int
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: what the directory says, or what its local header says, in which mode and offset are 0.

    Attributes:
        name: bytes as they stand.
        system: 3 for Unix, whose mode then stands in `attributes`.
        flags: bit 0 encrypted, 3 sizes behind the data, 11 the name is UTF-8.
        method: 0 stored, 8 deflate, 12 bzip2.
        crc: of the unpacked bytes.
        packed: bytes.
        size: unpacked bytes.
        attributes: the mode in the upper half.
        offset: of the local header, before the shift.
        data: bytes from the local header to the data; 0 in the directory's own.
        alias: the name's other spelling, in UTF-8, where the directory has one that holds.
    """

    name: bytes
    system: int
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int
    data: int
    alias: bytes | None = None


def find_end(file: BinaryIO) -> End | None:
    """Find the last end record of a file, as installers do; None where there is none that leads to a directory."""
    total = file.seek(0, os.SEEK_END)
    begin = max(0, total - _END.size - _LONGEST_COMMENT)
    tail = _at(file, begin, total - begin)
    place = tail.rfind(END_MAGIC)
    if place < 0 or len(tail) - place < _END.size:
        return None
    _, _, _, _, count, length, offset, comment = _END.unpack_from(tail, place)
    at = begin + place
    behind, is_agreed = total - at - _END.size - comment, True
    large = _end_64(file, at)
    if large:
        at, *wide = large
        narrow = zip((count, length, offset), wide, (_FULL_16, _FULL, _FULL), strict=True)
        is_agreed = all(small in {big, full} for small, big, full in narrow)
        count, length, offset = wide
    start = at - length
    end = End(at, start, count, start - offset, behind, is_agreed)
    leads = length == 0 or _at(file, max(0, start), 4) == _ENTRY_MAGIC
    return end if start >= 0 and end.shift >= 0 and leads else None


def read_directory(file: BinaryIO, end: End) -> Iterator[Entry]:
    """Decode the directory, entry by entry.

    Raises:
        StoppedError: it is damaged or too large.
    """
    if end.at - end.start > _LARGEST_DIRECTORY:
        raise StoppedError("too-many-members", f"Its directory has {end.at - end.start:,} bytes.")
    directory, at = _at(file, end.start, end.at - end.start), 0
    while at < len(directory):
        fields = _ENTRY.unpack_from(directory, at) if at + _ENTRY.size <= len(directory) else None
        if not fields or fields[0] != _ENTRY_MAGIC:
            raise StoppedError("corrupt", "The zip's directory makes no sense.")
        _, _, system, _, flags, method, _, _, crc, packed, size, *lengths, _, _, attributes, offset = fields
        at += _ENTRY.size
        name_length, extra_length, comment_length = lengths
        name = directory[at : at + name_length]
        extra = directory[at + name_length : at + name_length + extra_length]
        at += name_length + extra_length + comment_length
        size, packed, offset = _widen(extra, (size, packed, offset))
        yield Entry(name, system, flags, method, crc, packed, size, attributes, offset, 0, _alias(extra, name))


def read_local(file: BinaryIO, at: int) -> Entry | None:
    """Decode the header that stands before a member's data; None where there is none."""
    head = _at(file, at, _LOCAL.size)
    if len(head) < _LOCAL.size or not head.startswith(LOCAL_MAGIC):
        return None
    _, _, flags, method, _, _, crc, packed, size, name_length, extra_length = _LOCAL.unpack(head)
    name, extra = file.read(name_length), file.read(extra_length)
    size, packed = _widen(extra, (size, packed))
    return Entry(name, 0, flags, method, crc, packed, size, 0, 0, _LOCAL.size + name_length + extra_length)


def _end_64(file: BinaryIO, at: int) -> tuple[int, int, int, int] | None:
    """Return place, count, length and offset from the 64-bit end record, if there is one."""
    place = at - _LOCATOR.size - _END_64.size
    both = _at(file, place, _LOCATOR.size + _END_64.size) if place >= 0 else b""
    if not both.startswith(b"PK\x06\x06") or both[_END_64.size :][:4] != b"PK\x06\x07":
        return None
    *_, count, length, offset = _END_64.unpack_from(both)
    return place, count, length, offset


def _widen(extra: bytes, values: tuple[int, ...]) -> tuple[int, ...]:
    """Replace full 32-bit values by those of the 64-bit extra field, which holds them in the same order."""
    if _FULL not in values:
        return values
    field = _extra_field(extra, _ZIP64) or b""
    wide = iter([int.from_bytes(field[i : i + 8], "little") for i in range(0, len(field) - 7, 8)])
    return tuple(next(wide, value) if value == _FULL else value for value in values)


def _alias(extra: bytes, name: bytes) -> bytes | None:
    """Return the UTF-8 name from the Unicode path field: a version, the checksum of the other name, and then it."""
    field = _extra_field(extra, _UNICODE_PATH)
    return field[5:] if field and field[1:5] == zlib.crc32(name).to_bytes(4, "little") else None


def _extra_field(extra: bytes, header_id: int) -> bytes | None:
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == header_id:
            return extra[at + 4 : at + 4 + length]
        at += 4 + length
    return None


def _at(file: BinaryIO, place: int, count: int) -> bytes:
    file.seek(place)
    return file.read(count)
