import io
import json
import tarfile
from pathlib import Path

import pytest

SETUP = "import os\nfrom setuptools import setup\nos.system('id')\nsetup()\n"


@pytest.fixture
def sdist(tmp_path: Path) -> Path:
    path = tmp_path / "pots-1.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, body in (("PKG-INFO", b"Name: pots\n"), ("setup.py", SETUP.encode())):
            entry = tarfile.TarInfo(f"pots-1.0/{name}")
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return path


def test_what_an_archive_would_do_is_told_and_no_verdict_is_given(run, sdist):
    ran = run("score", "artifact", sdist)
    assert ran.code == 3
    assert "trust unknown" in ran.out
    assert "setup.py:3" in ran.out
    assert ran.err == ""


def test_json_is_the_contract_with_findings_and_the_same_every_time(run, sdist):
    first, again = (
        run("score", "artifact", sdist, "--format", "json"),
        run("score", "artifact", sdist, "--format", "json"),
    )
    assert first.out == again.out
    printed = json.loads(first.out)
    assert (printed["subject"]["kind"], printed["trust"], printed["model"]) == ("artifact", None, None)
    assert {one["check"]: one["answer"] for one in printed["findings"]}["runs_commands_when_installed"] == "yes"


def test_a_folder_is_read_like_an_archive_and_nothing_is_written_into_it(run, tmp_path):
    folder = tmp_path / "pots"
    folder.mkdir()
    (folder / "setup.py").write_text(SETUP)
    ran = run("score", "artifact", folder)
    assert "setup.py:3" in ran.out
    assert [path.name for path in folder.iterdir()] == ["setup.py"]


def test_what_was_read_is_kept_in_a_store_that_is_named_once_however_often(run, sdist, tmp_path):
    store = tmp_path / "packages.duckdb"
    first = run("score", "artifact", sdist, "--store", store)
    assert run("score", "artifact", sdist, "--store", store).out == first.out
    assert store.exists()


def test_nothing_there_is_one_line_and_no_verdict(run, tmp_path):
    ran = run("score", "artifact", tmp_path / "nothing.whl")
    assert ran.code == 3
    assert ran.err.count("\n") == 1


def test_what_is_no_archive_is_unknown_and_never_clean(run, tmp_path):
    junk = tmp_path / "pots-1.0.tar.gz"
    junk.write_bytes(b"no archive at all")
    ran = run("score", "artifact", junk, "--format", "json")
    assert ran.code == 3
    answers = [one["answer"] for one in json.loads(ran.out)["findings"]]
    assert set(answers) == {"unknown"}
