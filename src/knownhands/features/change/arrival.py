"""How the change came in.

Why: a change that somebody else committed has been seen by two people; one that waited long has been rebased.
Unknown when: it is not merged yet (`is_direct`), or a date is missing.
Source: Gonzalez et al. 2021, "Anomalicious" (factor 4); McIntosh et al. 2016, "The impact of code review coverage".
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature

FAMILY = Family(
    id="arrival",
    subject="change",
    version=1,
    reads=("commits", "identities"),
    columns=(
        Feature("is_author_committer", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its author committed it without anybody else | somebody other than its author committed it"),
        Feature("is_direct", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "it went straight to the default branch | it came in through a merge"),
        Feature("committer_commits", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "its committer's e-mail has committed {value:,.0f} times before"),
        Feature("waited_days", "days", 0, inf, Direction.EITHER, Cost.FREE, "it was {value:,.1f} days old when it was committed"),
        Feature("is_numbered", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title carries a pull-request number | its title carries no pull-request number"),
    ),
    sql=r"""
        WITH landed AS (
            SELECT k.person, c.position, count(*) OVER (PARTITION BY k.person ORDER BY c.position) AS work
            FROM commits AS c
            JOIN identities AS k ON k.identity = c.committer
            WHERE c.position IS NOT NULL AND k.person IN (SELECT committer_person FROM subjects)
        )
        SELECT
            s.subject_id,
            s.is_author_committer::INTEGER AS is_author_committer,
            s.is_direct::INTEGER AS is_direct,
            coalesce(landed.work, 0) AS committer_commits,
            days_between(s.authored_claimed_at, s.committed_claimed_at) AS waited_days,
            CASE WHEN s.is_direct IS NOT NULL THEN regexp_matches(split_part(s.message, E'\n', 1), '\(#\d+\)$')::INTEGER END AS is_numbered
        FROM subjects AS s
        ASOF LEFT JOIN landed ON s.committer_person = landed.person AND s.base >= landed.position
    """,
)
