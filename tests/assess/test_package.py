"""One score for each package, whatever became of the others."""

import json
from collections.abc import Sequence
from contextlib import contextmanager

import pytest

from knownhands.assess.lookup import Inquiry
from knownhands.assess.package import _merge, score_packages
from knownhands.checks.assemble import checks_of
from knownhands.declarations import Severity
from knownhands.documents.registry import Body, Outcome, Package, Release
from knownhands.errors import NotFound, Unreachable
from knownhands.harvest.advisories.harvest import harvest_advisories
from knownhands.harvest.advisories.sources import open_body
from knownhands.harvest.archive.artifact import keep
from knownhands.harvest.archive.reader import read_bytes
from knownhands.harvest.registry.downloads import Download, Fetched, ReleaseName
from knownhands.harvest.registry.purls import PackageName
from knownhands.harvest.registry.rows import Shelf
from knownhands.kinds.package import KIND
from knownhands.learn.saved import load
from knownhands.records import Answer, Band, Evidence, Finding
from knownhands.store.connection import memory_store
from packing import tgz

NOW = 1_800_000_000
DAY = 86_400
POTS = PackageName("pypi", "pots")
RELEASES = [Release("pypi", "pots", "1.0", published_at=1), Release("pypi", "pots", "1.1", published_at=2)]
EVIL = b"import os\nos.system('id')\n"


class Shop:
    """A source that knows one package: its archives by version and kind."""

    def __init__(
        self, archives: dict[tuple[str, str], bytes], error: Exception | None = None, *, is_dated: bool = True
    ) -> None:
        self.archives = archives
        self.error = error
        self.fetched: list[str] = []
        self.releases: Sequence[Release] = RELEASES if is_dated else [Release("pypi", "pots", "1.1")]

    def ask(self, connection, names: Sequence[str], _progress) -> Sequence[Outcome]:
        body = Body("pypi", "pots", "json", "https://index.example/pots", 200, b"{}")
        shelf = Shelf(connection, "pypi", 1, NOW)
        shelf.store(body)
        shelf.replace("pots", [Package("pypi", "pots", latest_version="1.1"), *self.releases], [body])
        missing = NotFound("There is no such package.", "Check its name.")
        return [Outcome(name, error=self.error if name == "pots" else missing) for name in names]

    def fetch(self, connection, releases: Sequence[ReleaseName], _progress) -> Sequence[Fetched]:
        self.fetched += [release.version for release in releases]
        return [self._fetched(connection, release) for release in releases]

    def _fetched(self, connection, release: ReleaseName) -> Fetched:
        downloads = []
        for (version, kind), body in self.archives.items():
            if version == release.version:
                artifact = f"{kind}-{version}"
                keep(connection, artifact, read_bytes(f"{artifact}.tar.gz", body))
                downloads.append(Download("pypi", "pots", version, f"{artifact}.tar.gz", kind, artifact, NOW))
        return Fetched(
            release, tuple(downloads), gaps=() if downloads else (f"Nothing of {release.version} is there.",)
        )


@contextmanager
def bar(_title: str):
    yield lambda _done, _total: None


def score(source: Shop, *packages: PackageName):
    model = load(task="package_malware")
    with memory_store("package_schema") as connection:
        scores = score_packages(connection, packages or [POTS], Inquiry({"pypi": source}, model, NOW, bar))
        rows = connection.execute("SELECT artifact, previous, as_of FROM subjects ORDER BY subject_id").fetchall()
    return scores, rows


def score_of(source: Shop, releases: Sequence[Release]):
    """Score the package with another past."""
    model = load(task="package_malware")
    with memory_store("package_schema") as connection:
        source.releases = releases
        return score_packages(connection, [POTS], Inquiry({"pypi": source}, model, NOW, bar, with_previous=False))[0]


def sdist(setup: bytes = b"") -> bytes:
    return tgz(("pots/PKG-INFO", b"Name: pots\n"), ("pots/setup.py", setup))


def honest() -> bytes:
    """An sdist as honest projects make them."""
    said = "Summary: Fires pots in a kiln\nHome-page: https://pots.example/pots\nAuthor: Ada\nAuthor-email: ada@pots.example\nLicense: MIT\n"
    code = "".join(f"def fire_{number}(clay):\n    return clay * {number}\n\n\n" for number in range(300))
    files = {
        "PKG-INFO": f"Metadata-Version: 2.1\nName: pots\nVersion: 1.1\n{said}",
        "pots/__init__.py": code,
        "pots/kiln.py": code,
    }
    return tgz(*((f"pots-1.1/{name}", body.encode()) for name, body in files.items()))


def answers(package_score) -> dict[str, Answer]:
    return {finding.check: finding.answer for finding in package_score.findings}


def gaps(package_score) -> dict[str, str]:
    return {gap.id: gap.why for gap in package_score.unknown}


