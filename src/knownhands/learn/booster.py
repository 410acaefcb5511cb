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
from typing import TYPE_CHECKING

from knownhands.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence

_FLOAT64 = 1
_RAW_SCORE = 1
_CONTRIBUTIONS = 3
_UNKNOWN = float("nan")


class Booster:
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

    def margins(self, rows: Sequence[Sequence[float | None]]) -> list[float]:
        """Return one log-odds per row of (n, features) values; None is unknown."""
        return self._predict(rows, _RAW_SCORE, 1)

    def contributions(self, row: Sequence[float | None]) -> tuple[list[float], float]:
        """Return what each feature adds to a row's log-odds, and the log-odds they are added to.

        Exact Shapley values of the trees (Lundberg et al. 2020): they add up to the margin.
        """
        values = self._predict([row], _CONTRIBUTIONS, self._features + 1)
        return values[:-1], values[-1]

    def _predict(self, rows: Sequence[Sequence[float | None]], kind: int, width: int) -> list[float]:
        size = len(rows) * self._features
        flat = (ctypes.c_double * size)(*(_UNKNOWN if value is None else value for row in rows for value in row))
        answer = (ctypes.c_double * (len(rows) * width))()
        length = ctypes.c_int64()
        self._check(
            self._library.LGBM_BoosterPredictForMat(
                self._handle, flat, _FLOAT64, len(rows), self._features, 1, kind, 0, -1, b"num_threads=1",
                ctypes.byref(length), answer,
            )
        )  # fmt: skip
        return list(answer)

    def _check(self, code: int) -> None:
        if code:
            self._library.LGBM_GetLastError.restype = ctypes.c_char_p
            message = self._library.LGBM_GetLastError().decode("utf-8", "replace")
            raise ModelError(f"LightGBM refuses the model: {message}", "Train it again, or reinstall knownhands.")


@cache
def _library() -> ctypes.CDLL:
    found = importlib.util.find_spec("lightgbm")
    folders = found.submodule_search_locations if found else None
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
