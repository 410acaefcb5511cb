"""How this project's changes have fared so far.

Why: projects differ tenfold in how often they take changes back and say so; the same change means another risk there.
Unknown when: fewer than 50 commits came before.
Size, age and pace of the project were tried too: they only told the trees which project it was.
Source: Zimmermann et al. 2009, "Cross-project defect prediction".
"""

from knownhands.records import Cost, Direction, Family, Feature

FAMILY = Family(
    id="project",
    subject="change",
    version=2,
    view="project",
    reads=("commits", "identities", "markers"),
    columns=(
        Feature("project_regret_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.1%} of all its earlier changes were regretted"),
        Feature("project_regret_rate_recent", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.1%} of its changes over the last 1,000 links of the branch were regretted"),
        Feature("project_revert_rate", "share of changes", 0, 1, Direction.EITHER, Cost.COSTLY, "{value:.1%} of its changes over the last 1,000 links of the branch were reverted"),
        Feature("project_blame_rate", "share of changes", 0, 1, Direction.EITHER, Cost.COSTLY, "{value:.1%} of its changes over the last 1,000 links of the branch were named as a cause"),
    ),
    sql="""
        WITH events AS (
            SELECT position, 1 AS work, 0 AS regret, 0 AS revert, 0 AS blame FROM commits WHERE parents < 2
            UNION ALL
            SELECT unnest([position, reverted_at, blamed_at]), 0, unnest([1, 0, 0]), unnest([0, 1, 0]), unnest([0, 0, 1]) FROM regrets
        ),
        running AS (
            SELECT position, sum(sum(work)) OVER past AS work, sum(sum(regret)) OVER past AS regrets,
                sum(sum(revert)) OVER past AS reverts, sum(sum(blame)) OVER past AS blames
            FROM events
            WHERE position IS NOT NULL
            GROUP BY position
            WINDOW past AS (ORDER BY position)
        )
        SELECT
            s.subject_id,
            CASE WHEN now.work >= 50 THEN share(now.regrets, now.work) END AS project_regret_rate,
            CASE WHEN now.work >= 50 THEN
                share(now.regrets - coalesce(earlier.regrets, 0), now.work - coalesce(earlier.work, 0))
            END AS project_regret_rate_recent,
            CASE WHEN now.work >= 50 THEN
                share(now.reverts - coalesce(earlier.reverts, 0), now.work - coalesce(earlier.work, 0))
            END AS project_revert_rate,
            CASE WHEN now.work >= 50 THEN
                share(now.blames - coalesce(earlier.blames, 0), now.work - coalesce(earlier.work, 0))
            END AS project_blame_rate
        FROM subjects AS s
        ASOF LEFT JOIN running AS now ON s.base >= now.position
        ASOF LEFT JOIN running AS earlier ON s.base - 1000 >= earlier.position
    """,
)
