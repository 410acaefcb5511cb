"""Packed streams cost no more than the limits, and end where they say."""

import bz2
import gzip
import lzma
import zlib

import pytest

from knownhands.harvest.archive.contents import MIB, Limits
from knownhands.harvest.archive.reader import read_bytes
from packing import tar

SETUP = ("kiln/setup.py", b"setup()\n")
PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress}


def ids(contents):
    return [problem.id for problem in contents.problems]


@pytest.fixture(params=PACKERS.values(), ids=PACKERS.keys())
def pack(request):
    return request.param


def test_a_packed_tar_is_read(pack):
    contents = read_bytes("kiln.tar.x", pack(tar(SETUP, ("kiln/clay.bin", bytes(range(256)) * 4000))))

    assert [len(m.body) for m in contents.members] == [8, 1_024_000]
    assert (ids(contents), contents.is_complete) == ([], True)


def test_streams_one_behind_the_other_are_one(pack):
    whole = tar(SETUP)

    assert ids(read_bytes("kiln.tar.x", pack(whole[:700]) + pack(whole[700:]))) == []
    assert ids(read_bytes("kiln.tar.x", pack(whole) + b"\0" * 512)) == []


def test_data_behind_the_packed_stream_is_said(pack):
    contents = read_bytes("kiln.tar.x", pack(tar(SETUP)) + b"more")

    assert ids(contents) == ["polyglot"]
    assert contents.members[0].body == SETUP[1]


@pytest.mark.parametrize("missing", [1, 9, 30])
def test_a_stream_that_ends_early_is_truncated(pack, missing):
    contents = read_bytes("kiln.tar.x", pack(tar(SETUP))[:-missing])

    assert (ids(contents), contents.is_complete) == (["truncated"], False)


def test_a_wrong_checksum_is_said():
    packed = bytearray(gzip.compress(tar(SETUP)))
    packed[-6] ^= 1

    assert ids(read_bytes("kiln.tar.gz", bytes(packed))) == ["corrupt"]


def test_a_bomb_ends_at_the_ratio(pack):
    bomb = pack(tar(SETUP, *((f"kiln/{n}", b"\0" * MIB) for n in range(40))))
    contents = read_bytes("kiln.tar.x", bomb, Limits(ratio=10, ratio_bytes=2 * MIB))

    assert (ids(contents), contents.is_complete) == (["ratio"], False)
    assert sum(len(m.body or b"") for m in contents.members) < 3 * MIB
    assert contents.members[0].body == SETUP[1]


def test_zeros_below_the_ratio_limit_are_ordinary(pack):
    assert read_bytes("kiln.tar.x", pack(tar(SETUP, ("kiln/zeros", b"\0" * MIB)))).is_complete


def test_a_bomb_behind_the_end_of_the_archive_ends_too():
    contents = read_bytes("kiln.tar.gz", gzip.compress(tar(SETUP) + b"\0" * 40 * MIB), Limits(ratio_bytes=2 * MIB))

    assert ids(contents) == ["ratio"]


def test_all_together_may_not_be_more_than_the_limit():
    contents = read_bytes("kiln.tar", tar(*((f"{n}", b"1" * 600_000) for n in range(5))), Limits(total_bytes=MIB))

    assert (ids(contents), contents.is_complete) == (["too-large"], False)


def test_xz_that_asks_for_much_memory_is_refused():
    packed = lzma.compress(tar(SETUP), preset=0)

    assert read_bytes("kiln.tar.xz", with_dictionary(packed, 0x1C)).is_complete  # 64 MiB, as of `xz -9`
    assert ids(read_bytes("kiln.tar.xz", with_dictionary(packed, 0x26))) == ["unsupported"]  # 2 GiB


def with_dictionary(packed: bytes, size: int) -> bytes:
    """Change what the first block of an xz stream says of its dictionary; its header has a checksum of its own."""
    length = (packed[12] + 1) * 4
    header = bytearray(packed[12 : 12 + length - 4])
    at = header.index(b"\x21\x01") + 2
    header[at] = size
    return packed[:12] + bytes(header) + zlib.crc32(header).to_bytes(4, "little") + packed[12 + length :]


def test_a_hundred_thousand_empty_streams_are_refused():
    contents = read_bytes("kiln.tar.gz", gzip.compress(b"") * 100_000)

    assert (ids(contents), contents.is_complete) == (["unsupported"], False)
