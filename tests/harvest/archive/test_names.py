"""A name that leads elsewhere, hides or collides is said; an unusual but honest one is not."""

import tarfile

import pytest

from knownhands.harvest.archive.reader import read_bytes
from packing import entry, tar, zipped

BAD = {
    "up": ("../kiln.py", "path-traversal"),
    "up in the middle": ("kiln/../../glaze.py", "path-traversal"),
    "up for Windows": ("kiln\\..\\..\\glaze.py", "path-traversal"),
    "from the root": ("/kiln.py", "absolute-path"),
    "from a drive": ("C:\\kiln.py", "absolute-path"),
    "from a share": ("\\\\server\\kiln.py", "absolute-path"),
    "a newline": ("kiln\n.py", "control-characters-in-name"),
    "an escape": ("kiln\x1b[2J.py", "control-characters-in-name"),
    "right to left": ("kiln\u202eyp.exe", "control-characters-in-name"),
    "no width": ("ki\u200bln.py", "control-characters-in-name"),
}


@pytest.mark.parametrize(("name", "problem"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("pack", [tar, zipped])
def test_a_name_that_misleads_is_said(pack, name, problem):
    contents = read_bytes("kiln", pack((name, b"1")))

    assert [p.id for p in contents.problems] == [problem]
    assert contents.members[0].body == b"1"
    assert contents.is_complete


HONEST = [
    "kiln..py",
    "..kiln/a.py",
    "kiln/...",
    "a:b.py",
    "ki ln.py",
    "töpferei/窯.py",
    "क्‍ष.txt",
    "a\\b.py",
    "./kiln.py",
]


@pytest.mark.parametrize("name", HONEST)
@pytest.mark.parametrize("pack", [tar, zipped])
def test_an_unusual_name_is_honest(pack, name):
    contents = read_bytes("kiln", pack((name, b"1")))

    if name != "a:b.py":  # a drive to Windows
        assert contents.problems == ()
    assert contents.members[0].path == name.removeprefix("./")


def test_a_tar_name_that_is_not_utf8_is_said_and_can_be_stored():
    contents = read_bytes("kiln.tar", tar(("kiln/gl\udce4ze.py", b""), dialect=tarfile.GNU_FORMAT))

    assert [p.id for p in contents.problems] == ["name-not-utf8"]
    assert contents.members[0].path == "kiln/gl\ufffdze.py"


COLLISIONS = {
    "the same": (["a.py", "a.py"], ["duplicate-name"]),
    "the same in another spelling": (["a/b.py", "a//b.py"], ["duplicate-name"]),
    "but for case": (["README", "ReadMe"], ["case-folded-name"]),
    "but for how an accent is written": (["caf\u00e9", "cafe\u0301"], ["case-folded-name"]),
    "in another folder": (["a/README", "b/README"], []),
    "another ending": (["a.py", "a.pyi"], []),
}


@pytest.mark.parametrize(("names", "problems"), COLLISIONS.values(), ids=COLLISIONS.keys())
def test_names_that_collide_are_said_and_all_kept(names, problems):
    contents = read_bytes("kiln.tar", tar(*((name, b"1") for name in names)))

    assert [p.id for p in contents.problems] == problems
    assert len(contents.members) == 2


def test_a_folder_named_twice_is_ordinary_and_a_file_in_its_place_is_not():
    folder = entry("kiln", tarfile.DIRTYPE)

    assert read_bytes("kiln.tar", tar(folder, folder)).problems == ()
    assert [p.id for p in read_bytes("kiln.tar", tar(folder, ("kiln", b"1"))).problems] == ["duplicate-name"]


def test_a_name_that_nobody_can_extract_is_cut_and_said():
    contents = read_bytes("kiln.tar", tar(("a" * 100_000, b"1"), dialect=tarfile.GNU_FORMAT))

    assert [p.id for p in contents.problems] == ["unsupported"]
    assert len(contents.members[0].path) == 4096
    assert not read_bytes("kiln.tar", tar(("a" * 4000, b"1"), dialect=tarfile.GNU_FORMAT)).problems


def test_a_name_ends_where_extraction_ends_it():
    body = zipped(("setup.py_.txt", b"1")).replace(b"setup.py_", b"setup.py\0")
    contents = read_bytes("kiln.zip", body)

    assert contents.members[0].path == "setup.py"
    assert [p.id for p in contents.problems] == ["control-characters-in-name"]
