"""Whatever the archive, what is in it comes out, what is wrong with it is said, and nothing is touched."""

import gzip
import os
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knownhands.errors import NotFound
from knownhands.harvest.archive.contents import Limits
from knownhands.harvest.archive.reader import read_archive, read_bytes
from packing import entry, tar, tgz, zipped

SETUP = ("kiln-1.0/setup.py", b"from setuptools import setup\nsetup()\n")
INFO = ("kiln-1.0/PKG-INFO", b"Metadata-Version: 2.1\nName: kiln\n")


def ids(contents):
    return [problem.id for problem in contents.problems]


def test_an_sdist_is_read_as_its_build_will_see_it():
    contents = read_bytes("kiln-1.0.tar.gz", tgz(entry("kiln-1.0", tarfile.DIRTYPE), INFO, SETUP))

    assert (contents.form, contents.top, contents.is_complete, contents.problems) == ("sdist", "kiln-1.0", True, ())
    assert {contents.inner_path(m.path): m.body for m in contents.members if m.kind == "file"} == {
        "PKG-INFO": INFO[1],
        "setup.py": SETUP[1],
    }


def test_a_wheel_is_read_as_it_will_be_installed():
    members = [("kiln/__init__.py", b"HEAT = 1200\n"), ("kiln-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\n")]
    contents = read_bytes("kiln-1.0-py3-none-any.whl", zipped(*members))

    assert (contents.form, contents.top, contents.is_complete, contents.problems) == ("wheel", "", True, ())
    assert [(m.path, m.body) for m in contents.members] == members


def test_an_npm_tarball_is_read_without_its_package_folder():
    contents = read_bytes("kiln-1.0.0.tgz", tgz(("package/package.json", b"{}"), ("package/lib/fire.js", b"")))

    assert (contents.form, contents.is_complete, contents.problems) == ("npm", True, ())
    assert [contents.inner_path(m.path) for m in contents.members] == ["package.json", "lib/fire.js"]


def test_what_npm_would_overwrite_is_said():
    first = ("package/package.json", b"{}")
    contents = read_bytes("kiln.tgz", tgz(first, ("other/package.json", b'{"scripts": {}}')))

    assert (contents.form, ids(contents)) == ("npm", ["duplicate-name"])
    assert [contents.inner_path(m.path) for m in contents.members] == ["package.json", "package.json"]
    assert ids(read_bytes("kiln.tgz", tgz(first, ("other/a.js", b"")))) == []


def test_a_file_on_disk_and_its_bytes_read_the_same(tmp_path):
    (tmp_path / "kiln.tar.gz").write_bytes(tgz(INFO, SETUP))

    assert read_archive(tmp_path / "kiln.tar.gz") == read_bytes("kiln.tar.gz", tgz(INFO, SETUP))


def test_reading_writes_nothing(tmp_path, monkeypatch):
    bad = tgz(
        ("../outside.py", b"1"), SETUP, entry("kiln-1.0/link", tarfile.SYMTYPE, "../.."), ("in.zip", zipped(INFO))
    )
    (tmp_path / "bad.tar.gz").write_bytes(bad)
    inside = tmp_path / "cwd"
    inside.mkdir(mode=0o500)
    monkeypatch.chdir(inside)
    monkeypatch.setenv("TMPDIR", str(inside))

    assert "path-traversal" in ids(read_archive(tmp_path / "bad.tar.gz"))

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["bad.tar.gz", "cwd"]


def test_what_is_not_there_is_not_found(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "absent.whl", tmp_path / "file" / "below.whl", tmp_path / "ki\0ln.whl"):
        with pytest.raises(NotFound):
            read_archive(path)


def test_a_link_that_leads_to_itself_is_unreadable(tmp_path):
    (tmp_path / "kiln.whl").symlink_to("kiln.whl")
    contents = read_archive(tmp_path / "kiln.whl")

    assert (ids(contents), contents.is_complete, contents.form) == (["unreadable"], False, "wheel")


UNREADABLE = {
    "nothing": (b"", "unsupported"),
    "text": (b"not an archive\n" * 100, "unsupported"),
    "rpm": (b"\xed\xab\xee\xdb" + b"\0" * 1000, "unsupported"),
    "half a zip": (zipped(SETUP)[:60], "truncated"),
    "half a gzip": (tgz(SETUP)[:60], "truncated"),
    "gzip of something else": (tgz()[:10] + b"\xff" * 50, "corrupt"),
}


