"""That training works is shown in tests/learn; here, that it refuses what it cannot learn from."""

import pyarrow.parquet as pq

from gitstory import Story
from invented import as_table, invent


def test_clones_that_never_say_what_went_wrong_are_wrong_usage(run, pottery: Story, tmp_path) -> None:
    ran = run("train", pottery.path, "--out", tmp_path / "model", "--quiet")
    assert (ran.code, ran.out) == (2, "")
    assert "No project has a change to learn from" in ran.err
    assert not (tmp_path / "model").exists()


def test_too_few_regrets_are_wrong_usage(run, tmp_path) -> None:
    pq.write_table(as_table(invent(0, 200)), tmp_path / "examples.parquet")
    ran = run("train", tmp_path, "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "50 are needed" in ran.err


def test_clones_and_examples_are_not_mixed(run, pottery: Story, tmp_path) -> None:
    pq.write_table(as_table(invent(0, 20)), tmp_path / "examples.parquet")
    ran = run("train", tmp_path / "examples.parquet", pottery.path, "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "mixed" in ran.err


def test_what_is_no_parquet_file_is_wrong_usage(run, tmp_path) -> None:
    (tmp_path / "examples.parquet").write_bytes(b"pots")
    ran = run("train", tmp_path / "examples.parquet", "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be read" in ran.err
