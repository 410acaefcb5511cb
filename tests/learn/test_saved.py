import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knownhands.errors import ModelError
from knownhands.learn.model import Model
from knownhands.learn.saved import load, models, seal
from knownhands.learn.tasks.change_defect import TASK


@pytest.fixture
def folder(model: Model, tmp_path: Path) -> Path:
    """A copy that may be damaged."""
    return Path(shutil.copytree(model.folder, tmp_path / "copy"))


def edit(path: Path, change: Callable[[dict], None]) -> None:
    data = json.loads(path.read_text())
    change(data)
    path.write_text(json.dumps(data))


def test_a_copy_is_the_same_model_wherever_it_lies(folder: Path, model: Model) -> None:
    assert load(str(folder)).sha256 == model.sha256


@pytest.mark.parametrize("name", ["trees.txt", "line.json", "calibration.json", "features.json"])
def test_an_altered_file_is_refused(folder: Path, name: str) -> None:
    with (folder / name).open("a") as file:
        file.write(" ")
    with pytest.raises(ModelError, match="not what was sealed"):
        load(str(folder))


@pytest.mark.parametrize("name", ["trees.txt", "calibration.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        load(str(folder))


@pytest.mark.parametrize("name", ["trees.txt", "extra.txt"])
def test_a_file_that_was_never_sealed_is_refused(folder: Path, name: str) -> None:
    sums = folder / "SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text().splitlines(keepends=True) if name not in line))
    (folder / name).write_text("tree\n")
    with pytest.raises(ModelError):
        load(str(folder))


def test_a_seal_cannot_point_out_of_its_folder(folder: Path) -> None:
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  ../../secret\n")
    with pytest.raises(ModelError):
        load(str(folder))


def test_another_version_of_a_feature_is_refused_by_name(folder: Path) -> None:
    edit(folder / "features.json", lambda data: data["families"].update(size=99))
    seal(folder)
    with pytest.raises(ModelError, match=r"other features: size\."):
        load(str(folder))


def test_a_feature_that_is_gone_is_refused_by_name(folder: Path) -> None:
    edit(folder / "features.json", lambda data: data["features"].append("shoe_size"))
    seal(folder)
    with pytest.raises(ModelError, match="shoe_size"):
        load(str(folder))


def test_a_part_in_another_folder_is_refused(folder: Path) -> None:
    edit(folder / "features.json", lambda data: data["parts"][0].update(file="../../secret.txt"))
    seal(folder)
    with pytest.raises(ModelError, match="another folder"):
        load(str(folder))


def test_a_model_of_another_task_is_refused(folder: Path) -> None:
    with pytest.raises(ModelError, match="has learnt change_defect, not package_malware"):
        load(str(folder), "package_malware")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("features.json", ""),
        ("features.json", "[]"),
        ("features.json", "{}"),
        ("calibration.json", "{}"),
        ("features.json", '{"parts": 3}'),
        ("calibration.json", "[]"),
    ],
)
def test_nonsense_in_json_is_one_clear_error(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    seal(folder)
    with pytest.raises(ModelError, match="cannot be read"):
        load(str(folder))


def test_a_model_that_is_not_there_says_which_are() -> None:
    with pytest.raises(ModelError) as caught:
        load("shoe-2026-01")
    assert "shoe-2026-01" in caught.value.message
    assert "name a folder" in caught.value.hint


def test_everything_is_text_and_nothing_can_run(model: Model) -> None:
    for path in model.folder.iterdir():
        assert path.suffix in {".txt", ".json", ".md", ".svg"} or path.name == "SHA256SUMS"
        assert b"\0" not in path.read_bytes()


def test_the_features_are_pinned_with_their_versions(model: Model) -> None:
    pinned = json.loads((model.folder / "features.json").read_text())
    assert pinned["families"] == {family.id: family.version for family in TASK.families()}
    columns = {feature.id for family in TASK.families() for feature in family.columns}
    assert set(pinned["typical"]) == set(pinned["features"]) == columns - set(TASK.left_out)


def test_the_shipped_models_can_be_loaded() -> None:
    assert models()
    for name in models():
        assert load(name).id == name
    for task in ("change_defect", "package_malware"):
        assert load(task=task).id == max(name for name in models() if load(name).task == task)
