"""Everything that is known of a subject when it is judged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.records import Read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.learn.reference import Reference
    from knownhands.records import Finding, Subject, Unknown


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured of a subject, or of one of its parts.

    Attributes:
        number: the row of `subjects` that it was measured as.
        values: feature id → value, None where unknown.
        is_whole: whether everything that can run was read; a part that was not gets a verdict only if what was read is
            alarming by itself.
    """

    number: int
    values: Mapping[str, float | None]
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """One subject, before it is judged.

    Attributes:
        readings: of its parts, the riskiest of which counts; none where nothing could be measured.
        references: learning task → the ordinary subjects to compare it with; where there are none, those that come with the model.
        group: which of the model's own references is meant then, such as an ecosystem.
        partly: the concerns of which not everything was read: they get an answer only where what was read is alarming by itself.
        rate: how often the outcome was seen in its project, for the probability; None where that is not known.
        findings: what the checks found.
        may_earn: whether what is costly to fake may raise it above ordinary.
    """

    subject: Subject
    as_of: str
    readings: tuple[Reading, ...]
    references: Mapping[str, Reference] = field(default_factory=dict)
    group: str = ""
    partly: frozenset[str] = frozenset()
    rate: float | None = None
    findings: tuple[Finding, ...] = ()
    read: Read = field(default_factory=Read)
    unknown: tuple[Unknown, ...] = ()
    may_earn: bool = False
    header: str = ""
