"""Archives on a disk, judged by what they hold."""

import tarfile
from io import BytesIO
from tarfile import LNKTYPE, SYMTYPE, TarInfo

import pytest

from knownhands.assess.artifact import Beside, score_artifact
from knownhands.learn.saved import load
from knownhands.records import Answer, Band
from knownhands.store.connection import memory_store
from packing import tgz

EVIL = b"import base64\nexec(base64.b64decode('cHJpbnQoKQ=='))\n" * 3


@pytest.fixture
def score(tmp_path):
    """What packs files as an sdist and scores it."""

    def now(files: dict[str, bytes], beside: Beside = Beside(), name: str = "pots-1.0.tar.gz"):  # noqa: B008 - frozen
        path = tmp_path / name
        path.write_bytes(tgz(*((f"pots-1.0/{file}", body) for file, body in files.items())))
        with memory_store("package_schema") as connection:
            return score_artifact(connection, path, load(task="package_malware"), beside)

    return now


def test_a_calm_archive_is_ordinary_and_never_better_for_it_has_no_past(score):
    artifact_score = score(
        {"pots.py": b"x = 1\n" * 200, "PKG-INFO": b"Metadata-Version: 2.1\nName: pots\nVersion: 1.0\n"}
    )
    assert (artifact_score.band, artifact_score.earned, artifact_score.as_of) == (Band.ORDINARY, (), "")


def test_reasons_add_up_and_name_lines_of_the_archive(score):
    artifact_score = score({"setup.py": EVIL})
    assert artifact_score.band is Band.HIGH_RISK
    assert sum(reason.points for reason in artifact_score.reasons) == pytest.approx(artifact_score.trust)
    assert any(place.ref.startswith("setup.py") for reason in artifact_score.reasons for place in reason.evidence)


def test_what_is_no_archive_is_said_in_plain_words(tmp_path):
    (tmp_path / "notes.xyz").write_text("hello")
    with memory_store("package_schema") as connection:
        artifact_score = score_artifact(connection, tmp_path / "notes.xyz", load(task="package_malware"))
    assert artifact_score.verdict == "No verdict on this artifact: it is no archive that is known here."


def test_what_runs_was_read_or_is_named(score):
    artifact_score = score({"pots.py": b"x = 1\n", "tool.rb": b"puts 1\n"})
    assert artifact_score.read.runs == 1
    assert [(gap.path, gap.why) for gap in artifact_score.read.unread] == [("tool.rb", "no reader knows its language")]
    assert ("unread", "tool.rb: no reader knows its language") in {(gap.id, gap.why) for gap in artifact_score.unknown}


def test_what_it_is_compared_with_is_asked_about_and_nothing_else(score, tmp_path):
    old = tmp_path / "pots-0.9.tar.gz"
    old.write_bytes(tgz(("pots-0.9/pots.py", b"x = 1\n")))
    alone = {finding.check for finding in score({"pots.py": b"x = 1\n"}).findings}
    beside = {finding.check: finding.answer for finding in score({"pots.py": EVIL}, Beside(previous=old)).findings}
    assert "gains_capabilities" not in alone
    assert beside["gains_capabilities"] is Answer.YES


def test_an_empty_folder_is_no_clean_archive(tmp_path):
    (tmp_path / "empty").mkdir()
    with memory_store("package_schema") as connection:
        artifact_score = score_artifact(connection, tmp_path / "empty", load(task="package_malware"))
    assert (artifact_score.trust, artifact_score.band) == (None, Band.UNKNOWN)


@pytest.mark.parametrize("body", ["import os\n".encode("utf-16"), b"\xff bad( =\n"], ids=["UTF-16", "no Python"])
def test_a_program_that_runs_at_install_and_cannot_be_parsed_was_not_read(body, score):
    artifact_score = score({"setup.py": body, "pots.py": b"x = 1\n"})
    assert (artifact_score.band, artifact_score.read.runs) == (Band.UNKNOWN, 1)
    ((path, trigger),) = {(gap.path, gap.trigger) for gap in artifact_score.read.unread}
    assert (path, trigger) == ("setup.py", "install")
    answers = {finding.check: finding.answer for finding in artifact_score.findings}
    assert answers["acts_at_install"] is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("path", "kind"), [("setup.py", SYMTYPE), ("setup.py", LNKTYPE), ("pots/__init__.py", SYMTYPE)]
)
def test_a_program_that_is_a_link_was_not_read(path, kind, tmp_path):
    archive = tmp_path / "pots-1.0.tar.gz"
    with tarfile.open(archive, "w:gz") as packed:
        body = TarInfo("pots-1.0/notes.txt")
        body.size = len(EVIL)
        packed.addfile(body, BytesIO(EVIL))
        link = TarInfo(f"pots-1.0/{path}")
        link.type, link.linkname = kind, "pots-1.0/notes.txt" if kind == LNKTYPE else "../pots-1.0/notes.txt"
        packed.addfile(link)
    with memory_store("package_schema") as connection:
        artifact_score = score_artifact(connection, archive, load(task="package_malware"))
    assert artifact_score.band is Band.UNKNOWN
    assert path in artifact_score.read.unread[0].path


@pytest.mark.parametrize("path", ["setup.py", "pots/kiln.py"])
def test_a_program_that_is_too_large_for_its_reader_was_not_read(path, score):
    artifact_score = score({path: b"# clay\n" * 100_000 + b"os.system\n", "pots/__init__.py": b"x = 1\n"})
    assert artifact_score.band is Band.UNKNOWN
    assert [gap.path for gap in artifact_score.read.unread] == [path]
    assert artifact_score.read.runs == 1
