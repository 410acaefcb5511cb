"""Ask a LightGBM model through its C library.

Importing the `lightgbm` package costs two to three seconds, because it imports scikit-learn and scipy. Scoring one
change must not pay for that, so the shared library inside the package is called directly.

Source: https://lightgbm.readthedocs.io/en/stable/C-API.html
"""

from __future__ import annotations

import ctypes
import importlib.util
from functools import cache
from pathlib import Path

import numpy as np

from knownhands.errors import ModelError

_FLOAT64 = 1
_RAW_SCORE = 1
_CONTRIBUTIONS = 3
_FEW = 1000  # rows; below, a second thread costs more than it saves


class Trees:
    """A trained model.

    Args:
        text: what LightGBM saved.
        features: how many columns a row has.

    Raises:
        ModelError: the library or the model cannot be loaded.
    """

    def __init__(self, text: str, features: int) -> None:
        self._handle = ctypes.c_void_p()  # first, as __del__ asks for it whatever fails below
        self._library = _library()
        self._features = features
        rounds = ctypes.c_int()
        self._check(
            self._library.LGBM_BoosterLoadModelFromString(
                text.encode(), ctypes.byref(rounds), ctypes.byref(self._handle)
            )
        )

    def __del__(self) -> None:
        if self._handle:
            self._library.LGBM_BoosterFree(self._handle)

    def log_odds(self, matrix: np.ndarray) -> np.ndarray:
        """Return one value (n,) per row of matrix: (n, features), NaN where unknown."""
        return self._predict(matrix, _RAW_SCORE, 1)[:, 0]

    def contributions(self, matrix: np.ndarray) -> tuple[np.ndarray, float]:
        """Return what each feature adds to the rows' log-odds, (n, features), and the log-odds they are added to.

        Exact Shapley values of the trees (Lundberg et al. 2020): they add up to the log-odds.
        """
        values = self._predict(matrix, _CONTRIBUTIONS, self._features + 1)
        return values[:, :-1], float(values[0, -1]) if len(values) else 0.0

    def bias(self) -> float:
        """Return the log-odds that contributions are added to."""
        return self.contributions(np.full((1, self._features), np.nan))[1]

    def _predict(self, matrix: np.ndarray, kind: int, width: int) -> np.ndarray:
        rows = np.ascontiguousarray(matrix, dtype=np.float64)
        answer = np.zeros((len(rows), width))
        length = ctypes.c_int64()
        threads = b"num_threads=1" if len(rows) < _FEW else b""
        pointer = ctypes.POINTER(ctypes.c_double)
        self._check(
            self._library.LGBM_BoosterPredictForMat(
                self._handle, rows.ctypes.data_as(pointer), _FLOAT64, len(rows), self._features, 1, kind, 0, -1, threads,
                ctypes.byref(length), answer.ctypes.data_as(pointer),
            )
        )  # fmt: skip
        return answer

    def _check(self, code: int) -> None:
        if code:
            self._library.LGBM_GetLastError.restype = ctypes.c_char_p
            message = self._library.LGBM_GetLastError().decode("utf-8", "replace")
            raise ModelError(f"LightGBM refuses the model: {message}", "Train it again, or reinstall knownhands.")


@cache
def _library() -> ctypes.CDLL:
    spec = importlib.util.find_spec("lightgbm")
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        for name in ("lib_lightgbm.so", "lib_lightgbm.dylib", "lib_lightgbm.dll"):
            path = Path(folder) / "lib" / name
            if path.exists():
                return _load(path)
    raise ModelError("LightGBM is not installed.", "Reinstall knownhands with its dependencies.")


def _load(path: Path) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(str(path))
    except OSError as cause:
        hint = "Install OpenMP: libgomp1 on Debian and Ubuntu, libomp on macOS."
        raise ModelError(f"LightGBM cannot be loaded: {cause}.", hint) from cause
