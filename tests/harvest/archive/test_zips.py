"""A zip tells its story twice, and some readers believe the one and some the other."""

import io
import stat
import struct
import zipfile
import zlib

import pytest

from knownhands.harvest.archive.contents import Limits
from knownhands.harvest.archive.reader import read_bytes
from packing import unix, zipped

CODE = ("kiln/fire.py", b"HEAT = 1200\n" * 20)


def ids(contents):
    return [problem.id for problem in contents.problems]


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_members_are_read_in_each_packing(packing):
    contents = read_bytes("kiln.zip", zipped(CODE, ("kiln/empty.py", b""), packing=packing))

    assert [(m.path, m.body) for m in contents.members] == [CODE, ("kiln/empty.py", b"")]
    assert (contents.problems, contents.is_complete) == ((), True)


class Pipe(io.BytesIO):
    """A target that cannot go back, so that sizes are written behind the data."""

    def seekable(self):
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation

    def tell(self):
        raise io.UnsupportedOperation


@pytest.mark.parametrize("large", [False, True])
def test_sizes_behind_the_data_and_in_64_bits_are_ordinary(large):
    target = Pipe()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a.py", "b.py"):
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=large) as member:
                member.write(b"clay")
    contents = read_bytes("kiln.zip", target.getvalue())

    assert [m.body for m in contents.members] == [b"clay", b"clay"]
    assert not contents.problems


def test_a_comment_is_ordinary():
    target = io.BytesIO(zipped(CODE))
    with zipfile.ZipFile(target, "a") as archive:
        archive.comment = b"fired at 1200"

    assert not read_bytes("kiln.zip", target.getvalue()).problems


def replaced(body: bytes, old: bytes, new: bytes, *, last: bool) -> bytes:
    at = body.rfind(old) if last else body.find(old)
    return body[:at] + new + body[at + len(old) :]


POLYGLOTS = {
    "data before": b"#!/bin/sh\nexec true\n" + zipped(CODE),
    "data behind": zipped(CODE) + b"more",
    "another name in the directory": replaced(zipped(CODE), b"fire.py", b"file.py", last=True),
    "another name in the header": replaced(zipped(CODE), b"fire.py", b"file.py", last=False),
    "an older zip before": zipped(("kiln/fire.py", b"evil()")) + zipped(CODE),
}


@pytest.mark.parametrize("body", POLYGLOTS.values(), ids=POLYGLOTS.keys())
def test_two_stories_in_one_zip_are_said(body):
    contents = read_bytes("kiln.zip", body)

    assert ids(contents) == ["polyglot"]
    assert contents.members[0].body == CODE[1]


def test_a_member_that_the_directory_hides_is_said():
    whole = zipped(("hidden.py", b"evil()"), CODE)
    start = whole.find(b"PK\x01\x02")
    second = whole.find(b"PK\x01\x02", start + 1)
    end = bytearray(whole[whole.rfind(b"PK\x05\x06") :])
    end[8:12] = b"\1\0\1\0"
    end[12:16] = (len(whole) - 22 - second).to_bytes(4, "little")
    end[16:20] = start.to_bytes(4, "little")
    contents = read_bytes("kiln.zip", whole[:start] + whole[second:-22] + bytes(end))

    assert [m.path for m in contents.members] == [CODE[0]]
    assert ids(contents) == ["polyglot"]


def field(body: bytes, magic: bytes, at: int, value: bytes) -> bytes:
    place = body.find(magic) + at
    return body[:place] + value + body[place + len(value) :]


def both(local: int, entry: int, value: bytes):
    body = field(zipped(CODE), b"PK\x03\x04", local, value)
    return field(body, b"PK\x01\x02", entry, value)


UNREAD = {
    "encrypted": (both(6, 8, b"\1"), "encrypted"),
    "packed by an unknown method": (both(8, 10, b"\x63"), "unsupported"),
    "a wrong checksum": (both(14, 16, b"\0\0\0\0"), "corrupt"),
    "more than it says": (both(22, 24, b"\3\0\0\0"), "corrupt"),
    "less than it says": (both(22, 24, b"\xff\3\0\0"), "corrupt"),
    "more than the limit": (both(22, 24, b"\xff\xff\xff\x7f"), "member-too-large"),
}


@pytest.mark.parametrize(("body", "problem"), UNREAD.values(), ids=UNREAD.keys())
def test_what_cannot_be_unpacked_is_listed_without_its_body(body, problem):
    contents = read_bytes("kiln.zip", body)

    assert ids(contents) == [problem]
    assert (contents.members[0].path, contents.members[0].body, contents.is_complete) == (CODE[0], None, False)


