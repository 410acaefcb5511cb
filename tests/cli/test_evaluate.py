import json

import pyarrow.parquet as pq
import pytest

from invented import as_table
from invented_packages import invent as invent_packages
from knownhands.learn.saved import load

EXAMPLES = {"change_defect": lambda: as_table(1), "package_malware": lambda: invent_packages(1)}


@pytest.mark.parametrize("task", EXAMPLES)
def test_the_shipped_model_of_every_task_is_measured_on_ones_own_examples(run, tmp_path, task: str) -> None:
    pq.write_table(EXAMPLES[task](), tmp_path / "examples.parquet")
    ran = run("evaluate", tmp_path / "examples.parquet", "--quiet")
    assert (ran.code, ran.err) == (0, "")
    measured = json.loads(ran.out)
    model = load(task=task)
    assert (measured["task"], measured["model"], measured["sha256"]) == (task, model.id, model.sha256)
    assert {"random", "model"} < measured["scores"].keys()


def test_a_model_of_another_task_is_refused(run, tmp_path) -> None:
    pq.write_table(as_table(1, 300), tmp_path / "examples.parquet")
    ran = run("evaluate", tmp_path, "--model", load(task="package_malware").id)
    assert (ran.code, ran.out) == (3, "")
    assert "has learnt package_malware, not change_defect" in ran.err


def test_examples_without_a_mistake_are_wrong_usage(run, tmp_path) -> None:
    pq.write_table(as_table(1, 2), tmp_path / "examples.parquet")
    ran = run("evaluate", tmp_path / "examples.parquet")
    assert (ran.code, ran.out) == (2, "")
