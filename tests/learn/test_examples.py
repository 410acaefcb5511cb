import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from knownhands.errors import UsageError
from knownhands.learn.examples import from_table, read_table

TABLE = pa.table({
    "owner": pa.array(["ada", "bo", "ada"]).dictionary_encode(),
    "height": [1.0, None, 3.0],
    "glaze": [1, 2, 3],
})  # fmt: skip


def test_an_unknown_value_stays_unknown_and_a_lacking_column_is_unknown_throughout() -> None:
    data = from_table(TABLE, ("owner",), (), ("height", "width"))
    assert np.isnan(data.column("height")).tolist() == [False, True, False]
    assert np.isnan(data.column("width")).all()
    assert (data.missing, data.ignored) == (("width",), ("glaze",))


def test_an_optional_key_may_lack() -> None:
    data = from_table(TABLE, ("owner",), ("score",), ("height",))
    assert np.isnan(data.keys["score"]).all()
    assert data.missing == ()


def test_a_key_that_is_missing_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no column day"):
        from_table(TABLE, ("day",), (), ("height",))


def test_files_with_other_dictionaries_are_read_as_one(tmp_path) -> None:
    for number, part in enumerate((TABLE.slice(0, 1), TABLE.slice(1, 2))):
        pq.write_table(part, tmp_path / f"{number}.parquet")
    table = read_table([tmp_path / "0.parquet", tmp_path / "1.parquet"])
    assert table["owner"].to_pylist() == ["ada", "bo", "ada"]


def test_rows_are_taken_joined_and_changed_without_touching_the_others() -> None:
    data = from_table(TABLE, ("owner",), (), ("height",))
    both = data.take(np.array([0])).join(data.take(np.array([2]))).with_features({"height": 9.0})
    assert both.keys["owner"].tolist() == ["ada", "ada"]
    assert both.column("height").tolist() == [9.0, 9.0]
    assert data.column("height")[0] == 1.0
