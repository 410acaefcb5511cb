"""What installers disagree about in a tar is said; what all of them read is read the same."""

import io
import tarfile

import pytest

from knownhands.harvest.archive.contents import MIB, Limits
from knownhands.harvest.archive.reader import read_bytes
from packing import entry, raw_header, tar

SETUP = ("kiln/setup.py", b"setup()\n")


def ids(contents):
    return [problem.id for problem in contents.problems]


def pax(**records: str) -> bytes:
    lines = b""
    for key, value in records.items():
        rest = f" {key}={value}\n".encode("utf-8", "surrogateescape")
        length = len(rest) + len(str(len(rest) + 2))
        lines += b"%d%b" % (length, rest)
    return raw_header(tarfile.XHDTYPE, lines)


@pytest.mark.parametrize("dialect", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_every_dialect_reads_as_tarfile_reads_it(dialect):
    name = "kiln/" + "deep/" * 40 + "glaze.py" if dialect != tarfile.USTAR_FORMAT else "kiln/glaze.py"
    body = tar((name, b"a" * 700), SETUP, dialect=dialect)
    contents = read_bytes("kiln.tar", body)

    with tarfile.open(fileobj=io.BytesIO(body)) as theirs:
        expected = [(m.name, m.size, theirs.extractfile(m).read(), m.mode) for m in theirs]
    assert [(m.path, m.size, m.body, m.mode) for m in contents.members] == expected
    assert contents.is_complete
    assert not contents.problems


LINKS = {
    "to a file beside it": (entry("kiln/a", tarfile.SYMTYPE, "setup.py"), ["link"]),
    "to a folder above that is inside": (entry("kiln/a/b", tarfile.SYMTYPE, "../setup.py"), ["link"]),
    "hard, from the root": (entry("kiln/a", tarfile.LNKTYPE, "kiln/setup.py"), ["link"]),
    "to the folder above the root": (entry("kiln/a", tarfile.SYMTYPE, "../../x"), ["link", "link-outside"]),
    "to the root of the disk": (entry("kiln/a", tarfile.SYMTYPE, "/etc/hosts"), ["link", "link-outside"]),
    "hard, to above the root": (entry("kiln/a", tarfile.LNKTYPE, "../x"), ["link", "link-outside"]),
}


@pytest.mark.parametrize(("link", "problems"), LINKS.values(), ids=LINKS.keys())
def test_a_link_is_listed_with_where_it_leads(link, problems):
    contents = read_bytes("kiln.tar", tar(SETUP, link))

    assert ids(contents) == problems
    assert (contents.members[-1].kind, contents.members[-1].body) == ("link", None)
    assert link.linkname in contents.problems[0].detail


@pytest.mark.parametrize("kind", [tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE])
def test_a_device_is_listed(kind):
    contents = read_bytes("kiln.tar", tar(entry("kiln/null", kind), SETUP))

    assert ids(contents) == ["device"]
    assert [m.kind for m in contents.members] == ["device", "file"]


def test_sizes_that_readers_disagree_about_are_said():
    honest = tar(("a", b"x" * 10))
    assert ids(read_bytes("a.tar", pax(size="10") + honest)) == []
    assert ids(read_bytes("a.tar", pax(size="9") + honest)) == ["polyglot"]
    assert ids(read_bytes("a.tar", tar(entry("a", tarfile.SYMTYPE, "b", size=512)))) == ["link", "polyglot"]


def test_members_behind_the_end_mark_are_read_and_said():
    contents = read_bytes("a.tar", tar(("a", b"1"), end=b"\0" * 512) + tar(("hidden", b"2")))

    assert [m.path for m in contents.members] == ["a", "hidden"]
    assert ids(contents) == ["polyglot"]
    assert ids(read_bytes("a.tar", tar(("a", b"1"), end=b"\0" * 10_240))) == []


CUT = {
    "inside a file": (lambda whole: whole[:1000], "truncated"),
    "inside a header": (lambda whole: whole[: 1024 + 200], "truncated"),
    "between two members": (lambda whole: whole[:1024], "truncated"),
    "a damaged header": (lambda whole: whole[:1030] + b"\xff" + whole[1031:], "corrupt"),
    "a negative size": (lambda _: with_size(b"\xff" * 12), "corrupt"),
}


def with_size(field: bytes) -> bytes:
    head = bytearray(tar(("a", b""))[:512])
    head[124:136] = field
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) + b"\0" * 1024


@pytest.mark.parametrize(("damage", "problem"), CUT.values(), ids=CUT.keys())
def test_damage_is_said_and_what_came_before_is_kept(damage, problem):
    whole = tar(("a", b"1" * 500), ("b", b"2"))
    contents = read_bytes("a.tar", damage(whole))

    assert ids(contents) == [problem]
    assert not contents.is_complete
    assert read_bytes("a.tar", whole).is_complete


