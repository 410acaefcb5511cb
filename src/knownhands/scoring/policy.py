"""Decide whether a score passes the bar that somebody set."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knownhands.errors import UsageError
from knownhands.records import Band

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from knownhands.records import Score

_KNOWN = "Known: fail_below (0 to 100), fail_bands (a list of bands), min_coverage (0 to 1)."


@dataclass(frozen=True, slots=True)
class Policy:
    """The bar.

    Attributes:
        fail_below: a lower trust fails; None asks nothing.
        fail_bands: a change in one of these bands fails.
        min_coverage: with less of the evidence known there is no verdict.
    """

    fail_below: int | None = None
    fail_bands: tuple[str, ...] = ()
    min_coverage: float = 0.0

    def exit_code(self, scores: Sequence[Score]) -> int:
        """Return 0 when all pass, 1 when one fails, 3 when one has no verdict and none fails."""
        if any(self._fails(score) for score in scores):
            return 1
        return 3 if any(score.trust is None or score.coverage < self.min_coverage for score in scores) else 0

    def _fails(self, score: Score) -> bool:
        below = score.trust is not None and self.fail_below is not None and score.trust < self.fail_below
        return below or score.band.value in self.fail_bands


def read_policy(path: Path | None, fail_below: int | None) -> Policy:
    """Read the `[change]` table of a TOML file; `fail_below` from the command line wins.

    Raises:
        UsageError: the file cannot be read, or holds a key or type that we do not know.
    """
    table = _table(path) if path else {}
    for key, value in table.items():
        if not _fits(key, value):
            raise UsageError(f"{path}: [change] {key} = {value!r} is not understood.", _KNOWN)
    return Policy(
        fail_below=fail_below if fail_below is not None else table.get("fail_below"),
        fail_bands=tuple(table.get("fail_bands", ())),
        min_coverage=float(table.get("min_coverage", 0.0)),
    )


def _fits(key: str, value: object) -> bool:
    match key, value:
        case "fail_below" | "min_coverage", bool():
            return False
        case "fail_below", int():
            return 0 <= value <= 100  # noqa: PLR2004 - the scale of trust
        case "min_coverage", int() | float():
            return 0 <= value <= 1
        case "fail_bands", list():
            return all(band in list(Band) for band in value)
    return False


def _table(path: Path) -> dict[str, Any]:
    example = "See docs/how-to.md for an example."
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise UsageError(f"The policy {path} cannot be read: {cause}.", example) from cause
    if data.keys() - {"change"} or not isinstance(data.get("change", {}), dict):
        raise UsageError(f"The policy {path} holds something other than one table [change].", example)
    table: dict[str, Any] = data.get("change", {})
    return table
