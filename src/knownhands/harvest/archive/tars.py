"""Read a tar stream, header by header, as an installer would, and say where two installers would differ.

The headers are decoded by the standard library; the loop is our own, because `tarfile`'s reads a pax header of any
size into memory, calls itself once for each long name, and stops without a word at a damaged header.
"""

from __future__ import annotations

import posixpath
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knownhands.harvest.archive.contents import MIB, Member
from knownhands.harvest.archive.tally import StoppedError

if TYPE_CHECKING:
    from knownhands.harvest.archive.tally import Tally
    from knownhands.harvest.archive.unpacked import Unpacked

_BLOCK = tarfile.BLOCKSIZE
_LARGEST_HEADER = MIB  # of a pax header or long name; extended attributes take a few KiB
_LONGEST_NUMBER = 20  # digits of 2^64
_FIELD_ENDS = 8**11  # bytes: a ustar header cannot say this or more, a pax header then says it instead
_LONG = {tarfile.GNUTYPE_LONGNAME: "path", tarfile.GNUTYPE_LONGLINK: "linkpath"}
_PAX = {b"path": "path", b"linkpath": "linkpath", b"size": "size", b"GNU.sparse.name": "sparse_path"}
_SPARSE_GOES_ON = 482  # where an old GNU sparse header, and then each block of its map, tell if there is one more
_MAP_GOES_ON = 504


def read_tar(stream: Unpacked, tally: Tally) -> None:
    """Read every member of a tar stream into the tally; what stops us becomes a problem."""
    _Reader(stream, tally).read()


def decode_header(block: bytes) -> tarfile.TarInfo | None:
    """Decode one header, or return None for what is none."""
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError, OverflowError):
        return None


@dataclass(slots=True)
class _Reader:
    stream: Unpacked
    tally: Tally
    has_ended: bool = False

    def read(self) -> None:
        common: dict[str, str] = {}  # what a global pax header says of all members to come
        own: dict[str, str] = {}  # what extended headers say of the next one
        while block := self._next():
            header = decode_header(block) if len(block) == _BLOCK else None
            if header is None:
                raise StoppedError(*_no_header(block))
            if header.type == tarfile.XGLTYPE:
                common |= parse_pax(self._extended(header))
            elif header.type in {tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE}:
                own |= parse_pax(self._extended(header))
            elif header.type in _LONG:
                own[_LONG[header.type]] = _text(self._extended(header).split(b"\0", 1)[0])
            else:
                self._member(block, header, common | own)
                own = {}

    def _next(self) -> bytes:
        """Return the next header's block, or nothing at the end, behind which only zeros belong.

        Tar ends at two blocks of zeros, `tarfile` at one, and some readers never: what follows is read too.
        """
        block = self.stream.read(_BLOCK)
        if block.strip(b"\0"):
            return block
        if len(block) < _BLOCK and not self.has_ended:
            raise StoppedError("truncated", "The archive has no end mark.")
        while block := self.stream.read(_BLOCK):
            if block.strip(b"\0"):
                if not self.has_ended:
                    self.tally.report("polyglot", "", "There is data behind the end of the archive.")
                self.has_ended = True
                return block if decode_header(block) else b""
        if self.stream.has_more_behind:
            self.tally.report("polyglot", "", "There is data behind the end of the packed stream.")
        return b""

    def _extended(self, header: tarfile.TarInfo) -> bytes:
        if not 0 <= header.size <= _LARGEST_HEADER:
            raise StoppedError("unsupported", f"An extended header of {header.size:,} bytes.")
        padded = _padded(header.size)
        body = self.stream.read(padded)
        if len(body) < padded:
            raise StoppedError("truncated", "The archive ends inside a header.")
        return body[: header.size]

    def _member(self, block: bytes, header: tarfile.TarInfo, said: dict[str, str]) -> None:
        path = self.tally.name(said.get("sparse_path") or said.get("path") or header.name)
        size = self._size(header, said, path)
        target, mode = said.get("linkpath", header.linkname), header.mode & 0o7777
        if header.issym():
            self.tally.link(Member(path, 0, None, mode, "link"), target, posixpath.dirname(path))
        elif header.islnk():
            self.tally.link(Member(path, 0, None, mode, "link"), target, "")
        elif header.isdir():
            self.tally.add(Member(path, 0, None, mode, "folder"))
        elif header.isdev():
            self.tally.device(Member(path, 0, None, mode, "device"))
        else:
            is_sparse = header.type == tarfile.GNUTYPE_SPARSE
            if is_sparse:
                self._pass_map(block)
            self._file(path, size, mode, is_sparse or "sparse" in said)
            return
        if size:
            self.tally.report("polyglot", path, "It is no file, yet has a size: readers differ in what comes next.")

    def _size(self, header: tarfile.TarInfo, said: dict[str, str], path: str) -> int:
        size, text = header.size, said.get("size", "")
        if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
            size = int(text)
            if size != header.size and size < _FIELD_ENDS:
                self.tally.report("polyglot", path, f"One header says {header.size:,} bytes, another {size:,}.")
        if size < 0:
            raise StoppedError("corrupt", "A member's size is negative.")
        return size

    def _file(self, path: str, size: int, mode: int, is_sparse: bool) -> None:
        body, left = None, _padded(size)
        try:
            if is_sparse:
                self.tally.report("unsupported", path, "It is a sparse file.")
            elif size > self.tally.limits.member_bytes:
                self.tally.report("member-too-large", path, f"It has {size:,} bytes.")
            else:
                read = self.stream.read(size)
                left -= len(read)
                body = read if len(read) == size else None
            if self.stream.skip(left) < left:
                raise StoppedError("truncated", f"The archive ends inside {path!a}.")
        finally:
            self.tally.add(Member(path, size, body, mode, "file"))

    def _pass_map(self, block: bytes) -> None:
        """Pass over the blocks in which an old GNU sparse header's map goes on; they come before the data."""
        at = _SPARSE_GOES_ON
        while len(block) == _BLOCK and block[at]:
            block, at = self.stream.read(_BLOCK), _MAP_GOES_ON


def parse_pax(body: bytes) -> dict[str, str]:
    r"""Parse the records of a pax header, and keep those that say what a member is.

    The others are dropped, because a header for all members may hold very many.

    Raises:
        StoppedError: it is no such header.

    >>> parse_pax(b"16 path=kiln.py\n13 mtime=0.5\n")
    {'path': 'kiln.py'}
    """
    said: dict[str, str] = {}
    at = 0
    while at < len(body) and body[at]:
        digits, space, _ = body[at : at + _LONGEST_NUMBER + 1].partition(b" ")
        length = int(digits) if space and digits.isdigit() else 0
        record = body[at + len(digits) + 1 : at + length]
        key, equals, value = record[:-1].partition(b"=")
        if not equals or not record.endswith(b"\n") or at + length > len(body):
            raise StoppedError("corrupt", "A pax header makes no sense.")
        known = _PAX.get(key) or (b"GNU.sparse." in key and "sparse")
        if known:
            said[known] = _text(value)
        at += length
    return said


def _no_header(block: bytes) -> tuple[str, str]:
    if len(block) < _BLOCK:
        return "truncated", "The archive ends inside a header."
    return "corrupt", "A header's checksum is wrong."


def _text(body: bytes) -> str:
    return body.decode("utf-8", "surrogateescape")


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK
