"""A task defined in the tests alone trains, is measured and writes its card, end to end."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import toy_task as toy
from knownhands.learn import saved
from knownhands.learn.produce import produce
from knownhands.learn.saved import load
from knownhands.learn.sources import examples_of


def silent(_line: str) -> None:
    """Swallow progress."""


DATA = examples_of(toy.TASK, toy.pots(0), silent)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("models") / "pot-cracks-1950-01"
    produce(
        toy.TASK, DATA, out, silent, before={"model": "pot-cracks-1940-01", "scores": {"model": {"recall_fpr_1": 0.5}}}
    )
    return out


def read(folder: Path) -> dict:
    return json.loads((folder / "metrics.json").read_text())


def test_a_task_of_ones_own_makes_a_model_that_can_be_asked(folder: Path) -> None:
    model = load(str(folder), "pot_cracks", toy.TASK.families())
    assert (model.id, model.kind) == ("pot-cracks-1950-01", "pot")
    squat, tall = model.log_odds(np.array([[25.0, 100.0, 1.0], [4.0, 580.0, 1.0]]))
    assert squat < tall
    assert model.reference.of == "pots"


def test_it_is_measured_beside_its_baseline_in_slices_attacked_and_on_other_splits(folder: Path) -> None:
    metrics = read(folder)
    assert metrics["scores"].keys() == {"height", "trees", "line", "model"}
    assert metrics["scores"]["model"]["auc"] > metrics["scores"]["height"]["auc"]
    assert metrics["attacks"]["sawn"]["recall_fpr_1"] < metrics["attacks"]["as_it_is"]["recall_fpr_1"]
    assert metrics["slices"].keys() == {"tall"}
    assert metrics["retrained"]["mixed"]["auc"] > 0.8


def test_the_card_says_all_of_it_in_words(folder: Path) -> None:
    card = (folder / "card.md").read_text()
    assert "Predicts whether a pot will crack in the kiln." in card
    assert "| height alone |" in card
    assert "| sawn off |" in card
    assert "pot-cracks-1940-01" in card
    assert "$" not in card
    assert " nan " not in card


def test_without_the_retrainings_the_card_says_that_they_are_missing(folder: Path, tmp_path: Path) -> None:
    produce(toy.TASK, DATA, tmp_path / "quick", silent, before={}, quick=True)
    assert "trained with `--quick`" in (tmp_path / "quick" / "card.md").read_text()
    for name in ("trees.txt", "line.json", "calibration.json", "features.json"):
        assert (tmp_path / "quick" / name).read_bytes() == (folder / name).read_bytes()


def test_the_same_examples_give_the_same_model_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / folder.name
    produce(
        toy.TASK,
        DATA,
        again,
        silent,
        before={"model": "pot-cracks-1940-01", "scores": {"model": {"recall_fpr_1": 0.5}}},
    )
    assert (again / "SHA256SUMS").read_text() == (folder / "SHA256SUMS").read_text()


def test_a_new_family_trains_at_once_and_the_card_names_what_the_examples_lack(tmp_path: Path) -> None:
    lacking = examples_of(toy.TASK, toy.pots(0).drop_columns("handles"), silent)
    produce(toy.TASK, lacking, tmp_path / "pots", silent, before={}, quick=True)
    assert (
        "Unknown throughout in the examples, and so in training: `handles`."
        in (tmp_path / "pots" / "card.md").read_text()
    )
    model = load(str(tmp_path / "pots"), None, toy.TASK.families())
    row = np.array([[9.0, 200.0, 0.0], [9.0, 200.0, 7.0]])
    assert np.ptp(model.log_odds(row)) == 0


def test_a_column_that_no_family_declares_is_ignored_and_named(tmp_path: Path) -> None:
    more = examples_of(toy.TASK, toy.pots(0).append_column("glaze", toy.pots(0)["handles"]), silent)
    produce(toy.TASK, more, tmp_path / "pots", silent, before={}, quick=True)
    assert "In the examples, and no feature any more: `glaze`." in (tmp_path / "pots" / "card.md").read_text()


def test_whoever_is_interrupted_keeps_the_old_model(folder: Path, tmp_path: Path) -> None:
    out = Path(shutil.copytree(folder, tmp_path / "pots"))

    def interrupted(line: str) -> None:
        if line.startswith("Training again"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        produce(toy.TASK, DATA, out, interrupted, before={})
    assert load(str(out), None, toy.TASK.families()).sha256 == load(str(folder), None, toy.TASK.families()).sha256


def test_whoever_interrupts_the_writing_keeps_the_old_model_and_no_half_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Path(shutil.copytree(folder, tmp_path / "pots"))

    def interrupted(_folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(saved, "seal", interrupted)
    with pytest.raises(KeyboardInterrupt):
        produce(toy.TASK, DATA, out, silent, before={}, quick=True)
    assert [path.name for path in tmp_path.iterdir()] == ["pots"]
    assert load(str(out), None, toy.TASK.families()).sha256 == load(str(folder), None, toy.TASK.families()).sha256


def test_features_without_a_gain_can_be_left_out_and_are_named(tmp_path: Path) -> None:
    task = replace(toy.TASK, left_out=("handles",))
    produce(task, DATA, tmp_path / "pots", silent, before={}, quick=True)
    assert load(str(tmp_path / "pots"), None, task.families()).features == ("wall_mm", "height_mm")
    assert "because they gained nothing: `handles`." in (tmp_path / "pots" / "card.md").read_text()
