"""Events, intervals and what lies in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories import events
from knownhands.harvest.advisories.ranges import Interval, intervals, is_in
from knownhands.harvest.advisories.records import Affected

CASES = {
    "fixed": (["introduced 0", "fixed 2.0"], [Interval("0", fixed="2.0")]),
    "never fixed": (["introduced 1.5"], [Interval("1.5")]),
    "one version": (["introduced 1.0", "last_affected 1.0"], [Interval("1.0", last_affected="1.0")]),
    "come and gone at once": (["introduced 1.0", "fixed 1.0"], [Interval("1.0", fixed="1.0")]),
    "out of order": (
        ["fixed 3.1", "introduced 3.0", "fixed 2.10", "introduced 2.9"],
        [Interval("2.9", fixed="2.10"), Interval("3.0", fixed="3.1")],
    ),
    "introduced twice": (["introduced 1.0", "introduced 1.1", "fixed 1.2"], [Interval("1.0", fixed="1.2")]),
    "an end without a beginning": (["fixed 1.2"], []),
    "a limit": (["introduced 0", "limit *"], [Interval("0")]),
    "no versions: as written": (["introduced spring", "fixed autumn"], [Interval("spring", fixed="autumn")]),
}


@pytest.mark.parametrize(("points", "expected"), CASES.values(), ids=CASES)
def test_events_become_intervals(points, expected) -> None:
    assert intervals("pypi", events(*points)) == expected


def test_an_event_may_hold_a_whole_interval_as_it_did_once() -> None:
    assert intervals("npm", [{"introduced": "1.0.0", "fixed": "1.1.0"}]) == [Interval("1.0.0", fixed="1.1.0")]


@pytest.mark.parametrize(
    ("last_known", "end"),
    [("<= 1.4", Interval("0", last_affected="1.4")), ("< 1.5", Interval("0", fixed="1.5")), ("about 2", Interval("0"))],
)
def test_an_open_range_ends_where_the_last_known_one_is(last_known: str, end: Interval) -> None:
    assert intervals("pypi", events("introduced 0"), last_known) == [end]


def pots(**columns) -> Affected:
    return Affected("pypi", "pots", columns.pop("kind", "ECOSYSTEM"), **columns)


ANSWERS = {
    "before": (pots(introduced="1.0", fixed="2.0"), "0.9", False),
    "its first": (pots(introduced="1.0", fixed="2.0"), "1.0.0", True),
    "a candidate of the fix": (pots(introduced="1.0", fixed="2.0"), "2.0rc1", True),
    "the fix": (pots(introduced="1.0", fixed="2.0"), "2.0", False),
    "its last": (pots(introduced="0", last_affected="2.0"), "2.0", True),
    "after its last": (pots(introduced="0", last_affected="2.0"), "2.0.post1", False),
    "all there are": (pots(introduced="0"), "whatever", True),
    "no version": (pots(introduced="0", fixed="2.0"), "whatever", None),
    "not known": (pots(introduced="1.0"), None, None),
    "before an end that is no version": (pots(introduced="1.0", fixed="autumn"), "0.9", False),
    "perhaps before it": (pots(introduced="1.0", fixed="autumn"), "1.1", None),
    "after a beginning that is none": (pots(introduced="spring", fixed="2.0"), "2.1", False),
    "listed": (pots(kind="versions", versions=("1.0", "1.2")), "1.2.0", True),
    "listed, though it is no version": (pots(kind="versions", versions=("2004d",)), "2004d", True),
    "not listed": (pots(kind="versions", versions=("1.0", "2004d")), "1.1", False),
    "not listed, and no version": (pots(kind="versions", versions=("1.0",)), "2004d", None),
    "not said": (pots(kind="versions"), "1.0", None),
}


@pytest.mark.parametrize(("affected", "version", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_a_version_is_in_or_not_or_that_cannot_be_said(affected, version, answer) -> None:
    assert is_in(affected, version) is answer


NUMBERS = st.integers(0, 30)


@given(points=st.lists(st.tuples(st.sampled_from(["introduced", "fixed", "last_affected"]), NUMBERS)), version=NUMBERS)
def test_it_is_what_the_schema_s_own_algorithm_says(points, version) -> None:
    written = [{kind: f"1.{number}.0"} for kind, number in points]
    is_affected = False
    for kind, number in sorted(points, key=lambda point: (point[1], point[0] == "last_affected")):
        if kind == "introduced" and version >= number:
            is_affected = True
        elif (kind == "fixed" and version >= number) or (kind == "last_affected" and version > number):
            is_affected = False
    affected = [Affected("npm", "pots", "SEMVER", *interval) for interval in intervals("npm", written)]
    assert any(is_in(entry, f"1.{version}.0") for entry in affected) is is_affected
