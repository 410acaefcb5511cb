"""How the families about what attacks do make their columns: one for each capability, in one group of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.capabilities.load import capabilities
from knownhands.declarations import Direction, Feature

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.declarations import Cost

VIEW = "attack"
"""The view of families that ask what a change does that attacks do."""
MOST = 1001
"""The highest value: that all of the 1,000 changes before it did the same."""


def event(id_: str, cost: Cost, sentence: str, unknown: str = "") -> Feature:
    """Declare the column of an event.

    Its value is 0 where the change does no such thing, one half where it does and not all of the changes before it were read, else
    1 and how many of the up to 1,000 changes before it did the same.

    Args:
        id_: the column's id.
        cost: what it costs an attacker to do without.
        sentence: what the change does, and after ` | ` that it does not.
        unknown: explains that there is no value.
    """
    yes, _, no = sentence.partition(" | ")
    return Feature(id_, "changes before it that did so, and itself", 0, MOST, Direction.RISES, cost, f"{yes}{{value:habit}} | {no}", unknown)


def capability_columns(group: str, where: str) -> tuple[Feature, ...]:
    """Declare one column for each capability.

    Args:
        group: of places, which begins the columns' ids.
        where: how sentences begin, such as "in a program, ".
    """
    return tuple(
        event(f"{group}_{known.id}", known.cost_to_fake, f"{where}it {known.sentence} | {where}nothing {known.sentence}", f"it was not read whether, {where}it {known.sentence}")
        for known in capabilities().values()
    )


def values(group: str, events: Sequence[str]) -> str:
    """Write the SQL that lays events out in columns; unknown where the change was not read."""
    listed = ", ".join(f"'{name}'" for name in events)
    columns = ", ".join(f"CASE WHEN is_read THEN coalesce({name}, 0) END AS {group}_{name}" for name in events)
    # NOTE: a column for each event by FILTER takes thirty times as long as PIVOT, most of it before the first row.
    return f"""
        SELECT subject_id, {columns}
        FROM (
            PIVOT (
                SELECT s.subject_id, r.runs IS NOT NULL AS is_read, e.event, coalesce(1 + e.earlier, 0.5) AS value
                FROM subjects AS s
                LEFT JOIN readings AS r ON r.change = s.reading
                LEFT JOIN subject_events AS e ON e.subject_id = s.subject_id AND e.place_group = '{group}'
            )
            ON event IN ({listed})
            USING max(value)
        )
    """  # noqa: S608 - our own names


def places(group: str, events: Sequence[str]) -> dict[str, str]:
    """Write the SQL that finds the lines which show each capability."""
    return {
        f"{group}_{name}": f"""
            SELECT s.subject_id, 'file' AS kind, o.path AS ref, o.line, if(o.excerpt = '' OR contains(o.capability, 'removed_'), o.target, o.excerpt) AS excerpt, -o.line AS weight
            FROM subjects AS s
            JOIN change_observations AS o ON o.change = s.reading AND o.place_group = '{group}' AND o.capability = '{name}'
        """  # noqa: S608 - our own names
        for name in events
    }
