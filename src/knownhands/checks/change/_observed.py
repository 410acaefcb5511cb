"""How checks ask whether a change shows one of some capabilities in one of some kinds of places."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

READS = ("readings", "change_observations")
RUNS_FOR_WHOEVER_HAS_IT = ("editor", "hook", "git", "install", "start")
"""Kinds of places that run on the machine of whoever opens, clones or installs it."""
RUNS = (*RUNS_FOR_WHOEVER_HAS_IT, "ci", "build")
"""Kinds of places that something runs by itself."""
PROGRAMS = (*RUNS, "program", "manifest", "lock", "policy")
"""All but tests, documents and data."""


def observed(
    capabilities: Sequence[str], places: Sequence[str], *, only_when_run: bool = False, source: str = ""
) -> str:
    """Write the SQL of a check: yes where one of the capabilities shows, unknown where the change was not read.

    Args:
        capabilities: their ids.
        places: kinds of places, as `harvest/content/places.py` has them.
        only_when_run: leave out what runs only when something calls it.
        source: only observations with this source; "" for any.
    """
    shown, where = (", ".join(f"'{name}'" for name in names) for names in (capabilities, places))
    run = "AND o.trigger <> 'call'" if only_when_run else ""
    run += f" AND o.source = '{source}'" if source else ""
    return f"""
        SELECT
            s.subject_id,
            CASE WHEN r.runs IS NOT NULL THEN count(o.path) > 0 END AS answer,
            list({{'kind': 'file', 'ref': o.path, 'line': nullif(o.line, 0), 'excerpt': if(o.excerpt = '', o.target, o.excerpt)}} ORDER BY o.path, o.line)
                FILTER (WHERE o.path IS NOT NULL) AS refs
        FROM subjects AS s
        LEFT JOIN readings AS r ON r.change = s.reading
        LEFT JOIN change_observations AS o ON o.change = s.reading AND o.capability IN ({shown}) AND o.place IN ({where}) {run}
        GROUP BY s.subject_id, r.runs
    """  # noqa: S608 - our own names
