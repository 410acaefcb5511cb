"""Which advisories are about which subjects."""

import pytest

from advisories import about, database, osv
from knownhands.harvest.advisories.match import match_advisories
from knownhands.store import subjects

KETTLE = osv("MAL-1", about("kettle", "introduced 0"))
ROWS = "SELECT subject_id, id, affects, is_malicious, is_withdrawn FROM subject_advisories ORDER BY ALL"


@pytest.fixture
def match(packages):
    """Make subjects of (ecosystem, name, version, as_of), match them and return the rows."""

    def now(*coordinates: tuple) -> list[tuple]:
        subjects.prepare(packages, "package")
        names = ("ecosystem", "name", "version", "as_of")
        subjects.add(packages, [dict(zip(names, subject, strict=False)) for subject in coordinates])
        match_advisories(packages)
        return packages.execute(ROWS).fetchall()

    return now


def coverage(packages) -> list[tuple]:
    return packages.execute("FROM subject_coverage ORDER BY ALL").fetchall()


def test_only_what_is_about_that_version_of_that_package_is_found(harvest, match) -> None:
    harvest(
        osv("PYSEC-1", about("pots", "introduced 0", "fixed 2.0")),
        osv("PYSEC-2", about("pots", "introduced 2.0")),
        osv("MAL-1", about("pots", versions=["1.5"], ecosystem="npm"), summary="Cracked"),
        osv("MAL-2", about("kettle", "introduced 0")),
    )
    subjects = [("pypi", "pots", "1.5"), ("npm", "pots", "1.5.0"), ("pypi", "pots", "2.0"), ("npm", "kettle", "1.0.0")]
    assert match(*subjects) == [
        (0, "PYSEC-1", True, False, False),
        (1, "MAL-1", True, True, False),
        (2, "PYSEC-2", True, False, False),
    ]


def test_one_entry_that_says_yes_is_enough_and_one_that_does_not_say_is_no_no(harvest, match) -> None:
    pots = (about("pots", "introduced 0", "fixed 1.0"), about("pots"))
    harvest(osv("PYSEC-1", *pots))
    assert match(("pypi", "pots", "0.5"), ("pypi", "pots", "1.5")) == [
        (0, "PYSEC-1", True, False, False),
        (1, "PYSEC-1", None, False, False),
    ]


def test_a_version_that_cannot_be_compared_is_unknown_unless_all_are_affected(harvest, match) -> None:
    harvest(
        osv("PYSEC-1", about("pots", "introduced 0", "fixed 1.0")),
        osv("MAL-1", about("pots", "introduced 0")),
    )
    expected = [("MAL-1", True, True, False), ("PYSEC-1", None, False, False)]
    assert match(("pypi", "pots", "2004d"), ("pypi", "pots", None)) == [
        (subject, *row) for subject in (0, 1) for row in expected
    ]


def test_what_was_published_or_withdrawn_later_is_not_known_yet(harvest, match) -> None:
    harvest(osv("MAL-1", about("pots", "introduced 0"), withdrawn="2026-03-05T00:00:00Z"))
    days = [1772323199, 1772323200, 1772668799, 1772668800, None]
    assert match(*(("pypi", "pots", "1.0", day) for day in days)) == [
        (1, "MAL-1", True, True, False),
        (2, "MAL-1", True, True, False),
        (3, "MAL-1", True, True, True),
        (4, "MAL-1", True, True, True),
    ]


def test_a_source_covers_what_it_collects(packages, harvest, match) -> None:
    subjects = [("pypi", "pots", "1.0"), ("npm", "pots", "1.0.0"), ("pypi", "pots", None), ("pypi", None, "1.0"), ()]
    match(*subjects)
    assert coverage(packages) == [(0, False, False), (1, False, False)]
    harvest(database(osv("PYSEC-1", about("kettle", "introduced 0"))), name="weaknesses")
    match(*subjects)
    assert coverage(packages) == [(0, False, True), (1, False, False)]
    harvest(database(KETTLE), name="malware")
    match(*subjects)
    assert coverage(packages) == [(0, True, True), (1, False, False)]


@pytest.mark.parametrize(
    ("records", "is_database"), [([KETTLE], True), (database(KETTLE), False)], ids=["few in a folder", "a single file"]
)
def test_what_is_no_database_covers_nothing_but_is_believed(packages, harvest, match, records, is_database) -> None:
    harvest(records, is_database=is_database)
    assert match(("pypi", "kettle", "1.0"), ("pypi", "pots", "1.0")) == [(0, "MAL-1", True, True, False)]
    assert coverage(packages) == [(0, False, False), (1, False, False)]


def test_matching_again_takes_the_place_of_what_was_there(packages, harvest, match) -> None:
    harvest(osv("MAL-1", about("pots", "introduced 0")))
    rows = match(("pypi", "pots", "1.0"))
    match_advisories(packages)
    assert packages.execute(ROWS).fetchall() == rows
    assert len(coverage(packages)) == 1
