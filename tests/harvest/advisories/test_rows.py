"""What is kept, and which of two."""

import re
from importlib import resources

from advisories import about, osv
from knownhands.harvest.advisories.rows import COLUMNS


def test_every_column_is_declared_in_the_schema() -> None:
    schema = resources.files("knownhands.store.package_schema").joinpath("0003_advisories.sql").read_text()
    tables = dict(re.findall(r"CREATE TABLE (\w+) \(\n(.*?)\n\);", schema, re.DOTALL))
    assert set(tables) == {*COLUMNS, "advisory_sources"}
    for table, columns in COLUMNS.items():
        assert re.findall(r"^    (\w+) [A-Z]", tables[table], re.MULTILINE) == list(columns)


def kept(packages) -> list[tuple]:
    return packages.execute(
        "SELECT id, a.summary, name FROM advisories AS a JOIN advisory_ranges USING (id)"
    ).fetchall()


def test_of_two_with_one_id_the_newest_is_kept_whichever_comes_first(packages, harvest) -> None:
    old = osv("X-1", about("pots", "introduced 0"), summary="old", modified="2026-01-01T00:00:00Z")
    new = osv("X-1", about("kettle", "introduced 0"), summary="new", modified="2026-01-02T00:00:00Z")
    for order in ([old, new], [new, old], [old], [new]):
        harvest(*order)
        assert kept(packages) == [("X-1", "new", "kettle")]


def test_one_without_a_time_is_older_than_all_others(packages, harvest) -> None:
    timeless = osv("X-1", about("pots"), summary="old", modified="yesterday")
    harvest(timeless)
    assert kept(packages) == [("X-1", "old", "pots")]
    harvest(osv("X-1", about("pots"), summary="new"), timeless)
    assert kept(packages) == [("X-1", "new", "pots")]


def test_one_that_is_no_longer_about_us_leaves_nothing_behind(packages, harvest) -> None:
    harvest(osv("X-1", about("pots"), modified="2026-01-01T00:00:00Z"))
    harvest(osv("X-1", about("pots", ecosystem="Pottery")))
    assert kept(packages) == []


def test_the_same_again_adds_nothing(packages, harvest) -> None:
    record = osv("X-1", about("pots", "introduced 0", "fixed 1.0", versions=["0.1"]), aliases=["Y-1"])
    harvest(record)
    before = [packages.execute(f"FROM {table}").fetchall() for table in COLUMNS]
    harvest(record)
    assert [packages.execute(f"FROM {table}").fetchall() for table in COLUMNS] == before
    assert [len(rows) for rows in before] == [1, 2]
