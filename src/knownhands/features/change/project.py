"""How this project's changes have fared so far.

Why: projects differ tenfold in how often they take changes back and say so; the same change means another risk there.
Unknown when: fewer than 50 commits came before.
Source: Zimmermann et al. 2009, "Cross-project defect prediction".
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature, Kind

FAMILY = Family(
    id="project",
    subject=Kind.CHANGE,
    version=1,
    reads=("commits", "identities", "markers"),
    columns=(
        Feature("project_commits", "commits", 0, inf, Direction.EITHER, Cost.COSTLY, "the project had {value:,.0f} commits by then"),
        Feature("project_regret_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.1%} of all its earlier changes were regretted"),
        Feature("project_regret_rate_recent", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.1%} of its changes over the last 1,000 links of the branch were regretted"),
        Feature("project_authors", "people", 0, inf, Direction.EITHER, Cost.COSTLY, "{value:,.0f} people had contributed by then"),
        Feature("project_pace", "links a day", 0, inf, Direction.EITHER, Cost.COSTLY, "its default branch advanced {value:.1f} times a day lately"),
    ),
    sql="""
        WITH events AS (
            SELECT c.position, 1 AS work, 0 AS regret,
                (row_number() OVER (PARTITION BY a.person ORDER BY c.position) = 1)::INTEGER AS author
            FROM commits AS c
            JOIN identities AS a ON a.identity = c.author
            WHERE c.parents < 2 AND c.position IS NOT NULL
            UNION ALL
            SELECT position, 0, 1, 0 FROM regrets
        ),
        running AS (
            SELECT position, sum(sum(work)) OVER past AS work, sum(sum(regret)) OVER past AS regrets, sum(sum(author)) OVER past AS authors
            FROM events
            GROUP BY position
            WINDOW past AS (ORDER BY position)
        ),
        links AS (SELECT position, committed_claimed_at AS claimed_at FROM commits WHERE is_mainline)
        SELECT
            s.subject_id,
            now.work AS project_commits,
            CASE WHEN now.work >= 50 THEN share(now.regrets, now.work) END AS project_regret_rate,
            CASE WHEN now.work >= 50 THEN
                share(now.regrets - coalesce(earlier.regrets, 0), now.work - coalesce(earlier.work, 0))
            END AS project_regret_rate_recent,
            now.authors AS project_authors,
            200 / (days_between(before.claimed_at, s.base_at) + 1) AS project_pace
        FROM subjects AS s
        ASOF LEFT JOIN running AS now ON s.base >= now.position
        ASOF LEFT JOIN running AS earlier ON s.base - 1000 >= earlier.position
        LEFT JOIN links AS before ON before.position = s.base - 200
    """,
)
