"""Say which advisories are about which subjects."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from knownhands.harvest.advisories.ranges import is_in
from knownhands.harvest.advisories.records import Affected

if TYPE_CHECKING:
    from collections.abc import Iterable

    import duckdb

ENOUGH = 1_000
"""Records about malicious packages of one ecosystem, or about weak ones, from which on a source is a database of them.

A few records in a folder say nothing of the packages that they do not name. Chosen by eye: the public databases hold
several thousand.
"""
# NOTE: what was changed in an advisory after `as_of`, such as its versions, cannot be taken back.
_CANDIDATES = """
    SELECT
        s.subject_id,
        a.id,
        s.version,
        r.* EXCLUDE (id)
    FROM subjects AS s
    JOIN advisory_ranges AS r ON r.ecosystem = s.ecosystem AND r.name = s.name
    JOIN advisories AS a ON a.id = r.id
    WHERE s.as_of IS NULL OR coalesce(a.published_at, a.modified_at, s.as_of) <= s.as_of
    ORDER BY s.subject_id, a.id
"""
_FOUND = """
    INSERT INTO subject_advisories
    SELECT
        subject_id,
        a.id,
        f.affects,
        a.is_malicious,
        a.severity,
        a.summary,
        coalesce(a.withdrawn_at <= coalesce(s.as_of, a.withdrawn_at), false)
    FROM (SELECT unnest($subjects::INTEGER[]) AS subject_id, unnest($ids::VARCHAR[]) AS id,
        unnest($affects::BOOLEAN[]) AS affects) AS f
    JOIN subjects AS s USING (subject_id)
    JOIN advisories AS a USING (id)
"""
_COVERAGE = """
    INSERT INTO subject_coverage
    SELECT
        subject_id,
        coalesce(bool_or(o.is_database AND o.malicious >= $enough), false),
        coalesce(bool_or(o.is_database AND o.vulnerabilities >= $enough), false)
    FROM subjects AS s
    LEFT JOIN advisory_sources AS o ON o.ecosystem = s.ecosystem
    WHERE s.name IS NOT NULL AND s.version IS NOT NULL
    GROUP BY subject_id
"""


def match_advisories(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `subject_advisories` and `subject_coverage` for all rows of `subjects`, in place of what was there.

    An advisory that is about other versions leaves no row; one of which that cannot be said leaves one with a NULL.

    Args:
        connection: a store of packages whose `subjects` are filled.
    """
    connection.execute("DELETE FROM subject_advisories")
    connection.execute("DELETE FROM subject_coverage")
    rows = connection.execute(_CANDIDATES).fetchall()
    matches: list[tuple[int, str, bool | None]] = []
    for (subject, identity), group in groupby(rows, key=lambda row: (row[0], row[1])):
        answer = _any(is_in(Affected(*columns), version) for _, _, version, *columns in group)
        if answer is not False:
            matches.append((subject, identity, answer))
    if matches:
        subjects, ids, affects = map(list, zip(*matches, strict=True))
        connection.execute(_FOUND, {"subjects": subjects, "ids": ids, "affects": affects})
    connection.execute(_COVERAGE, {"enough": ENOUGH})


def _any(answers: Iterable[bool | None]) -> bool | None:
    """Return yes if one is yes, else unknown if one is unknown."""
    all_of_them = list(answers)
    return True if True in all_of_them else None if None in all_of_them else False
