import numpy as np
import pyarrow.parquet as pq
import pytest

from invented_packages import invent, invented
from knownhands.errors import UsageError
from knownhands.features.assemble import features_of
from knownhands.learn.package.examples import TEST_MONTH, read, sides, views


def test_campaigns_and_owners_stay_whole_and_what_was_attacked_is_on_neither_side():
    data = invented(1)
    learned, tested = sides(data)
    assert not (learned & tested).any()
    assert (learned | tested == (data.variant == "")).all()
    assert not set(data.group[learned]) & set(data.group[tested])
    for side in (learned, tested):
        assert 0 < data.is_malicious[side].sum() < side.sum()


def test_a_campaign_is_on_the_side_of_its_first_month():
    data = invented(1)
    campaign = data.group[data.is_malicious][0]
    rows = np.flatnonzero(data.group == campaign)
    data.month[rows] = TEST_MONTH + 1
    assert sides(data)[1][rows[0]]
    data.month[rows[-1]] = TEST_MONTH - 1
    assert sides(data)[0][rows[0]]
    data.month[rows] = 0  # nobody knows: learned from
    assert sides(data)[0][rows[0]]


def test_every_feature_is_in_one_view_and_in_its_order():
    names = [name for view in views().values() for name in view]
    assert sorted(names) == sorted(feature.id for feature in features_of("package"))
    assert set(views()) == {"contents", "metadata", "name"}


def test_what_is_written_is_what_is_read(tmp_path):
    pq.write_table(invent(2), tmp_path / "examples.parquet")
    data, other = read(tmp_path / "examples.parquet"), invented(2)
    assert np.array_equal(data.features, other.features, equal_nan=True)
    assert (data.group == other.group).all()
    both = data.join(other)
    assert len(both) == 2 * len(data)
    assert both.take(np.arange(3)).column("programs").shape == (3,)


def test_examples_of_other_features_are_wrong_usage_and_name_one(tmp_path):
    pq.write_table(invent(2).drop_columns(["programs"]), tmp_path / "examples.parquet")
    with pytest.raises(UsageError, match="programs"):
        read(tmp_path / "examples.parquet")


@pytest.mark.parametrize("body", [None, b"", b"PAR1 and no more"])
def test_what_is_no_parquet_file_is_wrong_usage(tmp_path, body):
    if body is not None:
        (tmp_path / "examples.parquet").write_bytes(body)
    with pytest.raises(UsageError, match="cannot be read"):
        read(tmp_path / "examples.parquet")
