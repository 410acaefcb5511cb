"""What must hold for every feature in every history: Hypothesis invents the histories."""

import random
from math import isclose, isnan

import duckdb
import pytest
from histories import History, clear, fill, first_parents, histories
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measured import Values, measure_history

from knownhands.features.assemble import change_features

pytestmark = pytest.mark.usefixtures("store")
laws = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


def measured(
    store: duckdb.DuckDBPyConnection, history: History, head: int = -1, rng: random.Random | None = None
) -> dict[str, Values]:
    clear(store)
    fill(store, history, head, rng)
    return measure_history(store)


def differences(one: dict[str, Values], other: dict[str, Values]) -> list[tuple[str, str, float | None, float | None]]:
    """Say where the commits that both know differ; sums in another order may differ in the last digits."""
    return [
        (sha, name, value, other[sha][name])
        for sha in one.keys() & other.keys()
        for name, value in one[sha].items()
        if not _same(value, other[sha][name])
    ]


def _same(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and isclose(one, other, rel_tol=1e-5, abs_tol=1e-6))


@laws
@given(history=histories())
def test_every_value_is_unknown_or_within_its_bounds(store: duckdb.DuckDBPyConnection, history: History) -> None:
    found = measured(store, history)
    for feature in change_features():
        for values in found.values():
            value = values[feature.id]
            assert value is None or (not isnan(value) and feature.low <= value <= feature.high), feature.id


@laws
@given(history=histories(), seed=st.integers(0, 99))
def test_the_order_and_numbering_of_rows_change_nothing(
    store: duckdb.DuckDBPyConnection, history: History, seed: int
) -> None:
    found = measured(store, history)
    shuffled = measured(store, history, rng=random.Random(seed))
    assert found.keys() == shuffled.keys()
    assert differences(found, shuffled) == []


@laws
@given(history=histories(), data=st.data())
def test_what_comes_later_changes_nothing(
    store: duckdb.DuckDBPyConnection, history: History, data: st.DataObject
) -> None:
    earlier = data.draw(st.sampled_from(first_parents(history)))
    assert differences(measured(store, history, earlier), measured(store, history)) == []
