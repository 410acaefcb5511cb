"""How this project's changes have fared so far.

Why: projects differ tenfold in how often they take changes back and say so; the same change means another risk there.
Unknown when: fewer than 50 changes came before it.
Size, age and pace of the project were tried too: they only showed the trees which project it was.
Source: Zimmermann et al. 2009, "Cross-project defect prediction".
"""

from knownhands.declarations import Cost, Direction, Family, Feature

_YOUNG = "is not known: it has fewer than 50 earlier changes"

FAMILY = Family(
    id="project",
    subject="change",
    version=2,
    view="project",
    reads=("commits", "identities", "markers"),
    columns=(
        Feature("project_defect_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:share} of all earlier changes of this project were reverted or later blamed | none of the earlier changes of this project was reverted or later blamed", f"which share of all earlier changes of this project was reverted or later blamed {_YOUNG}"),
        Feature("project_defect_rate_recent", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:share} of this project's changes within the last 1,000 first-parent commits were reverted or later blamed | none of this project's changes within the last 1,000 first-parent commits was reverted or later blamed", f"which share of this project's recent changes was reverted or later blamed {_YOUNG}"),
        Feature("project_revert_rate", "share of changes", 0, 1, Direction.EITHER, Cost.COSTLY, "{value:share} of this project's changes within the last 1,000 first-parent commits were reverted | none of this project's changes within the last 1,000 first-parent commits was reverted", f"which share of this project's recent changes was reverted {_YOUNG}"),
        Feature("project_blame_rate", "share of changes", 0, 1, Direction.EITHER, Cost.COSTLY, "{value:share} of this project's changes within the last 1,000 first-parent commits were later blamed for a defect | none of this project's changes within the last 1,000 first-parent commits was later blamed for a defect", f"which share of this project's recent changes was later blamed for a defect {_YOUNG}"),
    ),
    sql="""
        WITH events AS (
            SELECT position, 1 AS work, 0 AS defect, 0 AS revert, 0 AS blame FROM commits WHERE parents < 2
            UNION ALL
            SELECT unnest([position, reverted_at, blamed_at]), 0, unnest([1, 0, 0]), unnest([0, 1, 0]), unnest([0, 0, 1]) FROM defects
        ),
        running AS (
            SELECT position, sum(sum(work)) OVER past AS work, sum(sum(defect)) OVER past AS defects,
                sum(sum(revert)) OVER past AS reverts, sum(sum(blame)) OVER past AS blames
            FROM events
            WHERE position IS NOT NULL
            GROUP BY position
            WINDOW past AS (ORDER BY position)
        )
        SELECT
            s.subject_id,
            CASE WHEN now.work >= 50 THEN share(now.defects, now.work) END AS project_defect_rate,
            CASE WHEN now.work >= 50 THEN
                share(now.defects - coalesce(earlier.defects, 0), now.work - coalesce(earlier.work, 0))
            END AS project_defect_rate_recent,
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