def test_a_member_that_is_not_where_the_directory_says_is_said():
    contents = read_bytes("kiln.zip", field(zipped(CODE), b"PK\x01\x02", 42, b"\5\0\0\0"))

    assert "corrupt" in ids(contents)
    assert not contents.is_complete


def test_links_devices_and_folders_are_told_apart_from_files():
    body = zipped(
        (unix("kiln/", stat.S_IFDIR | 0o755), b""),
        (unix("kiln/near", stat.S_IFLNK | 0o777), b"fire.py"),
        (unix("kiln/far", stat.S_IFLNK | 0o777), b"../../etc/hosts"),
        (unix("kiln/pipe", stat.S_IFIFO | 0o644), b""),
        (unix("kiln/run.sh", stat.S_IFREG | 0o755), b"true\n"),
    )
    contents = read_bytes("kiln.zip", body)

    assert [m.kind for m in contents.members] == ["folder", "link", "link", "device", "file"]
    assert ids(contents) == ["link", "link", "link-outside", "device"]
    assert contents.members[-1].mode == 0o755


def test_bytes_cannot_hide_behind_the_mode_of_a_link_or_device():
    body = zipped((unix("a.pth", stat.S_IFIFO), b"import os"), (unix("b.pth", stat.S_IFLNK), b"import os"))

    assert [m.body for m in read_bytes("kiln.whl", body).members] == [b"import os"] * 2


def test_a_second_name_for_newer_readers_is_said():
    def named(alias: bytes) -> bytes:
        entry = zipfile.ZipInfo("data.txt")
        content = b"\1" + zlib.crc32(b"data.txt").to_bytes(4, "little") + alias
        entry.extra = b"up" + len(content).to_bytes(2, "little") + content
        return zipped((entry, b"1"))

    assert ids(read_bytes("kiln.zip", named(b"setup.py"))) == ["polyglot"]
    assert ids(read_bytes("kiln.zip", named(b"data.txt"))) == []


def test_a_zip_with_64_bit_end_records_is_read_and_held_against_the_32_bit_one():
    body = zipped(CODE)
    end = body.rfind(b"PK\x05\x06")
    start = int.from_bytes(body[end + 16 : end + 20], "little")
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, end - start, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    whole = body[:end] + large + locator

    assert ids(read_bytes("kiln.zip", whole + body[end:])) == []
    assert read_bytes("kiln.zip", whole + body[end:]).members[0].body == CODE[1]
    assert ids(read_bytes("kiln.zip", whole + body[end : end + 8] + b"\2\0\2\0" + body[end + 12 :])) == ["polyglot"]


def test_a_directory_that_makes_no_sense_is_said():
    body = zipped(CODE, ("b.py", b"1"))
    second = body.rfind(b"PK\x01\x02")
    contents = read_bytes("kiln.zip", body[:second] + b"XX" + body[second + 2 :])

    assert (ids(contents)[0], contents.is_complete) == ("corrupt", False)
    assert contents.members[0].body == CODE[1]


def test_a_name_that_is_not_utf8_is_said():
    wrong = zipped(("kiln/gl_ze.py", b"")).replace(b"gl_ze", b"gl\x84ze")
    contents = read_bytes("kiln.zip", wrong)

    assert ids(contents) == ["name-not-utf8"]
    assert contents.members[0].path == "kiln/gläze.py"
    assert not read_bytes("kiln.zip", zipped(("kiln/gläze.py", b""))).problems


def test_a_small_zip_that_unpacks_to_much_is_not_unpacked():
    bomb = zipped(("zeros", b"\0" * 2_000_000), CODE)
    contents = read_bytes("kiln.zip", bomb, Limits(ratio_bytes=1_000_000))

    assert ids(contents) == ["ratio"]
    assert [m.body for m in contents.members] == [None, CODE[1]]
    assert read_bytes("kiln.zip", bomb).is_complete


def test_members_that_share_their_data_are_said():
    body = zipped(("a.py", b"1"), ("b.py", b"2"))
    second = body.rfind(b"PK\x01\x02")
    shared = body[: second + 42] + b"\0\0\0\0" + body[second + 46 :]

    assert "polyglot" in ids(read_bytes("kiln.zip", shared))


def test_when_all_is_spent_the_rest_is_listed_and_said_once():
    members = [(f"{n}.py", b"clay" * 250) for n in range(5)]
    contents = read_bytes("kiln.zip", zipped(*members), Limits(total_bytes=2500))

    assert [m.body is None for m in contents.members] == [False, False, True, True, True]
    assert (ids(contents), contents.is_complete) == (["too-large"], False)
