"""Decide whether a score passes the bar that somebody set, and say why not."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from knownhands.errors import UsageError
from knownhands.records import Answer, Band, Broken, Outcome
from knownhands.scoring.scale import BUDGET

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from knownhands.declarations import Kind
    from knownhands.records import Finding, Unknown
    from knownhands.score import Score

LOCK = "is_not_what_was_locked"
"""The check that compares a dependency file with the registry."""
AGE = "is_younger_than_allowed"
"""The check that `min_release_age_days` asks for."""
NAME = "knownhands.toml"
_EXAMPLE = "See docs/how-to.md for an example."
_KEYS = {
    "fail_below": "fail_below (0 to 100)",
    "fail_bands": "fail_bands (a list of bands)",
    "fail_checks": "fail_checks (a list of checks' ids)",
    "min_release_age_days": "min_release_age_days (0 or more)",
    "budget": 'budget (a share such as "1%")',
}
_CHECKS = "docs/reference/checks.md lists the checks of each kind of subject."
_LEAST = 1e-6
_DIGITS = 12
"""As many digits of a commit's id as every output shows."""
_HEX = re.compile(r"[0-9a-f]+", re.IGNORECASE)
_LOOK = "Read the reasons; merge or install it only when you know better, or set another bar."


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something that the policy says to pass over.

    Attributes:
        id: a check's id, or a subject's: a purl with or without a version, the address that a file takes it from, or 12 or more leading digits of a commit's id or
            of an archive's SHA-256.
        until: the last day on which it holds.
    """

    id: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class Policy:
    """The bar.

    Attributes:
        source: what set it, for messages.
        fail_below: a lower trust fails; None asks nothing.
        fail_below_source: what set that, where it is something else.
        fail_bands: what is in one of these bands fails.
        fail_checks: a yes to one of these checks fails, and an unknown is no verdict.
        min_release_age_days: a release that came later fails; None asks nothing.
        budget: share of ordinary subjects that may be called `review` or worse.
        ignored: what is passed over.
    """

    source: str = "the command line"
    fail_below: int | None = None
    fail_below_source: str = ""
    fail_bands: tuple[str, ...] = ()
    fail_checks: tuple[str, ...] = ()
    min_release_age_days: int | None = None
    budget: float = BUDGET
    ignored: tuple[Ignored, ...] = ()

    def apply(self, score: Score) -> Score:
        """Return the score with what this bar says of it."""
        whole = [entry for entry in self.ignored if _is_about(entry, score)]
        used = [*whole, *self._ignored_checks(score)]
        notes = tuple(f"{entry.id} until {entry.until}: {entry.reason}" for entry in used)
        if whole:
            return replace(score, policy=Outcome(True, (), notes))
        failed, is_open = list(self._failed(score)), list(self._open(score))
        passed = False if failed else None if is_open else True
        return replace(score, policy=Outcome(passed, (*failed, *is_open), notes))

    def _failed(self, score: Score) -> Iterator[Broken]:
        if score.trust is not None and self.fail_below is not None and score.trust < self.fail_below:
            yield Broken(
                "fail_below",
                f"trust {score.trust} is below {self.fail_below}, the bar set by {self.fail_below_source or self.source}",
                _LOOK,
            )
        if score.band.value in self.fail_bands:
            yield Broken("fail_bands", f"its band is {score.band}, which {self.source} does not let pass", _LOOK)
        for finding in self._matter(score):
            if finding.answer is Answer.YES:
                yield Broken(_rule(finding), f"{finding.sentence} ({self.source} asks)", finding.remedy or _LOOK)

    def _open(self, score: Score) -> Iterator[Broken]:
        if score.trust is None:
            yield Broken(
                "verdict", f"there is no verdict: {score.verdict}", "Supply what is missing, or look for yourself."
            )
        for finding in self._matter(score):
            if finding.answer is Answer.UNKNOWN:
                yield Broken(_rule(finding), f"{finding.sentence} ({self.source} asks)", "Supply what is missing.")

    def _matter(self, score: Score) -> list[Finding]:
        names = {*self.fail_checks, *([AGE] if self.min_release_age_days is not None else [])}
        passed_over = {entry.id for entry in self.ignored}
        return [finding for finding in score.findings if finding.check in names - passed_over]

    def _ignored_checks(self, score: Score) -> list[Ignored]:
        yes = {finding.check for finding in score.findings if finding.answer is not Answer.NO}
        return [entry for entry in self.ignored if entry.id in yes]


def exit_code(scores: Sequence[Score], gaps: Sequence[Unknown] = ()) -> int:
    """Return 0 when all pass, 1 when one fails, 3 when one has no verdict and none fails.

    Args:
        scores: what has to pass, with their outcomes.
        gaps: what was to be scored and could not even be read.
    """
    if any(score.policy.passed is False for score in scores):
        return 1
    return 3 if gaps or any(score.policy.passed is None for score in scores) else 0


def read_policy(text: str, source: str, kind: Kind, today: date, tables: Mapping[str, Collection[str]]) -> Policy:
    """Read what a policy file says of one kind of subject.

    Args:
        text: TOML.
        source: the file's name, for messages.
        kind: what is to be scored; its `policy` names the table.
        today: entries of `[[ignore]]` that ended before are an error.
        tables: the tables that there are, and the ids of the checks that each may name.

    Raises:
        UsageError: it is no TOML, or holds a table, key, type or date that is not understood, or an entry has expired.
    """
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        raise UsageError(f"The policy {source} cannot be read: {cause}.", _EXAMPLE) from cause
    ignored = _read_ignored(data.pop("ignore", []), text, source, today)
    for name, table in data.items():
        if name not in tables or not isinstance(table, dict):
            listed = ", ".join(f"[{known}]" for known in tables)
            raise UsageError(
                f"The policy {source} holds {name}, which is no table of a policy.", f"There are {listed}."
            )
        for key, value in table.items():
            _require(source, name, key, value, tables)
    own: dict[str, Any] = data.get(kind.policy, {})
    return Policy(
        source=source,
        fail_below=own.get("fail_below"),
        fail_bands=tuple(own.get("fail_bands", ())),
        fail_checks=tuple(own.get("fail_checks", ())),
        min_release_age_days=own.get("min_release_age_days"),
        budget=read_budget(own.get("budget", BUDGET)),
        ignored=ignored,
    )


def read_budget(value: object) -> float:
    """Understand a budget: a share, or a percentage as text; less than one in a million is none.

    >>> read_budget("1%"), read_budget("0.5 %"), read_budget(0.02)
    (0.01, 0.005, 0.02)

    Raises:
        UsageError: it is neither, or not between a millionth and 1.
    """
    share = _share(value)
    if share is None:
        raise UsageError(f"The budget {value!r} is not understood.", 'Give a share of ordinary subjects, such as "1%".')
    return share


def _share(value: object) -> float | None:
    text = f"{value:.12f}" if isinstance(value, float) else str(value)
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(%?)\s*", text)
    share = float(match[1]) / (100 if match[2] else 1) if match else -1.0
    return share if _LEAST <= share < 1 else None


def _read_ignored(entries: object, text: str, source: str, today: date) -> tuple[Ignored, ...]:
    lines = [
        number for number, line in enumerate(text.splitlines(), start=1) if re.match(r"\s*\[\[\s*ignore\s*\]\]", line)
    ]
    ignored = []
    for at, entry in enumerate(entries if isinstance(entries, list) else [entries]):
        place = f"{source}, line {lines[at]}" if at < len(lines) else source
        if not _is_entry(entry):
            raise UsageError(f"{place}: an [[ignore]] needs id, reason and until, and nothing else.", _EXAMPLE)
        if _HEX.fullmatch(entry["id"]) and len(entry["id"]) < _DIGITS:
            raise UsageError(
                f"{place}: {entry['id']!r} is too short for the id of a commit or an archive.",
                f"Write at least its first {_DIGITS} digits, as every score shows them.",
            )
        if entry["until"] < today:
            raise UsageError(
                f"{place}: the [[ignore]] of {entry['id']} ended on {entry['until']}.",
                "Look at it again, then remove the entry or give it a later date.",
            )
        ignored.append(Ignored(entry["id"], entry["reason"], entry["until"]))
    return tuple(ignored)


def _is_entry(entry: object) -> bool:
    if not isinstance(entry, dict) or entry.keys() != {"id", "reason", "until"}:
        return False
    return all(isinstance(entry[key], str) and entry[key] for key in ("id", "reason")) and type(entry["until"]) is date


def _is_about(entry: Ignored, score: Score) -> bool:
    """Whether an entry names a subject by what cannot be somebody else's: its commit, its hash, its purl, or its address.

    What a file takes from an address only bears the name of a registry's package.
    """
    subject = score.subject
    if subject.id.startswith("pkg:"):
        names = {subject.repository} if subject.repository else {subject.id, subject.id.rpartition("@")[0]}
        if entry.id in names:
            return True
    return len(entry.id) >= _DIGITS and subject.head.startswith(entry.id.lower())


def _rule(finding: Finding) -> str:
    return "min_release_age_days" if finding.check == AGE else f"fail_checks: {finding.check}"


def _require(source: str, table: str, key: str, value: object, tables: Mapping[str, Collection[str]]) -> None:
    """Refuse a key or value that is not understood, and say what would be.

    Raises:
        UsageError: it is not.
    """
    if key == "fail_checks" and isinstance(value, list):
        for check in map(str, value):
            if check not in tables[table]:
                raise UsageError(
                    f"{source}: [{table}] {key} names {check!r}, {_not_asked(check, table, tables)}.", _CHECKS
                )
    elif not _fits(key, value):
        known = ", ".join(_KEYS.values())
        raise UsageError(f"{source}: [{table}] {key} = {value!r} is not understood.", f"Known are: {known}.")


def _not_asked(check: str, table: str, tables: Mapping[str, Collection[str]]) -> str:
    """Say why a check cannot stand in a table: it belongs below another one, or there is none."""
    others = [f"[{name}]" for name, checks in tables.items() if check in checks]
    return f"which is a check of {' and '.join(others)}, not of [{table}]" if others else "which is no check"


def _fits(key: str, value: object) -> bool:
    if isinstance(value, bool):
        return False
    match key, value:
        case "fail_below", int():
            fits = 0 <= value <= 100  # noqa: PLR2004 - the scale of trust
        case "fail_bands", list():
            fits = all(band in list(Band) for band in value)
        case "min_release_age_days", int():
            fits = value >= 0
        case "budget", str() | float():
            fits = _share(value) is not None
        case _:
            fits = False
    return fits
