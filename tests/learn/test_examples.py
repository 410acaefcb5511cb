import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knownhands.errors import UsageError
from knownhands.learn.examples import from_table, read_table

TABLE = pa.table({
    "owner": ["ada", "bo", "ada"],
    "height": [1.0, None, 3.0],
    "glaze": [1, 2, 3],
})  # fmt: skip


def test_an_unknown_value_stays_unknown_and_a_lacking_column_is_unknown_throughout() -> None:
    data = from_table(TABLE, ("owner",), (), ("height", "width"), ("owner",))
    assert np.isnan(data.column("height")).tolist() == [False, True, False]
    assert np.isnan(data.column("width")).all()
    assert (data.missing, data.ignored) == (("width",), ("glaze",))


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("height", ["1", "2", "3"]),
        ("height", [[1.0], [2.0], [3.0]]),
        ("height", [1.0, float("inf"), 3.0]),
        ("height", [1.0, 1e300, 3.0]),
        ("owner", [1, 2, 3]),
        ("glaze", ["1", "2", "3"]),
    ],
)
def test_a_column_that_holds_what_it_cannot_is_wrong_usage_that_names_it(column: str, values: list[object]) -> None:
    odd = TABLE.set_column(TABLE.column_names.index(column), column, pa.array(values))
    with pytest.raises(UsageError, match=f"The column {column} of the examples"):
        from_table(odd, ("owner", "glaze"), (), ("height",), ("owner",))


def test_an_optional_key_may_lack() -> None:
    data = from_table(TABLE, ("owner",), ("score",), ("height",), ("owner",))
    assert np.isnan(data.keys["score"]).all()
    assert data.missing == ()


def test_a_key_that_is_missing_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no column day"):
        from_table(TABLE, ("day",), (), ("height",))


def test_files_with_other_dictionaries_are_read_as_one(tmp_path) -> None:
    table = TABLE.set_column(0, "owner", TABLE["owner"].dictionary_encode())
    for number, part in enumerate((table.slice(0, 1), table.slice(1, 2))):
        pq.write_table(part, tmp_path / f"{number}.parquet")
    table = read_table([tmp_path / "0.parquet", tmp_path / "1.parquet"])
    assert table["owner"].to_pylist() == ["ada", "bo", "ada"]


def test_rows_are_taken_joined_and_changed_without_touching_the_others() -> None:
    data = from_table(TABLE, ("owner",), (), ("height",), ("owner",))
    both = data.take(np.array([0])).join(data.take(np.array([2]))).with_features({"height": 9.0})
    assert both.keys["owner"].tolist() == ["ada", "ada"]
    assert both.column("height").tolist() == [9.0, 9.0]
    assert data.column("height")[0] == 1.0
