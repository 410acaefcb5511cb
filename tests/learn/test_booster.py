import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knownhands.errors import ModelError
from knownhands.learn.artefact import Artefact, model_file
from knownhands.learn.booster import Booster
from knownhands.learn.dataset import Dataset
from knownhands.learn.heads import HEADS


@pytest.mark.parametrize("head", HEADS)
def test_margins_and_contributions_are_lightgbms_own(model: Artefact, data: Dataset, head: str) -> None:
    import lightgbm

    names = model.parts[head]
    matrix = np.column_stack([data.column(name) for name in names])[:40]
    rows = [[None if np.isnan(value) else value for value in row] for row in matrix.tolist()]
    peer = lightgbm.Booster(model_file=str(model.folder / model_file(head)))
    ours = model.boosters[head]
    assert ours.margins(rows) == pytest.approx(peer.predict(matrix, raw_score=True), abs=1e-9)
    for row, theirs in zip(rows, peer.predict(matrix, pred_contrib=True), strict=True):
        contributions, bias = ours.contributions(row)
        assert [*contributions, bias] == pytest.approx(theirs, abs=1e-9)


def test_contributions_add_up_to_the_margin(model: Artefact, data: Dataset) -> None:
    row = [float(data.column(name)[0]) for name in model.parts["all"]]
    contributions, bias = model.boosters["all"].contributions(row)
    assert sum(contributions) + bias == pytest.approx(model.boosters["all"].margins([row])[0], abs=1e-9)


def test_no_rows_give_no_margins(model: Artefact) -> None:
    assert model.boosters["hard"].margins([]) == []


def test_text_that_is_no_model_is_refused() -> None:
    with pytest.raises(ModelError, match="LightGBM refuses"):
        Booster("tree\n", 3)


def test_a_library_that_cannot_be_loaded_is_one_error_and_no_noise(tmp_path: Path) -> None:
    """What a machine without OpenMP sees, here with a file that is no library."""
    (tmp_path / "lightgbm" / "lib").mkdir(parents=True)
    (tmp_path / "lightgbm" / "__init__.py").touch()
    (tmp_path / "lightgbm" / "lib" / "lib_lightgbm.so").write_text("clay")
    code = f"""
import sys
sys.path[:0] = [{str(tmp_path)!r}, *{sys.path!r}]
from knownhands.errors import ModelError
from knownhands.learn.booster import Booster
try:
    Booster("tree", 3)
except ModelError as error:
    print(error, error.hint)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "LightGBM cannot be loaded" in done.stdout
    assert "libgomp1" in done.stdout