def test_each_archive_is_a_subject_beside_the_same_kind_of_the_release_before() -> None:
    archives = {("1.1", "bdist_wheel"): sdist(), ("1.1", "sdist"): sdist(EVIL), ("1.0", "sdist"): sdist()}
    (pots,), rows = score(Shop(archives))
    assert rows == [("bdist_wheel-1.1", None, NOW), ("sdist-1.1", "sdist-1.0", NOW)]
    assert (pots.subject.kind, pots.subject.id, pots.subject.head) == (
        "package",
        "pkg:pypi/pots@1.1",
        "bdist_wheel-1.1",
    )
    assert pots.as_of == "2027-01-15T08:00:00Z"
    assert answers(pots)["acts_at_install"] is Answer.YES
    assert answers(pots)["hides_unicode"] is Answer.NO


def test_without_an_archive_nothing_is_clean_and_the_gap_is_named() -> None:
    (pots,), rows = score(Shop({}))
    assert rows == [(None, None, NOW)]
    artifact_checks = {check.id for check in checks_of(KIND) if check.subject == "artifact"}
    assert {answer for check, answer in answers(pots).items() if check in artifact_checks} == {Answer.UNKNOWN}
    assert (pots.trust, pots.subject.head) == (None, "")
    assert gaps(pots)["archive"] == "Nothing of 1.1 is there."
    assert gaps(pots)["previous release"] == "Nothing of 1.0 is there."


def test_what_is_missing_stops_nobody_else_and_is_asked_nothing() -> None:
    source = Shop({("1.0", "sdist"): sdist()})
    packages = (PackageName("pypi", "kettle"), PackageName("pypi", "pots", "7"), PackageName("pypi", "pots", "1"))
    (kettle, seven, pots), rows = score(source, *packages)
    assert len(rows) == 1
    assert gaps(kettle)["package"] == "There is no such package. Check its name."
    assert gaps(seven)["release"] == "There is no version 7 of pypi pots."
    assert kettle.verdict == "No verdict on this package: there is no such package. Check its name."
    assert (kettle.findings, seven.findings) == ((), ())
    assert answers(pots)["hides_unicode"] is Answer.NO
    assert source.fetched == ["1.0"]


def test_where_the_registry_failed_what_is_kept_is_told_without_a_verdict() -> None:
    (pots,), _ = score(Shop({("1.1", "sdist"): sdist()}, Unreachable("It answers HTTP 500.", "Try again later.")))
    assert gaps(pots)["registry"] == "It answers HTTP 500. Try again later."
    assert pots.trust is None
    assert answers(pots)["hides_unicode"] is Answer.NO


def test_a_release_without_a_date_has_an_unknown_predecessor() -> None:
    (pots,), _ = score(Shop({("1.1", "sdist"): sdist()}, is_dated=False))
    assert "when it was published" in gaps(pots)["previous release"]


def finding(answer: Answer, *refs: str) -> Finding:
    return Finding(
        "hides_unicode", Severity.HIGH, answer, str(answer), "", tuple(Evidence("file", ref) for ref in refs)
    )


@pytest.mark.parametrize(
    ("left", "right", "both"),
    [("yes", "no", "yes"), ("yes", "unknown", "yes"), ("unknown", "no", "unknown"), ("no", "no", "no")],
)
def test_a_yes_beats_unknown_and_unknown_beats_a_no(left, right, both) -> None:
    for pair in ((left, right), (right, left)):
        (merged,) = _merge([[finding(Answer(answer))] for answer in pair])
        assert (merged.answer, merged.sentence) == (Answer(both), both)


def test_the_same_place_in_wheel_and_sdist_is_told_once() -> None:
    wheel = finding(Answer.YES, "pots/a.py:1", "pots/a.py:1b")
    source = finding(Answer.YES, "src/pots/a.py:1", "teapots/a.py:1", "setup.py:2")
    (merged,) = _merge([[wheel], [source]])
    assert [place.ref for place in merged.evidence] == ["pots/a.py:1", "pots/a.py:1b", "teapots/a.py:1", "setup.py:2"]


def test_what_is_calm_read_whole_and_has_a_past_in_public_is_trusted_and_the_points_add_up() -> None:
    past = [
        Release("pypi", "pots", f"0.{number}", published_at=NOW - (1000 - 50 * number) * DAY) for number in range(12)
    ]
    pots = score_of(
        Shop({("1.1", "sdist"): honest()}), [*past, Release("pypi", "pots", "1.1", published_at=NOW - 100 * DAY)]
    )
    assert {reason.feature for reason in pots.earned} == {"has_been_published_for_years", "has_been_out_for_months"}
    assert pots.trust == round(sum(reason.points for reason in pots.reasons))
    assert (pots.band, pots.trust > 80) == (Band.TRUSTED, True)


def test_a_listed_package_has_no_trust_whatever_it_holds_and_whatever_it_earned() -> None:
    source = Shop({("1.1", "sdist"): sdist()})
    with memory_store("package_schema") as connection:
        record = {"id": "MAL-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "pots"}, "versions": ["1.1"]}]}
        harvest_advisories(
            connection, "list", open_body("list.json", json.dumps(record).encode()), NOW, lambda *_: None
        )
        (pots,) = score_packages(connection, [POTS], Inquiry({"pypi": source}, load(task="package_malware"), NOW, bar))
    assert (pots.trust, pots.band, pots.earned) == (0, Band.HIGH_RISK, ())
    assert pots.verdict == "Do not use this package: it is known malicious."
    assert sum(reason.points for reason in pots.reasons) == pytest.approx(0)
