"""The unpacked bytes of one stream, made as they are asked for: a bomb costs no more than the limits."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import TYPE_CHECKING, Protocol

from knownhands.harvest.archive.contents import MIB
from knownhands.harvest.archive.tally import StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.harvest.archive.tally import Tally

_INPUT = 1 << 16
_OUTPUT = 1 << 18
_XZ_MEMORY = 128 * MIB  # `xz -9` asks for 65
_MOST_STREAMS = 10_000  # one behind the other; bgzip makes one for each 64 KiB
_BROKEN = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)  # bz2 raises the last three


class Source(Protocol):
    """Packed bytes."""

    def read(self, count: int, /) -> bytes:
        """Return at most so many; none at the end."""


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Inflater:
    """Give zlib the manners of bz2 and lzma."""

    def __init__(self, window: int) -> None:
        self._zlib = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data

    def decompress(self, data: bytes, max_length: int, /) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": lambda: _Inflater(31),
    "deflate": lambda: _Inflater(-15),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY),
}
MAGIC = {"gzip": b"\x1f\x8b\x08", "bzip2": b"BZh", "xz": b"\xfd7zXZ\0"}
"""How a file of each coding begins; behind its end another may follow."""


class Unpacked:
    """Read a packed stream in pieces.

    Args:
        source: where the packed bytes come from.
        coding: `gzip`, `bzip2`, `xz`, `deflate`; or `stored`, for bytes that are not packed.
        tally: what every unpacked byte is counted by.

    Attributes:
        has_more_behind: the packed stream ended and bytes follow that are no part of it.
    """

    def __init__(self, source: Source, coding: str, tally: Tally) -> None:
        self._source = source
        self._coding = coding
        self._tally = tally
        self._decoder = _DECODERS[coding]() if coding in _DECODERS else None
        self._block = b""
        self._at = 0
        self._packed = 0
        self._made = 0
        self._streams = 1
        self._waiting = b""
        self.has_more_behind = False

    def read(self, count: int) -> bytes:
        """Return so many bytes; fewer only at the end.

        Raises:
            StoppedError: the stream is damaged, cut off, or larger than the limits allow.
        """
        piece = self._block[self._at : self._at + count]
        self._at += len(piece)
        if len(piece) == count:
            return piece
        pieces, missing = [piece], count - len(piece)
        while missing and self._refill():
            piece = self._block[:missing]
            self._at = len(piece)
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def skip(self, count: int) -> int:
        """Pass over so many bytes and return how many there were.

        Raises:
            StoppedError: as `read`.
        """
        left = count
        while left and (piece := self.read(min(left, _OUTPUT))):
            left -= len(piece)
        return count - left

    def _refill(self) -> bool:
        self._block, self._at = self._make(), 0
        self._made += len(self._block)
        self._tally.spend(len(self._block))
        limits = self._tally.limits
        if self._made > max(limits.ratio_bytes, self._packed * limits.ratio):
            raise StoppedError("ratio", f"{self._packed:,} packed bytes became {self._made:,} and more.")
        return bool(self._block)

    def _take(self) -> bytes:
        fresh = self._source.read(_INPUT)
        self._packed += len(fresh)
        return fresh

    def _make(self) -> bytes:
        if not self._decoder:
            return self._take()
        while not self._decoder.eof or self._next_stream():
            fresh, self._waiting = self._waiting, b""
            if not fresh and self._decoder.needs_input:
                fresh = self._take()
            try:
                made = self._decoder.decompress(fresh, _OUTPUT)
            except _BROKEN as cause:
                # lzma has no class of its own for a stream that needs more memory than it was given.
                problem = "unsupported" if "emory" in str(cause) else "corrupt"
                raise StoppedError(problem, f"The {self._coding} stream cannot be unpacked: {cause}.") from cause
            if made:
                return made
            if not fresh and self._decoder.needs_input and not self._decoder.eof:
                raise StoppedError("truncated", f"The {self._coding} stream ends before its end.")
        return b""

    def _next_stream(self) -> bool:
        """Go on with a stream behind the one that has ended, if there is one; zeros between them are padding."""
        if not self._decoder or self.has_more_behind:
            return False
        rest = self._decoder.unused_data
        while not (rest := rest.lstrip(b"\0") if self._coding != "deflate" else rest):
            if not (rest := self._take()):
                return False
        rest += self._take() if len(rest) < _INPUT else b""
        if self._coding not in MAGIC or not rest.startswith(MAGIC[self._coding]):
            self.has_more_behind = True
            return False
        self._streams += 1
        if self._streams > _MOST_STREAMS:
            raise StoppedError("unsupported", f"There are more than {_MOST_STREAMS:,} streams in one.")
        self._decoder, self._waiting = _DECODERS[self._coding](), rest
        return True