@pytest.mark.parametrize(("body", "problem"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_is_never_clean(body, problem):
    contents = read_bytes("kiln-1.0.tar.gz", body)

    assert ids(contents) == [problem]
    assert not contents.is_complete


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "kiln.whl")
    contents = read_archive(tmp_path / "kiln.whl")

    assert (ids(contents), contents.is_complete, contents.form) == (["unsupported"], False, "wheel")


def test_an_archive_inside_is_listed_and_read():
    contents = read_bytes("kiln.tar.gz", tgz(SETUP, ("kiln-1.0/data.zip", zipped(("glaze.py", b"import os\n")))))

    assert ids(contents) == ["nested-archive"]
    assert contents.problems[0].path == "kiln-1.0/data.zip"
    assert (contents.members[-1].path, contents.members[-1].body) == ("kiln-1.0/data.zip!/glaze.py", b"import os\n")
    assert contents.inner_path(contents.members[-1].path) == "data.zip!/glaze.py"
    assert contents.is_complete


def test_a_packed_file_inside_is_no_archive():
    packed = ("kiln-1.0/data.csv.gz", gzip.compress(b"clay,heat\n" * 100))
    prose = ("kiln-1.0/README", b"BZh is how bzip2 begins.")

    assert ids(read_bytes("kiln.tar.gz", tgz(SETUP, packed, prose))) == []


def test_nesting_ends_at_its_limit():
    body = zipped(("innermost.py", b"1"))
    for depth in range(3):
        body = zipped((f"{depth}.zip", body))
    contents = read_bytes("kiln.zip", body, Limits(nesting=2))

    assert ids(contents) == ["nested-archive"] * 3 + ["nested-too-deep"]
    assert contents.problems[-1].path == "2.zip!/1.zip!/0.zip"
    assert ids(read_bytes("kiln.zip", body, Limits(nesting=3))) == ["nested-archive"] * 3
    assert read_bytes("kiln.zip", body, Limits(nesting=3)).members[-1].path.endswith("0.zip!/innermost.py")


def test_a_broken_archive_inside_is_said_and_leaves_the_outer_one_whole():
    contents = read_bytes("kiln.tar.gz", tgz(SETUP, ("kiln-1.0/tests/broken.zip", zipped(SETUP)[:60])))

    assert ids(contents) == ["nested-archive", "truncated"]
    assert contents.problems[-1].path == "kiln-1.0/tests/broken.zip"
    assert contents.is_complete


def test_archives_inside_share_the_limits():
    inner = zipped(("clay.txt", b"clay" * 500))
    members = [SETUP, *((f"kiln-1.0/{n}.zip", inner) for n in range(5))]
    contents = read_bytes("kiln.tar.gz", tgz(*members), Limits(total_bytes=15_000))

    assert sum(len(m.body or b"") for m in contents.members) <= 15_000
    assert ids(contents).count("nested-archive") == 5
    assert "too-large" in ids(contents)


def test_a_tar_that_is_also_a_zip_is_said():
    both = tar(SETUP) + zipped(("setup.py", b"evil()"))
    in_its_header = tgz(SETUP)[:3] + b"\x04" + tgz(SETUP)[4:10] + field(zipped(SETUP)) + tgz(SETUP)[10:]
    ending_in_a_zip = tar(SETUP, ("kiln-1.0/a.zip", zipped(SETUP)))

    assert ids(read_bytes("kiln.tar", both)) == ["polyglot"]
    assert ids(read_bytes("kiln.tar.gz", in_its_header)) == ["polyglot"]
    assert ids(read_bytes("kiln.tar", ending_in_a_zip)) == ["nested-archive"]


def field(body: bytes) -> bytes:
    """Say how long a gzip header's extra field is."""
    return len(body).to_bytes(2, "little") + body


NAMES = st.lists(st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8}){0,2}\.py", fullmatch=True), unique=True, max_size=5)


@given(NAMES, st.binary(max_size=1500), st.sampled_from([tgz, zipped]))
def test_what_was_packed_is_what_is_read(names, body, pack):
    body = b"clay" + body  # no archive itself
    contents = read_bytes("kiln", pack(*((name, body) for name in names)))

    assert [(m.path, m.body) for m in contents.members] == [(name, body) for name in names]
    assert contents.is_complete
    assert contents.problems == ()


@given(st.binary(max_size=2000))
def test_any_bytes_at_all_can_be_read(body):
    assert not read_bytes("kiln.whl", body).is_complete
