"""What checks and families share about releases: their order, and whose times tell it."""

import pytest

from knownhands.store import subjects
from knownhands.store.connection import memory_store

DAY = 86400


def before(releases, version, day=900):
    """Return what was below a version a week before it, the nearest first; None where the times tell nothing."""
    with memory_store("package_schema") as connection:
        connection.executemany(
            "INSERT INTO releases (ecosystem, name, version, published_at) VALUES ('npm', 'teapot', ?, ?)",
            [(release, on * DAY) for release, on in releases.items()],
        )
        subjects.prepare(connection, "package")
        subjects.add(connection, [{"ecosystem": "npm", "name": "teapot", "version": version, "as_of": day * DAY}])
        if not connection.execute("FROM dated_releases()").fetchall():
            return None
        rows = connection.execute("SELECT version FROM releases_before() WHERE steps > 0 ORDER BY steps").fetchall()
        return [release for (release,) in rows]


def test_numbers_are_compared_as_numbers_and_marks_by_time():
    releases = {"1.2.0-rc.1": 80, "1.2.0": 90, "1.9.0": 100, "1.10.0": 110, "1.10.1": 200}
    assert before(releases, "1.10.1") == ["1.10.0", "1.9.0", "1.2.0", "1.2.0-rc.1"]


def test_a_new_epoch_is_above_all_before_it():
    assert before({"2024.1": 10, "2024.2": 20, "1!1.0": 100}, "1!1.0") == ["2024.2", "2024.1"]


def test_an_older_line_is_compared_with_itself():
    assert before({"1.0.0": 10, "2.0.0": 20, "1.0.1": 100}, "1.0.1") == ["1.0.0"]


def test_what_came_within_the_week_before_is_left_out():
    assert before({"1.0.0": 10, "1.0.1": 95, "1.0.2": 100}, "1.0.2") == ["1.0.0"]


def test_times_in_no_order_are_a_mirrors_and_tell_nothing():
    assert before({f"1.0.{number}": number * 37 % 100 for number in range(9)}, "1.0.8") is None


def test_what_comes_later_does_not_make_times_doubtful():
    releases = {"1.0.0": 10, "1.0.1": 20, "1.0.3": 30}
    assert before({**releases, "1.0.2": 950}, "1.0.3") == before(releases, "1.0.3")


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("1.10.0-rc.1+build.5", [0, 1, 10, 0]),
        ("v2", [0, 2]),
        ("1!2.0.post1", [1, 2, 0]),
        ("nightly", [0, None]),
        ("9" * 400, [0, int("9" * 18)]),
    ],
    ids=str,
)
def test_a_version_begins_with_its_epoch_and_numbers(version, numbers):
    with memory_store("package_schema") as connection:
        subjects.prepare(connection, "package")
        row = connection.execute("SELECT version_numbers($version)", {"version": version}).fetchone()
    assert row == (numbers,)
