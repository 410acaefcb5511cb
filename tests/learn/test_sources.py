from pathlib import Path

import pytest

from knownhands.errors import UsageError
from knownhands.learn.sources import read_before


def test_what_an_earlier_model_measured_is_read_from_beside_the_examples(tmp_path: Path) -> None:
    (tmp_path / "before.json").write_text(
        '{"model": "pots-1", "scores": {"model": {"auc": 0.9, "auc_interval": [0, 1]}}}'
    )
    assert read_before([str(tmp_path / "examples.parquet")])["model"] == "pots-1"
    assert read_before([str(tmp_path / "elsewhere" / "examples.parquet")]) == {}


@pytest.mark.parametrize(
    "text",
    ["{", "[1]", "{}", '{"model": 1}', '{"model": "a", "scores": 1}', '{"model": "a", "scores": {"b": {"c": "d"}}}'],
)
def test_a_damaged_one_is_wrong_usage_that_names_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "before.json").write_text(text)
    with pytest.raises(UsageError, match=r"before\.json is not what an earlier model measured"):
        read_before([str(tmp_path / "examples.parquet")])
