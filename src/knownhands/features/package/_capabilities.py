"""How the families about capabilities make their columns: one for each capability that is counted."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from knownhands.capabilities.load import capabilities
from knownhands.declarations import Direction, Feature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.capabilities.capability import Capability

_WRITTEN = ("obfuscation", "hidden-text")
SUBJECTS = """(
    SELECT subject_id, artifacts.artifact, artifacts.artifact IS NOT NULL AS is_read FROM subjects LEFT JOIN artifacts USING (artifact)
)"""
"""Every subject, and whether its archive was read: where it was not, nothing that a family counts is known."""


def done(*triggers: str) -> list[Capability]:
    """List the capabilities that are counted where code does something with one of these triggers."""
    return [
        capability
        for capability in _counted()
        if capability.behaviour not in _WRITTEN and not set(triggers).isdisjoint(capability.triggers)
    ]


def written() -> list[Capability]:
    """List the capabilities that are counted by how code is written, not by what it does."""
    return [capability for capability in _counted() if capability.behaviour in _WRITTEN]


def columns(prefix: str, when: str, counted: Sequence[Capability]) -> tuple[Feature, ...]:
    """Declare one column for each capability: in how many places of one file, at most.

    Args:
        prefix: of the columns' ids.
        when: how sentences begin, such as "when it is installed, ".
        counted: the capabilities.
    """
    return tuple(
        Feature(
            f"{prefix}_{capability.id}",
            "places in one file",
            0,
            inf,
            Direction.RISES,
            capability.cost_to_fake,
            f"{when}it {capability.sentence}, in {{value:number}} {{value:place/different places}} of one file | {when}nothing in it {capability.sentence}",
            f"it is not known whether{f', {when}' if when else ' '}it {capability.sentence}",
        )
        for capability in counted
    )


def counts(prefix: str, places: tuple[str, ...], counted: Sequence[Capability]) -> str:
    """Write the SQL that counts each capability in the file that has most of it; unknown where no archive was read."""
    listed = ", ".join(f"'{place}'" for place in places)
    return f"""
        SELECT
            subject_id,
            {", ".join(f"CASE WHEN is_read THEN coalesce(max(n) FILTER (WHERE capability = '{capability.id}'), 0) END AS {prefix}_{capability.id}" for capability in counted)}
        FROM {SUBJECTS}
        LEFT JOIN (
            SELECT subject_id, path, capability, count(*) AS n
            FROM subject_capabilities WHERE place IN ({listed}) GROUP BY subject_id, path, capability
        ) USING (subject_id)
        GROUP BY subject_id, is_read
    """


def places(prefix: str, where: tuple[str, ...], counted: Sequence[Capability]) -> dict[str, str]:
    """Write the SQL that finds the lines which show each capability."""
    listed = ", ".join(f"'{place}'" for place in where)
    return {
        f"{prefix}_{capability.id}": f"""
            SELECT subject_id, 'file' AS kind, path AS ref, min(line) AS line, arg_min(excerpt, line) AS excerpt, count(*) AS weight
            FROM subject_capabilities WHERE capability = '{capability.id}' AND place IN ({listed}) GROUP BY subject_id, path
        """
        for capability in counted
    }


def _counted() -> list[Capability]:
    return [capability for capability in capabilities().values() if capability.is_counted]
