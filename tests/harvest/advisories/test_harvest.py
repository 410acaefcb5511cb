"""A whole source: what is kept, what is counted, and what fails."""

import json

import pytest

from advisories import about, osv
from knownhands.errors import NotFound, Unparsable
from knownhands.harvest.advisories.harvest import harvest_advisories
from knownhands.harvest.advisories.sources import Item, Source

POTS = osv("MAL-2026-1", about("pots", "introduced 0"))
KETTLE = osv("GHSA-kettle", about("kettle", "introduced 0", ecosystem="npm"), about("kettle", "introduced 0"))
TEACUP = osv("RUSTSEC-1", about("teacup", "introduced 0", ecosystem="Pottery"))
SOURCES = (
    "SELECT source, ecosystem, is_database, malicious, vulnerabilities, unreadable FROM advisory_sources ORDER BY 2"
)


def test_each_record_is_counted_once_for_each_ecosystem(packages, harvest) -> None:
    outcome = harvest(POTS, KETTLE, TEACUP, osv("GO-1", withdrawn="2026-03-03T00:00:00Z"))
    assert (outcome.kept, outcome.malicious) == ({"pypi": 2, "npm": 1}, {"pypi": 1})
    assert outcome.elsewhere == {"Pottery": 1, "no package": 1}
    assert packages.execute(SOURCES).fetchall() == [("shelf", "npm", True, 0, 1, 0), ("shelf", "pypi", True, 1, 1, 0)]


def test_a_record_that_makes_no_sense_is_named_and_stops_no_other(packages, harvest) -> None:
    outcome = harvest({}, "pots", [osv(""), POTS], *[{}] * 5, KETTLE)
    assert outcome.unreadable == 8
    assert [problem.message for problem in outcome.problems] == [
        "0.json has no id.",
        "1.json is no object.",
        "2.json has no id.",
    ]
    assert packages.execute("SELECT count(*) FROM advisories").fetchone() == (2,)


@pytest.mark.parametrize(
    ("records", "error", "why"),
    [([], NotFound, "no advisories in shelf"), ([{}], Unparsable, "Nothing in shelf could be read. 0.json has no id")],
)
def test_where_nothing_could_be_read_nothing_is_changed(records, error, why, packages, harvest) -> None:
    harvest(POTS)
    with pytest.raises(error, match=why):
        harvest(*records)
    assert packages.execute("SELECT count(*) FROM advisory_sources").fetchone() == (1,)


def test_what_breaks_off_leaves_nothing_behind(packages, harvest) -> None:
    def stop() -> bytes:
        raise KeyboardInterrupt

    items = [Item("1.json", lambda: json.dumps(POTS).encode()), Item("2.json", stop)]
    with pytest.raises(KeyboardInterrupt):
        harvest_advisories(packages, "shelf", Source(items, is_database=True), 0)
    assert packages.execute("SELECT count(*) FROM advisories").fetchone() == (0,)
    harvest(POTS)
    assert packages.execute("SELECT count(*) FROM advisories").fetchone() == (1,)


def test_a_source_that_is_read_again_is_one_source(packages, harvest) -> None:
    harvest(POTS, KETTLE)
    harvest(POTS)
    assert packages.execute(SOURCES).fetchall() == [("shelf", "pypi", True, 1, 0, 0)]


def test_half_a_character_can_be_stored(packages, harvest) -> None:
    harvest(osv("X-\ud800", about("pots"), summary="\ud800", aliases=["\ud800"]), name="shelf \udcf6")
    assert packages.execute("SELECT id, summary, aliases, source FROM advisories").fetchall() == [
        ("X-\ufffd", "\ufffd", ["\ufffd"], "shelf \ufffd")
    ]


def test_more_than_one_batch_is_one_harvest(packages, harvest) -> None:
    outcome = harvest([osv(f"X-{number}", about("pots", versions=[f"{number}"])) for number in range(5_001)])
    assert outcome.kept == {"pypi": 5_001}
    assert packages.execute("SELECT count(DISTINCT id) FROM advisory_ranges").fetchone() == (5_001,)
