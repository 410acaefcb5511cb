import pytest
from knownhands.learn.artefact import Artefact, load

import invented_packages
from knownhands.harvest.archive.artifact import keep
from knownhands.records import Band, Risk
from knownhands.scoring.explain import Verdict
from knownhands.scoring.judge import Judged, judge, worst
from knownhands.store import subjects
from knownhands.store.connection import memory_store
from measured_packages import packed, sdist

EVIL = {"setup.py": "import base64\nexec(base64.b64decode('cHJpbnQoKQ=='))\n" * 3}


@pytest.fixture(scope="module")
def package_model(tmp_path_factory: pytest.TempPathFactory) -> Artefact:
    return load(str(invented_packages.package_model(tmp_path_factory)), "package")


@pytest.fixture
def judged(package_model):
    """What judges archives; None is one that could not be had."""

    def now(*archives, complete: bool = True) -> list[Judged]:
        with memory_store("package_schema") as connection:
            for number, contents in enumerate(archives):
                if contents:
                    keep(connection, f"artifact {number}", contents)
            connection.execute("UPDATE artifacts SET is_complete = $complete", {"complete": complete})
            subjects.prepare(connection, "package")
            subjects.add(connection, [{"artifact": f"artifact {number}"} for number in range(len(archives))])
            return list(judge(connection, package_model).values())

    return now


def verdict(band: Band, probability: float) -> Judged:
    return Judged(Verdict(50, band, Risk(probability, (0, 1), 0.001, 50.0), ()), 1.0, ())


def test_without_an_archive_there_is_no_verdict_and_a_gap_says_so(judged):
    (found,) = judged(None)
    assert (found.verdict, found.coverage) == (None, 0.0)
    assert found.gaps[0].id == "model"
    assert {gap.id for gap in found.gaps} >= {"able", "claims", "called"}


def test_what_was_cut_short_and_shows_nothing_gets_no_verdict(judged):
    quiet = packed({"pots/__init__.py": "", "PKG-INFO": "Name: pots\n"})
    whole, cut = judged(quiet)[0], judged(quiet, complete=False)[0]
    assert whole.verdict
    assert whole.verdict.band in {Band.TRUSTED, Band.ORDINARY}
    assert (cut.verdict, cut.coverage) == (None, whole.coverage)
    assert "not all of the archive could be read" in cut.gaps[0].why


def test_archives_judged_together_are_judged_as_each_alone(judged):
    archives = [sdist(EVIL), None, sdist({"pots/a.py": "x = 1\n"})]
    assert judged(*archives)[0] == judged(archives[0])[0]
    assert judged(*archives)[2].verdict == judged(archives[2])[0].verdict


def test_reasons_add_up_and_name_lines_of_their_own_archive(judged):
    _, found = judged(sdist({"pots/a.py": "eval('1')\n"}), sdist(EVIL))
    assert found.verdict
    assert round(sum(reason.points for reason in found.verdict.reasons)) == found.verdict.trust
    shown = {evidence.ref for reason in found.verdict.reasons for evidence in reason.evidence}
    assert not any(ref.startswith("pots/a.py") for ref in shown)


def test_an_archive_without_metadata_has_them_among_its_gaps(judged):
    (found,) = judged(packed({"pots.py": "x = 1\n"}))
    assert found.verdict
    assert next(gap.why for gap in found.gaps if gap.id == "claims").startswith("all of it; unknown when: ")
    assert not {reason.feature for reason in found.verdict.reasons} & {"has_summary", "summary_words", "has_author"}


ORDINARY, REVIEW = verdict(Band.ORDINARY, 0.001), verdict(Band.REVIEW, 0.2)
WORSE, UNKNOWN = verdict(Band.REVIEW, 0.3), Judged(None, 0.1, ())


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ([ORDINARY, REVIEW], REVIEW),
        ([WORSE, REVIEW], WORSE),
        ([ORDINARY, UNKNOWN], UNKNOWN),
        ([REVIEW, UNKNOWN], REVIEW),
        ([UNKNOWN], UNKNOWN),
        ([ORDINARY], ORDINARY),
    ],
)
def test_of_several_the_worst_counts_and_a_quiet_one_hides_no_unknown(several, one):
    assert worst(several) is worst(several[::-1]) is one
