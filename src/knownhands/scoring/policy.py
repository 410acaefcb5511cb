"""Decide whether a score passes the bar that somebody set."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from knownhands.errors import UsageError
from knownhands.records import Answer, Band

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from knownhands.records import Score, Unknown

_KNOWN = {
    "change": "Known: fail_below (0 to 100), fail_bands (a list of bands), min_coverage (0 to 1).",
    "package": "Known: fail_below (0 to 100), fail_bands (a list of bands), min_coverage (0 to 1), fail_checks (a list of "
    "checks' ids), min_release_age_days (0 or more).",
}
_TABLES = {"change": "change", "package": "package", "artifact": "package"}
_EXAMPLE = "See docs/how-to.md for an example."


@dataclass(frozen=True, slots=True)
class Policy:
    """The bar.

    Attributes:
        fail_below: a lower trust fails; None asks nothing.
        fail_bands: what is in one of these bands fails.
        min_coverage: with less of the evidence known there is no verdict.
        fail_checks: a yes to one of these checks fails, and an unknown is no verdict.
        min_release_age_days: a release that came later fails; None asks nothing.
    """

    fail_below: int | None = None
    fail_bands: tuple[str, ...] = ()
    min_coverage: float = 0.0
    fail_checks: tuple[str, ...] = ()
    min_release_age_days: int | None = None

    def ask(self, connection: duckdb.DuckDBPyConnection, scores: Sequence[Score], now: int) -> list[Score]:
        """Add what this bar asks of packages beyond their checks, so that a reader sees what they failed by.

        Args:
            connection: the store of packages that the scores come from.
            scores: of packages.
            now: seconds since 1970-01-01 UTC.
        """
        if self.min_release_age_days is None:
            return list(scores)
        from knownhands.scoring.release_age import ask_age

        return ask_age(connection, scores, now, self.min_release_age_days)

    def exit_code(self, scores: Sequence[Score], gaps: Sequence[Unknown] = ()) -> int:
        """Return 0 when all pass, 1 when one fails, 3 when one has no verdict and none fails.

        Args:
            scores: what has to pass.
            gaps: what was to be scored and could not even be read.
        """
        if any(self._fails(score) for score in scores):
            return 1
        return 3 if gaps or any(self._is_open(score) for score in scores) else 0

    def _fails(self, score: Score) -> bool:
        below = score.trust is not None and self.fail_below is not None and score.trust < self.fail_below
        return below or score.band.value in self.fail_bands or Answer.YES in self._answers(score)

    def _is_open(self, score: Score) -> bool:
        return score.trust is None or score.coverage < self.min_coverage or Answer.UNKNOWN in self._answers(score)

    def _answers(self, score: Score) -> set[Answer]:
        """Return what the checks that matter answered; one that does not apply gives no answer."""
        matter = {*self.fail_checks, *([AGE] if self.min_release_age_days is not None else [])}
        return {finding.answer for finding in score.findings if finding.check in matter}


LOCK = "is_not_what_was_locked"
"""The check that compares a dependency file with the registry."""
AGE = "is_younger_than_allowed"
"""The check that `min_release_age_days` asks for."""


def read_policy(path: Path | None, fail_below: int | None, kind: str = "change") -> Policy:
    """Read one table of a TOML file; `fail_below` from the command line wins.

    Args:
        path: of the file; None sets no bar.
        fail_below: from the command line.
        kind: what is to be scored: changes have the table `[change]`, packages and artifacts `[package]`.

    Raises:
        UsageError: the file cannot be read, or holds a table, key or type that we do not know.
    """
    tables = _tables(path) if path else {}
    for name, table in tables.items():
        for key, value in table.items():
            if not _fits(name, key, value):
                raise UsageError(f"{path}: [{name}] {key} = {value!r} is not understood.", _KNOWN[name])
    table = tables.get(_TABLES[kind], {})
    return Policy(
        fail_below=fail_below if fail_below is not None else table.get("fail_below"),
        fail_bands=tuple(table.get("fail_bands", ())),
        min_coverage=float(table.get("min_coverage", 0.0)),
        fail_checks=tuple(table.get("fail_checks", ())),
        min_release_age_days=table.get("min_release_age_days"),
    )


def _fits(table: str, key: str, value: object) -> bool:
    if isinstance(value, bool):
        return False
    match key, value:
        case "fail_below", int():
            return 0 <= value <= 100  # noqa: PLR2004 - the scale of trust
        case "min_coverage", int() | float():
            return 0 <= value <= 1
        case "fail_bands", list():
            return all(band in list(Band) for band in value)
    return table == "package" and _fits_packages(key, value)


def _fits_packages(key: str, value: object) -> bool:
    match key, value:
        case "fail_checks", list():
            return all(check in _checks() for check in value)
        case "min_release_age_days", int():
            return value >= 0
    return False


def _checks() -> list[str]:
    from knownhands.checks.assemble import package_checks

    return [*(check.id for check in package_checks()), LOCK]


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise UsageError(f"The policy {path} cannot be read: {cause}.", _EXAMPLE) from cause
    if data.keys() - _KNOWN.keys() or not all(isinstance(table, dict) for table in data.values()):
        raise UsageError(f"The policy {path} holds something other than the tables [change] and [package].", _EXAMPLE)
    return data
