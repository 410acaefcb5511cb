"""What was measured of subjects, and what was not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.features.assemble import families_of, features_of, find_evidence, unknown_when
from knownhands.records import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from knownhands.declarations import Kind
    from knownhands.records import Concern, Reason
    from knownhands.score import Score
    from knownhands.scoring.judge import Judged


def values_of(
    connection: duckdb.DuckDBPyConnection, kind: Kind, numbers: Sequence[int] | None = None
) -> dict[int, dict[str, float | None]]:
    """Read the measured features of subjects: subject_id → feature id → value.

    Args:
        connection: a store whose subjects were measured together.
        kind: of the subjects.
        numbers: which subjects; None for all.
    """
    names = [feature.id for feature in features_of(kind.evidence)]
    columns = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(
        f"SELECT subject_id, {columns} FROM features WHERE $numbers IS NULL OR list_contains($numbers, subject_id)",  # noqa: S608 - our own names
        {"numbers": None if numbers is None else list(numbers)},
    ).fetchall()
    return {number: dict(zip(names, values, strict=True)) for number, *values in rows}


def unmeasured(kind: Kind, values: Mapping[str, float | None]) -> Iterator[Unknown]:
    """Name the families of features without a value, with the family's own words for why."""
    for family in families_of(kind.evidence):
        count = sum(values[feature.id] is None for feature in family.columns)
        if count:
            verb = "is" if count == 1 else "are"
            missing = f"{count} of {len(family.columns)} measurements {verb} missing"
            yield Unknown(family.id, f"{missing}, as happens when {unknown_when(family)}")


def with_evidence(connection: duckdb.DuckDBPyConnection, kind: Kind, judged: Sequence[Judged]) -> list[Score]:
    """Add to the reasons of many scores where to look, by one query for each feature among them.

    Args:
        connection: a store whose `subjects` are still those that were judged.
        kind: of the subjects.
        judged: scores, and the subjects that their reasons explain.
    """
    subjects: dict[str, list[int]] = {}
    for answer in judged:
        for concern in answer.score.concerns:
            for reason in concern.reasons:
                if concern.id in answer.numbers and reason.cost_to_fake is not None and reason.value:
                    subjects.setdefault(reason.feature, []).append(answer.numbers[concern.id])
    places = find_evidence(connection, kind.evidence, subjects)

    def pointed(reason: Reason, number: int) -> Reason:
        evidence = tuple(places.get((number, reason.feature), ()))
        return replace(reason, evidence=evidence) if evidence else reason

    def shown(concern: Concern, answer: Judged) -> Concern:
        number = answer.numbers.get(concern.id)
        if number is None:
            return concern
        return replace(concern, reasons=tuple(pointed(reason, number) for reason in concern.reasons))

    return [
        replace(answer.score, concerns=tuple(shown(concern, answer) for concern in answer.score.concerns))
        for answer in judged
    ]
