"""What callers from Python give is taken for what it means, or refused by name with what to give."""

import math
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from knownhands import arguments
from knownhands.errors import UsageError


def test_a_text_is_a_path_too():
    assert arguments.path("store", "pots.duckdb") == arguments.path("store", Path("pots.duckdb")) == Path("pots.duckdb")


def test_a_moment_is_the_same_in_seconds_and_in_any_time_zone():
    east = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    assert arguments.moment("now", east) == arguments.moment("now", 1767225600) == 1767225600
    assert arguments.moment("now", datetime(2026, 1, 1, tzinfo=UTC)) == arguments.moment("now", 1767225600.5)


@pytest.mark.parametrize("value", [datetime(2026, 1, 1), "2026-01-01", True, math.nan, math.inf, 10**18, -(10**18)])  # noqa: DTZ001 - the point
def test_what_names_no_moment_is_refused(value):
    with pytest.raises(UsageError, match=r"^now is ") as caught:
        arguments.moment("now", value)
    assert caught.value.hint == "Give seconds since 1970-01-01 UTC, or a datetime with a time zone."


@pytest.mark.parametrize("value", ["", " ", "a\0b", "\ud800", "a" * 200_000, None, 5, b"HEAD"], ids=ascii)
def test_what_no_program_can_be_handed_is_no_text(value):
    with pytest.raises(UsageError, match=r"^revision is ") as caught:
        arguments.text("revision", value, "Write REV.")
    assert caught.value.hint == "Write REV."
    assert len(caught.value.message) < 200


@pytest.mark.parametrize("value", [0, 101, 1.0, True, "5", None])
def test_what_is_out_of_bounds_is_refused_with_the_bounds(value):
    with pytest.raises(UsageError, match="no whole number of 1 to 100"):
        arguments.whole("limit", value, 1, 100)


def test_no_is_not_taken_for_yes():
    with pytest.raises(UsageError, match=r"offline is 'no'\."):
        arguments.flag("offline", "no")
