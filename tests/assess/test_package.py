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


def answers(found) -> dict[str, Answer]:
    return {finding.check: finding.answer for finding in found.findings}


def gaps(found) -> dict[str, str]:
    return {gap.id: gap.why for gap in found.unknown}


def test_each_archive_is_a_subject_beside_the_same_kind_of_the_release_before() -> None:
    archives = {("1.1", "bdist_wheel"): sdist(), ("1.1", "sdist"): sdist(EVIL), ("1.0", "sdist"): sdist()}
    (found,), rows = score(Shop(archives))
    assert rows == [("bdist_wheel-1.1", None, NOW), ("sdist-1.1", "sdist-1.0", NOW)]
    assert (found.subject.kind, found.subject.id, found.subject.head) == (
        "package",
        "pkg:pypi/pots@1.1",
        "bdist_wheel-1.1",
    )
    assert found.as_of == "2027-01-15T08:00:00Z"
    assert answers(found)["acts_at_install"] is Answer.YES
    assert answers(found)["hides_unicode"] is Answer.NO


def test_without_an_archive_nothing_is_clean_and_the_gap_is_named() -> None:
    (found,), rows = score(Shop({}))
    assert rows == [(None, None, NOW)]
    asked = {check.id for check in checks_of(KIND) if check.subject == "artifact"}
    assert {answer for check, answer in answers(found).items() if check in asked} == {Answer.UNKNOWN}
    assert (found.trust, found.subject.head) == (None, "")
    assert gaps(found)["archive"] == "Nothing of 1.1 is there."
    assert gaps(found)["previous release"] == "Nothing of 1.0 is there."


def test_what_is_missing_stops_nobody_else_and_is_asked_nothing() -> None:
    source = Shop({("1.0", "sdist"): sdist()})
    wanted = (PackageName("pypi", "kettle"), PackageName("pypi", "pots", "7"), PackageName("pypi", "pots", "1"))
    (kettle, seven, one), rows = score(source, *wanted)
    assert len(rows) == 1
    assert gaps(kettle)["package"] == "There is no such package. Check its name."
    assert gaps(seven)["release"] == "There is no version 7 of pypi pots."
    assert kettle.verdict == "No verdict on this package: there is no such package. Check its name."
    assert (kettle.findings, seven.findings) == ((), ())
    assert answers(one)["hides_unicode"] is Answer.NO
    assert source.fetched == ["1.0"]


def test_where_the_registry_failed_what_is_kept_is_told_without_a_verdict() -> None:
    (found,), _ = score(Shop({("1.1", "sdist"): sdist()}, Unreachable("It answers HTTP 500.", "Try again later.")))
    assert gaps(found)["registry"] == "It answers HTTP 500. Try again later."
    assert found.trust is None
    assert answers(found)["hides_unicode"] is Answer.NO


def test_a_release_without_a_date_has_an_unknown_predecessor() -> None:
    (found,), _ = score(Shop({("1.1", "sdist"): sdist()}, is_dated=False))
    assert "when it was published" in gaps(found)["previous release"]


def finding(answer: Answer, *refs: str) -> Finding:
    return Finding(
        "hides_unicode", Severity.HIGH, answer, str(answer), "", tuple(Evidence("file", ref) for ref in refs)
    )


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [("yes", "no", "yes"), ("yes", "unknown", "yes"), ("unknown", "no", "unknown"), ("no", "no", "no")],
)
def test_a_yes_beats_unknown_and_unknown_beats_a_no(one, other, both) -> None:
    for pair in ((one, other), (other, one)):
        (merged,) = _merge([[finding(Answer(answer))] for answer in pair])
        assert (merged.answer, merged.sentence) == (Answer(both), both)


def test_the_same_place_in_wheel_and_sdist_is_told_once() -> None:
    wheel = finding(Answer.YES, "pots/a.py:1", "pots/a.py:1b")
    source = finding(Answer.YES, "src/pots/a.py:1", "teapots/a.py:1", "setup.py:2")
    (merged,) = _merge([[wheel], [source]])
    assert [one.ref for one in merged.evidence] == ["pots/a.py:1", "pots/a.py:1b", "teapots/a.py:1", "setup.py:2"]


def test_what_is_calm_read_whole_and_has_a_past_in_public_is_trusted_and_the_points_add_up() -> None:
    past = [
        Release("pypi", "pots", f"0.{number}", published_at=NOW - (1000 - 50 * number) * DAY) for number in range(12)
    ]
    found = score_of(
        Shop({("1.1", "sdist"): honest()}), [*past, Release("pypi", "pots", "1.1", published_at=NOW - 100 * DAY)]
    )
    assert {reason.feature for reason in found.earned} == {"has_been_published_for_years", "has_been_out_for_months"}
    assert found.trust == round(sum(reason.points for reason in found.reasons))
    assert (found.band, found.trust > 80) == (Band.TRUSTED, True)


def test_a_listed_package_has_no_trust_whatever_it_holds_and_whatever_it_earned() -> None:
    source = Shop({("1.1", "sdist"): sdist()})
    with memory_store("package_schema") as connection:
        record = {"id": "MAL-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "pots"}, "versions": ["1.1"]}]}
        harvest_advisories(
            connection, "list", open_body("list.json", json.dumps(record).encode()), NOW, lambda *_: None
        )
        (found,) = score_packages(connection, [POTS], Inquiry({"pypi": source}, load(task="package_malware"), NOW, bar))
    assert (found.trust, found.band, found.earned) == (0, Band.HIGH_RISK, ())
    assert found.verdict == "Do not use this package: it is known malicious."
    assert sum(reason.points for reason in found.reasons) == pytest.approx(0)
