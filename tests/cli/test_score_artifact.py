import io
import tarfile
from pathlib import Path

import pytest

from knownhands.learn.saved import load
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


def test_an_archive_is_judged_and_what_it_would_do_is_said(run, sdist):
    ran = run("score", "artifact", sdist)
    assert ran.code == 0
    assert " of 100 ·" in ran.out
    assert "setup.py:3" in ran.out
    assert ran.err == ""


def test_a_trust_below_the_bar_says_which_bar_and_what_to_do(run, sdist):
    ran = run("score", "artifact", sdist, "--fail-below", "100")
    assert ran.code == 1
    assert "below 100, the bar set by the command line" in ran.out
    assert "what to do" in ran.out


def test_json_is_the_contract_with_findings_and_the_same_every_time(run, sdist):
    first, again = (
        run("score", "artifact", sdist, "--format", "json"),
        run("score", "artifact", sdist, "--format", "json"),
    )
    assert first.out == again.out
    printed, model = first.json, load(task="package_malware")
    assert (printed["subject"]["kind"], printed["model"]) == ("artifact", {"id": model.id, "sha256": model.sha256})
    (deciding,) = (concern for concern in printed["concerns"] if concern["id"] == printed["decided_by"])
    points = sum(reason["points"] for reason in deciding["reasons"] + printed["earned"])
    assert points == pytest.approx(printed["trust"], abs=1e-6)
    assert findings(first)["acts_at_install"] == "yes"
    assert printed["read"]["runs"] == 1


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
    printed = ran.json
    assert (printed["trust"], printed["band"], printed["policy"]["passed"]) == (None, "unknown", None)
    assert set(findings(ran).values()) == {"unknown"}
    assert printed["verdict"].startswith("No verdict on this artifact: ")


def test_alone_it_is_asked_what_an_archive_does_and_beside_others_what_differs(run, sdist, story, tmp_path):
    before = tmp_path / "before"
    before.mkdir()
    (before / "setup.py").write_text("from setuptools import setup\nsetup()\n")
    story.point("refs/tags/v1.0", story.commit({"setup.py": "from setuptools import setup\nsetup()\n"}))
    alone = findings(run("score", "artifact", sdist, "--format", "json"))
    assert not {"gains_capabilities", "differs_from_repository", "differs_from_its_sdist"} & alone.keys()
    ran = run("score", "artifact", sdist, "--previous", before, "--repo", story.path, "--format", "json")
    beside = findings(ran)
    assert (beside["gains_capabilities"], beside["differs_from_repository"]) == ("yes", "yes")
    assert "differs_from_its_sdist" not in beside


def test_a_wheel_is_compared_with_its_sdist(run, sdist, tmp_path):
    wheel = tmp_path / "pots-1.0-py3-none-any.whl"
    wheel.write_bytes(zipped(("pots.pth", b"import os; os.system('id')\n"), ("pots-1.0.dist-info/WHEEL", b"")))
    ran = run("score", "artifact", wheel, "--sdist", sdist, "--format", "json")
    assert findings(ran)["differs_from_its_sdist"] == "yes"


def test_a_release_without_a_tag_is_named_as_unknown_and_not_answered(run, sdist, story):
    story.commit({"setup.py": SETUP})
    ran = run("score", "artifact", sdist, "--repo", story.path, "--format", "json")
    assert "differs_from_repository" not in findings(ran)
    assert "version 1.0 of pots" in gaps(ran)["differs_from_repository"]
    story.git("tag", "stable")
    ran = run("score", "artifact", sdist, "--repo", story.path, "--tag", "stable", "--format", "json")
    assert findings(ran)["differs_from_repository"] == "no"


def test_a_build_file_that_nobody_read_is_named(run, story, tmp_path):
    path = tmp_path / "pots-1.0.tar.gz"
    path.write_bytes(tgz(("pots-1.0/setup.py", b"1\n"), ("pots-1.0/m4/build-to-host.m4", b"gl_cat=tr\n")))
    story.point("refs/tags/v1.0", story.commit({"setup.py": "1\n"}))
    ran = run("score", "artifact", path, "--repo", story.path, "--format", "json")
    assert findings(ran)["differs_from_repository"] == "unknown"
    assert "m4/build-to-host.m4" in gaps(ran)["compared: tree"]


def test_code_of_a_submodule_cannot_be_compared_and_is_named(run, story, tmp_path):
    path = tmp_path / "pots-1.0.tar.gz"
    path.write_bytes(tgz(("pots-1.0/setup.py", b"1\n"), ("pots-1.0/clay/loom.py", SETUP.encode())))
    story.point("refs/tags/v1.0", story.commit({"setup.py": "1\n", "clay": ("160000", "1" * 40)}))
    ran = run("score", "artifact", path, "--repo", story.path, "--format", "json")
    assert findings(ran)["differs_from_repository"] == "unknown"
    assert "clay/loom.py" in gaps(ran)["compared: tree"]


def test_a_tag_needs_a_repository_that_has_it(run, sdist, story):
    story.commit({"setup.py": SETUP})
    assert run("score", "artifact", sdist, "--tag", "v1.0").code == 2
    ran = run("score", "artifact", sdist, "--repo", story.path, "--tag", "v1.0")
    assert (ran.code, ran.err.count("\n")) == (3, 1)


POLICY = {
    "here": ("", "", "[package]\nfail_below = 100\n", 1),
    "above in the repository": ("repository/deep", "repository", "[package]\nfail_below = 100\n", 1),
    "above without a repository": ("deep/er", "", "[package]\nfail_below = 100\n", 0),
    "beyond the repository": ("repository/deep", "", "[package]\nfail_below = 100\n", 0),
    "of another kind": ("", "", "[change]\nfail_below = 100\n", 0),
}


@pytest.mark.parametrize(("folder", "place", "text", "code"), POLICY.values(), ids=POLICY)
def test_a_policy_is_looked_for_here_and_above_in_the_same_repository_and_then_named(
    run, sdist, tmp_path, monkeypatch, folder, place, text, code
):
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / place / "knownhands.toml").write_text(text)
    monkeypatch.chdir(tmp_path / folder)
    ran = run("score", "artifact", sdist)
    assert ran.code == code
    assert ("knownhands.toml" in ran.out) == bool(code)
    assert ("The bar is set by" in ran.err) == bool(code and folder != place)


def test_an_entry_of_the_policy_that_ended_is_wrong_usage_with_file_and_line(run, sdist, tmp_path, monkeypatch):
    (tmp_path / "knownhands.toml").write_text(
        '\n[[ignore]]\nid = "runs_at_startup"\nreason = "x"\nuntil = 2020-01-31\n'
    )
    monkeypatch.chdir(tmp_path)
    ran = run("score", "artifact", sdist)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "knownhands.toml, line 2: the [[ignore]] of runs_at_startup ended on 2020-01-31." in ran.err


def findings(ran) -> dict[str, str]:
    return {finding["check"]: finding["answer"] for finding in ran.json["findings"]}


def gaps(ran) -> dict[str, str]:
    return {gap["id"]: gap["why"] for gap in ran.json["unknown"]}
