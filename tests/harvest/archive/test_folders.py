"""A folder is read like an archive; no link in it is followed and nothing in it can make us wait."""

import os
from pathlib import Path

from knownhands.harvest.archive.contents import Limits
from knownhands.harvest.archive.reader import read_archive
from packing import zipped


def ids(contents):
    return [problem.id for problem in contents.problems]


def test_a_folder_is_read_in_the_order_of_names(tmp_path):
    (tmp_path / "kiln").mkdir()
    for name in ("setup.py", "kiln/b.py", "kiln/a.py"):
        (tmp_path / name).write_text(name)
    contents = read_archive(tmp_path)

    assert (contents.form, contents.name, contents.top) == ("folder", tmp_path.name, "")
    assert [(m.path, m.body) for m in contents.members] == [
        ("kiln", None),
        ("setup.py", b"setup.py"),
        ("kiln/a.py", b"kiln/a.py"),
        ("kiln/b.py", b"kiln/b.py"),
    ]
    assert (contents.problems, contents.is_complete) == ((), True)


def test_a_folder_named_by_a_dot_has_its_own_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert read_archive(Path()).name == tmp_path.name


def test_an_empty_folder_is_fine(tmp_path):
    contents = read_archive(tmp_path)

    assert (contents.members, contents.problems, contents.is_complete) == ((), (), True)


def test_links_and_pipes_are_listed_and_never_opened(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_text("key")
    kiln = tmp_path / "kiln"
    kiln.mkdir()
    (kiln / "loop").symlink_to(".")
    (kiln / "away").symlink_to("../secret")
    os.mkfifo(kiln / "pipe")
    contents = read_archive(kiln)

    assert [(m.path, m.kind, m.body) for m in contents.members] == [
        ("away", "link", None),
        ("loop", "link", None),
        ("pipe", "device", None),
    ]
    assert ids(contents) == ["link", "link-outside", "link", "device"]


def test_history_at_the_top_is_no_part_of_a_package(tmp_path):
    for name in (".git", "kiln/.git"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "HEAD").write_text("ref")

    assert [m.path for m in read_archive(tmp_path).members] == ["kiln", "kiln/.git", "kiln/.git/HEAD"]


def test_limits_hold_for_folders(tmp_path):
    for n in range(4):
        (tmp_path / f"{n}.py").write_bytes(b"1" * 1000)

    assert ids(read_archive(tmp_path)) == []
    assert ids(read_archive(tmp_path, Limits(members=3))) == ["too-many-members"]
    assert ids(read_archive(tmp_path, Limits(member_bytes=999))) == ["member-too-large"] * 4
    spent = read_archive(tmp_path, Limits(total_bytes=2500))
    assert ([m.body is None for m in spent.members], ids(spent)) == ([False, False, True, True], ["too-large"])
    assert not spent.is_complete


def test_an_archive_in_a_folder_is_read(tmp_path):
    (tmp_path / "data.zip").write_bytes(zipped(("a.py", b"1")))
    contents = read_archive(tmp_path)

    assert [m.path for m in contents.members] == ["data.zip", "data.zip!/a.py"]
    assert ids(contents) == ["nested-archive"]


def test_a_name_on_disk_that_is_not_utf8_is_said(tmp_path):
    (tmp_path / os.fsdecode(b"gl\xe4ze.py")).write_bytes(b"1")
    contents = read_archive(tmp_path)

    assert (ids(contents), contents.members[0].path) == (["name-not-utf8"], "gl\ufffdze.py")
    assert contents.members[0].body == b"1"
