"""What must hold for every feature in every history: Hypothesis invents the histories."""

import random
from dataclasses import replace
from math import isnan

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from histories import COMMIT, History, Sight, clear, fill, first_parents, histories
from knownhands.features.assemble import features_of
from measured import Values, differences, measure_history

pytestmark = pytest.mark.usefixtures("store")
laws = settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])


def measured(
    store: duckdb.DuckDBPyConnection, history: History, head: int = -1, rng: random.Random | None = None
) -> dict[str, Values]:
    clear(store)
    fill(store, history, head, rng)
    return measure_history(store)


@laws
@given(history=histories())
def test_every_value_is_unknown_or_within_its_bounds(store: duckdb.DuckDBPyConnection, history: History) -> None:
    measurements = measured(store, history)
    for feature in features_of("change"):
        for values in measurements.values():
            value = values[feature.id]
            assert value is None or (not isnan(value) and feature.low <= value <= feature.high), feature.id


@laws
@given(history=histories(), seed=st.integers(0, 99))
def test_the_order_and_numbering_of_rows_change_nothing(
    store: duckdb.DuckDBPyConnection, history: History, seed: int
) -> None:
    measurements = measured(store, history)
    shuffled = measured(store, history, rng=random.Random(seed))
    assert measurements.keys() == shuffled.keys()
    for sha, values in measurements.items():
        assert differences(values, shuffled[sha]) == {}


@laws
@given(history=histories(), data=st.data())
def test_what_comes_later_changes_nothing(
    store: duckdb.DuckDBPyConnection, history: History, data: st.DataObject
) -> None:
    earlier = data.draw(st.sampled_from(first_parents(history)))
    late = measured(store, history)
    for sha, values in measured(store, history, earlier).items():
        assert differences(values, late[sha]) == {}


def test_events_are_counted_among_the_changes_before_and_unknown_where_those_or_it_were_not_read(store):
    download = Sight("ci", "by_itself", "download", "kettle.example")
    elsewhere = replace(download, source="teapot.example")
    story = [(download,), (), (download, elsewhere), None, (download,)]
    changes = tuple(
        replace(COMMIT, sha=letter * 40, parents=(at - 1,) if at else (), shows=shows)
        for at, (letter, shows) in enumerate(zip("abcde", story, strict=True))
    )
    values = [measured(store, changes)[letter * 40]["by_itself_download"] for letter in "abcde"]
    assert values == [1, 0, 1, None, 0.5]
    assert measured(store, changes, 2)["c" * 40]["program_download"] == 0


def test_what_could_not_be_compared_is_unknown_and_not_nothing(store):
    lost = replace(COMMIT, sha="a" * 40, runs=None)
    assert measured(store, (lost,))["a" * 40]["program_download"] is None


def test_claims_that_do_not_fit_are_counted_among_the_changes_before(store):
    claims = {"author": ("null", "null@x"), "committer": ("null", "null@x")}
    changes = tuple(
        replace(COMMIT, sha=letter * 40, parents=(at - 1,) if at else (), **(claims if letter in "ac" else {}))
        for at, letter in enumerate("abc")
    )
    measurements = measured(store, changes)
    assert [measurements[letter * 40]["history_nobody"] for letter in "abc"] == [1, 0, 2]


def test_dates_at_both_ends_of_64_bits_are_measured(store):
    first = replace(COMMIT, sha="a" * 40, committed_at=2**63 - 1)
    mistake = replace(COMMIT, sha="b" * 40, parents=(0,), committed_at=-(2**63))
    revert = replace(
        COMMIT, sha="c" * 40, parents=(1,), message=f"This reverts commit {'b' * 40}.", committed_at=2**63 - 1
    )
    assert len(measured(store, (first, mistake, revert))) == 3


def test_a_shallow_history_of_nothing_but_merges_has_no_rate(store):
    edge, other = (replace(COMMIT, sha=letter * 40, state="boundary") for letter in "ab")
    undo = f"This reverts commit {'b' * 40}."
    merge = replace(COMMIT, sha="c" * 40, parents=(0, 1), message=undo, author=("Bo", "bo@x"))
    last = replace(COMMIT, sha="d" * 40, parents=(2,))
    measurements = measured(store, (edge, other, merge, last))
    assert not any(value is not None and isnan(value) for value in measurements["d" * 40].values())
