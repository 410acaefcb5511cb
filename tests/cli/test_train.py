"""That training works is shown in tests/learn; here, that a user can ask for it, and what cannot be learned from."""

import json

import pyarrow.parquet as pq

from gitstory import Story
from invented import as_table
from invented_packages import invent as invent_packages
from knownhands.learn.saved import load


def test_examples_of_packages_make_a_model_of_packages(run, tmp_path) -> None:
    pq.write_table(invent_packages(0), tmp_path / "examples.parquet")
    ran = run("train", tmp_path / "examples.parquet", "--out", tmp_path / "pots-1", "--quick")
    assert (ran.code, ran.out) == (0, "")
    assert "package_malware: 540 examples." in ran.err
    assert load(str(tmp_path / "pots-1")).task == "package_malware"
    assert json.loads((tmp_path / "pots-1" / "metrics.json").read_text())["scores"]["model"]["auc"] > 0.6


def test_a_column_that_the_examples_lack_is_unknown_and_named(run, tmp_path) -> None:
    pq.write_table(invent_packages(0).drop_columns("has_licence"), tmp_path / "examples.parquet")
    ran = run("train", tmp_path, "--out", tmp_path / "pots-1", "--quick")
    assert ran.code == 0
    assert "1 column is unknown in these examples: has_licence." in ran.err
    assert "`has_licence`" in (tmp_path / "pots-1" / "card.md").read_text()


def test_clones_that_never_say_what_went_wrong_are_wrong_usage(run, pottery: Story, tmp_path) -> None:
    ran = run("train", pottery.path, "--out", tmp_path / "model", "--quiet", "--task", "change_defect")
    assert (ran.code, ran.out) == (2, "")
    assert "No project has a change to learn from" in ran.err
    assert not (tmp_path / "model").exists()


def test_a_task_that_no_clone_teaches_is_wrong_usage(run, pottery: Story, tmp_path) -> None:
    ran = run("train", pottery.path, "--task", "package_malware", "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "package_malware cannot be learned from clones" in ran.err


def test_examples_that_lack_what_the_named_task_needs_are_wrong_usage(run, tmp_path) -> None:
    pq.write_table(as_table(0, 20), tmp_path / "examples.parquet")
    for task, message in (("package_malware", "no column id"), ("pots", "There is no task 'pots'")):
        ran = run("train", tmp_path, "--task", task, "--out", tmp_path / "model")
        assert (ran.code, ran.out) == (2, "")
        assert message in ran.err


def test_too_few_mistakes_are_wrong_usage(run, tmp_path) -> None:
    pq.write_table(as_table(0, 200), tmp_path / "examples.parquet")
    ran = run("train", tmp_path, "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "50 of each are needed" in ran.err


def test_clones_and_examples_are_not_mixed(run, pottery: Story, tmp_path) -> None:
    pq.write_table(as_table(0, 20), tmp_path / "examples.parquet")
    ran = run("train", tmp_path / "examples.parquet", pottery.path, "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "mixed" in ran.err


def test_what_is_no_parquet_file_is_wrong_usage(run, tmp_path) -> None:
    (tmp_path / "examples.parquet").write_bytes(b"pots")
    ran = run("train", tmp_path / "examples.parquet", "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot be read" in ran.err


def test_examples_of_nothing_known_say_what_each_task_needs(run, tmp_path) -> None:
    pq.write_table(as_table(0, 20).drop_columns("reverted"), tmp_path / "examples.parquet")
    ran = run("train", tmp_path, "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "change_defect needs project, day, reverted" in ran.err


def test_a_model_is_put_nowhere_where_anything_else_is(run, tmp_path) -> None:
    pq.write_table(invent_packages(0), tmp_path / "examples.parquet")
    (tmp_path / "pots").mkdir()
    (tmp_path / "pots" / "thesis.txt").write_text("mine")
    (tmp_path / "a-file").write_text("mine")
    for out, held in (("pots", "thesis.txt"), ("a-file", "a-file")):
        ran = run("train", tmp_path / "examples.parquet", "--out", tmp_path / out, "--quick")
        assert (ran.code, ran.out) == (2, "")
        assert f"is not only a model's folder: it holds {held}" in ran.err
    assert (tmp_path / "pots" / "thesis.txt").read_text() == "mine"


def test_examples_of_several_tasks_are_not_put_together(run, tmp_path) -> None:
    pq.write_table(invent_packages(0), tmp_path / "packages.parquet")
    pq.write_table(as_table(0, 20), tmp_path / "changes.parquet")
    ran = run("train", tmp_path, "--out", tmp_path / "model")
    assert (ran.code, ran.out) == (2, "")
    assert "These examples are of several tasks: change_defect, package_malware." in ran.err
