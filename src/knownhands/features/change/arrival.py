"""How the change came in.

Why: a change that somebody else committed has been seen by two people; one that waited long has been rebased.
Unknown when: it is not merged yet, or one of its dates is missing.
Source: Gonzalez et al. 2021, "Anomalicious" (factor 4); McIntosh et al. 2016, "The impact of code review coverage".
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="arrival",
    subject="change",
    version=1,
    reads=("commits", "identities"),
    columns=(
        Feature("is_author_committer", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its author committed it too | somebody other than its author committed it"),
        Feature("is_first_parent", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "it went to the default branch directly, as a first-parent commit | it came in through a merge commit", "it is not merged yet"),
        Feature("committer_commits", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "its committer's e-mail address has committed {value:number} {value:time/times} here before | its committer's e-mail address has committed nothing here before"),
        Feature("commit_delay_days", "days", 0, inf, Direction.EITHER, Cost.FREE, "by its own dates, {value:days} went by between writing and committing it | by its own dates, it was committed when it was written", "the dates of writing and committing it cannot be compared"),
        Feature("has_pull_request_number", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title ends with a pull-request number | its title does not end with a pull-request number", "it is not merged yet, so its title need not end with a pull-request number"),
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
            s.is_first_parent::INTEGER AS is_first_parent,
            coalesce(landed.work, 0) AS committer_commits,
            days_between(s.authored_claimed_at, s.committed_claimed_at) AS commit_delay_days,
            CASE WHEN s.is_first_parent IS NOT NULL THEN regexp_matches(split_part(s.message, E'\n', 1), '\(#\d+\)$')::INTEGER END AS has_pull_request_number
        FROM subjects AS s
        ASOF LEFT JOIN landed ON s.committer_person = landed.person AND s.base >= landed.position
    """,
)