def test_a_huge_size_costs_nothing():
    contents = read_bytes("a.tar", with_size(b"\x80" + b"\0" * 3 + b"\x7f" + b"\xff" * 7))

    assert ids(contents) == ["member-too-large", "truncated"]
    assert contents.members[0].body is None


EXTENDED = {
    "a large pax header": raw_header(tarfile.XHDTYPE, b"1" * (MIB + 1)),
    "a large long name": raw_header(tarfile.GNUTYPE_LONGNAME, b"n" * (MIB + 1)),
    "no pax records": raw_header(tarfile.XHDTYPE, b"clay"),
    "a record longer than its header": raw_header(tarfile.XHDTYPE, b"99 path=a\n"),
    "a record of no length": raw_header(tarfile.XHDTYPE, b"0 path=a\n"),
    "a record of a million digits": raw_header(tarfile.XHDTYPE, b"9" * 1_000_000 + b" path=a\n"),
}


@pytest.mark.parametrize("header", EXTENDED.values(), ids=EXTENDED.keys())
def test_an_extended_header_that_makes_no_sense_ends_the_reading(header):
    contents = read_bytes("a.tar", header + tar(SETUP))

    assert ids(contents)[0] in {"corrupt", "unsupported"}
    assert not contents.is_complete


def test_ten_thousand_long_names_in_a_row_are_only_the_last():
    names = b"".join(raw_header(tarfile.GNUTYPE_LONGNAME, b"kiln/%d.py\0" % n) for n in range(10_000))

    assert [m.path for m in read_bytes("a.tar", names + tar(SETUP)).members] == ["kiln/9999.py"]


def test_a_name_for_all_members_is_one_duplicate_for_each():
    common = raw_header(tarfile.XGLTYPE, b"11 path=ab\n")
    contents = read_bytes("a.tar", common + tar(("a", b"1"), ("b", b"2")))

    assert [m.path for m in contents.members] == ["ab", "ab"]
    assert ids(contents) == ["duplicate-name"]


def test_a_sparse_file_in_the_newer_dialect_is_known_by_its_real_name():
    records = b"22 GNU.sparse.major=1\n26 GNU.sparse.name=clay.x\n"
    contents = read_bytes("a.tar", raw_header(tarfile.XHDTYPE, records) + tar(("GNUSparseFile.0/clay.x", b"1"), SETUP))

    assert (ids(contents), contents.members[0].path, contents.members[0].body) == (["unsupported"], "clay.x", None)
    assert contents.members[1].body == SETUP[1]


def test_a_hundred_thousand_records_for_all_members_are_read_once():
    records = b"".join(b"12 a%05d=1\n" % n for n in range(80_000))
    members = [(f"{n}", b"") for n in range(3000)]
    contents = read_bytes("a.tar", raw_header(tarfile.XGLTYPE, records) + tar(*members))

    assert (len(contents.members), contents.is_complete) == (3000, True)


def test_a_sparse_file_is_passed_over_and_what_follows_is_read():
    sparse = bytearray(entry("a", tarfile.GNUTYPE_SPARSE, size=3).tobuf(tarfile.GNU_FORMAT))
    sparse[482] = 1
    sparse[148:156] = b" " * 8
    sparse[148:156] = b"%06o\0 " % sum(sparse)
    body = bytes(sparse) + b"\0" * 512 + b"abc" + b"\0" * 509 + tar(SETUP)
    contents = read_bytes("a.tar", body)

    assert ids(contents) == ["unsupported"]
    assert [(m.path, m.body) for m in contents.members] == [("a", None), SETUP]


def test_a_member_over_the_limit_is_listed_without_its_body():
    body = tar(("large", b"1" * 2000), SETUP)
    contents = read_bytes("a.tar", body, Limits(member_bytes=1999))

    assert ids(contents) == ["member-too-large"]
    assert [(m.path, m.size, m.body) for m in contents.members] == [("large", 2000, None), (SETUP[0], 8, SETUP[1])]
    assert not contents.is_complete
    assert read_bytes("a.tar", body, Limits(member_bytes=2000)).is_complete


def test_too_many_members_end_the_reading():
    body = tar(*((f"{n}", b"") for n in range(11)))
    contents = read_bytes("a.tar", body, Limits(members=10))

    assert (len(contents.members), ids(contents), contents.is_complete) == (10, ["too-many-members"], False)
    assert read_bytes("a.tar", body, Limits(members=11)).is_complete
