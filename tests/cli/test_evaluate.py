import json

import pyarrow.parquet as pq

from invented import as_table, invent
from knownhands.learn.artefact import load


def test_the_shipped_model_is_measured_on_ones_own_examples(run, tmp_path) -> None:
    pq.write_table(as_table(invent(1)), tmp_path / "examples.parquet")
    ran = run("evaluate", tmp_path / "examples.parquet")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert (found["model"], found["sha256"]) == (load().id, load().sha256)
    assert {"lapredict", "rules", "model"} < found["time"].keys()


def test_examples_without_a_regret_are_wrong_usage(run, tmp_path) -> None:
    pq.write_table(as_table(invent(1, 2)), tmp_path / "examples.parquet")
    ran = run("evaluate", tmp_path / "examples.parquet")
    assert (ran.code, ran.out) == (2, "")
