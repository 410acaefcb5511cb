import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knownhands.errors import ModelError
from knownhands.learn.trees import Trees


@pytest.fixture(scope="module")
def matrix() -> np.ndarray:
    """Rows with unknown values."""
    rows = np.random.default_rng(3).normal(size=(60, 4))
    rows[rows > 1.2] = np.nan
    return rows


@pytest.fixture(scope="module")
def text(matrix: np.ndarray) -> str:
    """What LightGBM saves."""
    import lightgbm

    y = (np.nan_to_num(matrix[:, 0]) > 0).astype(float)
    parameters = {"objective": "binary", "min_data_in_leaf": 2, "num_threads": 1, "verbosity": -1}
    return str(lightgbm.train(parameters, lightgbm.Dataset(matrix, label=y), 20).model_to_string())


def test_log_odds_and_contributions_are_lightgbms_own(text: str, matrix: np.ndarray) -> None:
    import lightgbm

    peer, ours = lightgbm.Booster(model_str=text), Trees(text, 4)
    assert ours.log_odds(matrix) == pytest.approx(peer.predict(matrix, raw_score=True), abs=1e-9)
    added, bias = ours.contributions(matrix)
    theirs = peer.predict(matrix, pred_contrib=True)
    assert added == pytest.approx(theirs[:, :-1], abs=1e-9)
    assert ours.bias() == bias == pytest.approx(theirs[0, -1])


def test_contributions_add_up_to_the_log_odds(text: str, matrix: np.ndarray) -> None:
    added, bias = Trees(text, 4).contributions(matrix)
    assert added.sum(axis=1) + bias == pytest.approx(Trees(text, 4).log_odds(matrix), abs=1e-9)


def test_no_rows_get_no_answer(text: str) -> None:
    assert Trees(text, 4).log_odds(np.empty((0, 4))).shape == (0,)


def test_text_that_is_no_model_is_refused() -> None:
    with pytest.raises(ModelError, match="LightGBM refuses"):
        Trees("tree\n", 3)


def test_a_library_that_cannot_be_loaded_is_one_error_and_no_noise(tmp_path: Path) -> None:
    """What a machine without OpenMP sees, here with a file that is no library."""
    (tmp_path / "lightgbm" / "lib").mkdir(parents=True)
    (tmp_path / "lightgbm" / "__init__.py").touch()
    (tmp_path / "lightgbm" / "lib" / "lib_lightgbm.so").write_text("clay")
    code = f"""
import sys
sys.path[:0] = [{str(tmp_path)!r}, *{sys.path!r}]
from knownhands.errors import ModelError
from knownhands.learn.trees import Trees
try:
    Trees("tree", 3)
except ModelError as error:
    print(error, error.hint)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "LightGBM cannot be loaded" in done.stdout
    assert "libgomp1" in done.stdout
