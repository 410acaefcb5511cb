"""Ask the package model about every archive in `subjects`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knownhands.features.assemble import families_of, features_of, find_evidence_of_many, measure_all, unknown_when
from knownhands.harvest.names.rows import store_matches
from knownhands.records import Band, Evidence, Reason, Unknown
from knownhands.scoring.explain import Verdict, explain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from knownhands.learn.artefact import Artefact

_QUIET = (Band.TRUSTED, Band.ORDINARY)
_UNREAD = "no archive could be read, so there is no verdict"
_CUT_SHORT = "not all of the archive could be read and what could be read shows nothing, so there is no verdict"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the model says of one archive.

    Attributes:
        verdict: None where too little could be read for one.
        coverage: share of the features whose value is known.
        gaps: what was not known, and why.
    """

    verdict: Verdict | None
    coverage: float
    gaps: tuple[Unknown, ...]


def judge(connection: duckdb.DuckDBPyConnection, model: Artefact) -> dict[int, Judged]:
    """Judge every subject.

    An archive of which a part could not be read gets a verdict only if what could be read is alarming by itself:
    nothing unreadable is called ordinary.

    Args:
        connection: a store of packages whose `subjects` are filled.
        model: of packages.

    Returns:
        subject_id → what the model says.
    """
    store_matches(connection)
    measure_all(connection, "package")
    names = [feature.id for feature in features_of("package")]
    columns = ", ".join(f'features."{name}"' for name in names)
    rows = connection.execute(
        f"SELECT subject_id, is_complete, {columns} FROM features "  # noqa: S608 - our own names
        "JOIN subjects USING (subject_id) LEFT JOIN artifacts USING (artifact) ORDER BY subject_id"
    ).fetchall()
    judged = {
        subject: _judge(model, is_complete, dict(zip(names, values, strict=True)))
        for subject, is_complete, *values in rows
    }
    return _with_evidence(connection, judged)


def worst(judged: Sequence[Judged]) -> Judged:
    """Make one of what is said of a package's archives: the riskiest verdict, unless a quiet one hides an unknown."""
    told = [one for one in judged if one.verdict]
    if not told:
        return judged[0]
    riskiest = max(told, key=_risk)
    is_hiding = len(told) < len(judged) and riskiest.verdict is not None and riskiest.verdict.band in _QUIET
    return next(one for one in judged if one.verdict is None) if is_hiding else riskiest


def _risk(judged: Judged) -> float:
    return judged.verdict.risk.probability if judged.verdict else 0.0


def _judge(model: Artefact, is_complete: bool | None, values: Mapping[str, float | None]) -> Judged:
    coverage = round(sum(value is not None for value in values.values()) / len(values), 4)
    gaps = tuple(_unmeasured(values))
    if is_complete is None:
        return Judged(None, coverage, (Unknown("model", _UNREAD), *gaps))
    verdict = explain(model, values)
    if not is_complete and verdict.band in _QUIET:
        return Judged(None, coverage, (Unknown("model", _CUT_SHORT), *gaps))
    return Judged(verdict, coverage, gaps)


def _with_evidence(connection: duckdb.DuckDBPyConnection, judged: Mapping[int, Judged]) -> dict[int, Judged]:
    """Add to all reasons where to look, by one query for each feature among them."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for subject, one in judged.items():
        for reason in one.verdict.reasons if one.verdict else ():
            if reason.cost_to_fake is not None and reason.value:
                wanted[reason.feature].append(subject)
    found = find_evidence_of_many(connection, "package", wanted)

    def pointed(subject: int, reason: Reason) -> Reason:
        refs = found.get((subject, reason.feature), ())
        return replace(reason, evidence=tuple(Evidence(kind, ref) for kind, ref in refs))

    told = {}
    for subject, one in judged.items():
        verdict = one.verdict and replace(
            one.verdict, reasons=tuple(pointed(subject, reason) for reason in one.verdict.reasons)
        )
        told[subject] = replace(one, verdict=verdict)
    return told


def _unmeasured(values: Mapping[str, float | None]) -> Iterator[Unknown]:
    """Name the features without a value, family by family, with the family's own words for why."""
    for family in families_of("package"):
        names = [feature.id for feature in family.columns if values[feature.id] is None]
        if names:
            told = ", ".join(names) if len(names) < len(family.columns) else "all of it"
            yield Unknown(family.id, f"{told}; unknown when: {unknown_when(family)}")
