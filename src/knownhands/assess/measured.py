"""What was measured of subjects, and what was not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.features.assemble import families_of, families_with, find_counts, find_evidence, unknown_when
from knownhands.records import Unknown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    import duckdb

    from knownhands.declarations import Kind
    from knownhands.records import Concern, Reason
    from knownhands.score import Score
    from knownhands.scoring.judge import Judged


def values_of(
    connection: duckdb.DuckDBPyConnection,
    kind: Kind,
    numbers: Sequence[int] | None = None,
    asked: Collection[str] | None = None,
) -> dict[int, dict[str, float | None]]:
    """Read the measured features of subjects: subject_id → feature id → value.

    Args:
        connection: a store whose subjects were measured together.
        kind: of the subjects.
        numbers: which subjects; None for all.
        asked: the features by which the families were chosen that were measured; None for all.
    """
    names = [feature.id for family in families_with(kind.evidence, asked) for feature in family.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(
        f"SELECT subject_id, {columns} FROM features WHERE $numbers IS NULL OR list_contains($numbers, subject_id)",  # noqa: S608 - our own names
        {"numbers": None if numbers is None else list(numbers)},
    ).fetchall()
    return {number: dict(zip(names, values, strict=True)) for number, *values in rows}


def unmeasured(kind: Kind, values: Mapping[str, float | None]) -> Iterator[Unknown]:
    """Name the families of features without a value, with the family's own words for why."""
    for family in families_of(kind.evidence):
        count = sum(feature.id in values and values[feature.id] is None for feature in family.columns)
        if count:
            verb = "is" if count == 1 else "are"
            missing = f"{count} of {len(family.columns)} measurements {verb} missing"
            yield Unknown(family.id, f"{missing}, as happens when {unknown_when(family)}")


def with_evidence(connection: duckdb.DuckDBPyConnection, kind: Kind, judged: Sequence[Judged]) -> list[Score]:
    """Add to the reasons of many scores where to look and what was counted, by one query for each feature among them.

    Args:
        connection: a store whose `subjects` are still those that were judged.
        kind: of the subjects.
        judged: scores, and the subjects that their reasons explain.
    """
    measured: dict[str, list[int]] = {}
    remarkable: dict[str, list[int]] = {}  # zero is nothing to point at
    for answer in judged:
        for concern in answer.score.concerns:
            for reason in concern.reasons:
                if concern.id in answer.numbers and reason.cost_to_fake is not None and reason.value is not None:
                    for group in (measured, remarkable)[: 2 if reason.value else 1]:
                        group.setdefault(reason.feature, []).append(answer.numbers[concern.id])
    places = find_evidence(connection, kind.evidence, remarkable)
    sentences = find_counts(connection, kind.evidence, measured)

    def pointed(reason: Reason, number: int) -> Reason:
        at = (number, reason.feature)
        if at not in places and at not in sentences:
            return reason
        return replace(reason, evidence=tuple(places.get(at, ())), sentence=sentences.get(at, reason.sentence))

    def shown(concern: Concern, answer: Judged) -> Concern:
        number = answer.numbers.get(concern.id)
        if number is None:
            return concern
        return replace(concern, reasons=tuple(pointed(reason, number) for reason in concern.reasons))

    return [
        replace(answer.score, concerns=tuple(shown(concern, answer) for concern in answer.score.concerns))
        for answer in judged
    ]
