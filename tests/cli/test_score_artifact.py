import io
import json
import tarfile
from pathlib import Path

import pytest
from knownhands.learn.artefact import load

from packing import tgz, zipped

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


def test_an_archive_is_judged_and_what_it_would_do_is_told(run, sdist):
    ran = run("score", "artifact", sdist)
    assert ran.code == 0
    assert " of 100 ·" in ran.out
    assert "setup.py:3" in ran.out
    assert ran.err == ""
    assert run("score", "artifact", sdist, "--fail-below", "100").code == 1


def test_json_is_the_contract_with_findings_and_the_same_every_time(run, sdist):
    first, again = (
        run("score", "artifact", sdist, "--format", "json"),
        run("score", "artifact", sdist, "--format", "json"),
    )
    assert first.out == again.out
    printed = json.loads(first.out)
    model = load(subject="package")
    assert (printed["subject"]["kind"], printed["model"]) == ("artifact", {"id": model.id, "sha256": model.sha256})
    assert sum(one["points"] for one in printed["reasons"]) == pytest.approx(printed["trust"], abs=1e-6)
    assert {one["check"]: one["answer"] for one in printed["findings"]}["acts_at_install"] == "yes"


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


def test_alone_it_is_asked_what_an_archive_does_and_beside_others_what_differs(run, sdist, story, tmp_path):
    before = tmp_path / "before"
    before.mkdir()
    (before / "setup.py").write_text("from setuptools import setup\nsetup()\n")
    story.point("refs/tags/v1.0", story.commit({"setup.py": "from setuptools import setup\nsetup()\n"}))
    alone = findings(run("score", "artifact", sdist, "--format", "json"))
    assert not {"gains_capabilities", "differs_from_repository", "wheel_differs_from_sdist"} & alone.keys()
    ran = run("score", "artifact", sdist, "--previous", before, "--repo", story.path, "--format", "json")
    beside = findings(ran)
    assert (beside["gains_capabilities"], beside["differs_from_repository"]) == ("yes", "yes")
    assert "wheel_differs_from_sdist" not in beside


def test_a_wheel_is_compared_with_its_sdist(run, sdist, tmp_path):
    wheel = tmp_path / "pots-1.0-py3-none-any.whl"
    wheel.write_bytes(zipped(("pots.pth", b"import os; os.system('id')\n"), ("pots-1.0.dist-info/WHEEL", b"")))
    ran = run("score", "artifact", wheel, "--sdist", sdist, "--format", "json")
    assert findings(ran)["wheel_differs_from_sdist"] == "yes"


def test_a_release_without_a_tag_is_named_as_unknown_and_not_answered(run, sdist, story):
    story.commit({"setup.py": SETUP})
    ran = run("score", "artifact", sdist, "--repo", story.path, "--format", "json")
    assert "differs_from_repository" not in findings(ran)
    told = {one["id"]: one["why"] for one in json.loads(ran.out)["unknown"]}
    assert "version 1.0 of pots" in told["differs_from_repository"]
    story.git("tag", "stable")
    ran = run("score", "artifact", sdist, "--repo", story.path, "--tag", "stable", "--format", "json")
    assert findings(ran)["differs_from_repository"] == "no"


def test_a_build_file_that_nobody_read_is_named(run, story, tmp_path):
    path = tmp_path / "pots-1.0.tar.gz"
    path.write_bytes(tgz(("pots-1.0/setup.py", b"1\n"), ("pots-1.0/m4/build-to-host.m4", b"gl_cat=tr\n")))
    story.point("refs/tags/v1.0", story.commit({"setup.py": "1\n"}))
    ran = run("score", "artifact", path, "--repo", story.path, "--format", "json")
    assert findings(ran)["differs_from_repository"] == "unknown"
    told = {one["id"]: one["why"] for one in json.loads(ran.out)["unknown"]}
    assert "m4/build-to-host.m4" in told["compared: tree"]


def test_code_of_a_submodule_cannot_be_compared_and_is_named(run, story, tmp_path):
    path = tmp_path / "pots-1.0.tar.gz"
    path.write_bytes(tgz(("pots-1.0/setup.py", b"1\n"), ("pots-1.0/clay/loom.py", SETUP.encode())))
    story.point("refs/tags/v1.0", story.commit({"setup.py": "1\n", "clay": ("160000", "1" * 40)}))
    ran = run("score", "artifact", path, "--repo", story.path, "--format", "json")
    assert findings(ran)["differs_from_repository"] == "unknown"
    told = {one["id"]: one["why"] for one in json.loads(ran.out)["unknown"]}
    assert "clay/loom.py" in told["compared: tree"]


def test_a_tag_needs_a_repository_that_has_it(run, sdist, story):
    story.commit({"setup.py": SETUP})
    assert run("score", "artifact", sdist, "--tag", "v1.0").code == 2
    ran = run("score", "artifact", sdist, "--repo", story.path, "--tag", "v1.0")
    assert (ran.code, ran.err.count("\n")) == (3, 1)


def findings(ran) -> dict[str, str]:
    return {one["check"]: one["answer"] for one in json.loads(ran.out)["findings"]}
