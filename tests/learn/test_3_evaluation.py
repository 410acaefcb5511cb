"""How good a model is, measured on changes that it has not seen."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from invented import as_table, invent, make_model
from knownhands.cli._main import main
from knownhands.errors import UsageError
from knownhands.learn.artefact import load
from knownhands.learn.baselines import BASELINES
from knownhands.learn.evaluate import evaluate


@pytest.fixture(scope="module")
def metrics(data, trained) -> dict:
    return evaluate(data, trained)


def test_the_model_beats_every_baseline(metrics: dict) -> None:
    auc = {name: measured["auc"] for name, measured in metrics["time"].items()}
    assert {one.id for one in BASELINES} < auc.keys()
    assert auc["model"] > max(auc[one.id] for one in BASELINES) + 0.05
    assert metrics["time"]["model"]["auc_above_lapredict_interval"][0] > 0


def test_the_second_head_holds_against_an_attacker_who_fakes_what_is_cheap(metrics: dict) -> None:
    attacked = metrics["attacked"]
    assert attacked["auc_attacked"] > 0.55
    assert attacked["recall_at_5_percent"] > attacked["recall_at_5_percent_attacked"]


def test_everybody_is_a_newcomer_or_not(metrics: dict) -> None:
    parts = [metrics["newcomers"][who]["changes"] for who in ("newcomers", "others")]
    assert min(parts) > 0
    assert sum(parts) == metrics["alarms"]["changes"] == metrics["data"]["test"]["changes"]


def test_the_same_model_measures_the_same_twice(metrics: dict, data, trained) -> None:
    assert evaluate(data, trained) == metrics


def test_nothing_regretted_is_nothing_to_compare_with(trained) -> None:
    with pytest.raises(UsageError):
        evaluate(invent(0, 3), trained)


def test_training_writes_a_model_that_explains_itself(tmp_path: Path, capsys) -> None:
    pq.write_table(as_table(invent(2)), tmp_path / "examples.parquet")
    folder = tmp_path / "pottery-1"
    assert main(["train", str(tmp_path / "examples.parquet"), "--out", str(folder), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    card, numbers = (folder / "card.md").read_text(), json.loads((folder / "metrics.json").read_text())
    assert {"unseen_projects", "gap_0", "gap_90", "random_split"} < numbers.keys()
    assert f"{numbers['time']['model']['auc']:.3f}" in card
    assert "Do not use it for" in card
    assert "$" not in card
    assert load(str(folder)).id == "pottery-1"


def test_the_same_changes_give_the_same_model_byte_for_byte(model, tmp_path: Path) -> None:
    assert load(str(make_model(tmp_path / "again"))).sha256 == model.sha256


def test_the_shipped_model_beat_the_baseline_and_its_card_says_by_how_much() -> None:
    folder = load().folder
    measured = json.loads((folder / "metrics.json").read_text())["time"]["model"]
    assert measured["auc_above_lapredict_interval"][0] > 0.02
    assert measured["projects"] >= 12
    assert f"{measured['auc']:.3f}" in (folder / "card.md").read_text()
