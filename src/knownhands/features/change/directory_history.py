"""What the past says about the directories that the change reaches into.

Why: a file is often too young to have a past, but the ground it stands on is not; busy ground is where things break.
Unknown when: nothing in its directories was changed before.
Source: Nagappan and Ball 2005, "Use of relative code churn measures"; Kim et al. 2007, "Predicting faults from cached history".
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="directory_history",
    subject="change",
    version=1,
    reads=("commits", "file_changes", "identities"),
    columns=(
        Feature("directory_fix_share", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:share} of the earlier changes to its directories are fixes, by their titles | none of the earlier changes to its directories is a fix, by its title", "which share of the earlier changes to its directories are fixes is not known: nothing in them was changed before"),
        Feature("directory_authors_max", "people", 0, inf, Direction.RISES, Cost.COSTLY, "{value:number} {value:author has/authors have} changed the most shared of its directories | nobody has changed its directories before", "how many authors have changed its directories is not known: nothing in them was changed before"),
        Feature("directory_age_days", "days", 0, inf, Direction.EITHER, Cost.COSTLY, "its directories were first changed {value:days} earlier, on average", "how old its directories are is not known: nothing in them was changed before"),
        Feature("directory_idle_days", "days", 0, inf, Direction.EITHER, Cost.COSTLY, "its directories were last changed {value:days} earlier, on average", "when its directories were last changed is not known: nothing in them was changed before"),
    ),
    sql="""
        WITH touched AS (
            SELECT DISTINCT subject_id, base, base_at, directory(path) AS place
            FROM subject_files
            JOIN subjects USING (subject_id)
        ),
        visits AS (
            SELECT DISTINCT directory(path) AS place, commit_no
            FROM file_changes
            WHERE directory(path) IN (SELECT place FROM touched)
        ),
        events AS (
            SELECT v.place, c.position, c.committed_claimed_at AS claimed_at, is_fix(split_part(c.message, E'\\n', 1)) AS is_fix,
                row_number() OVER (PARTITION BY v.place, i.person ORDER BY c.position) = 1 AS is_new_author
            FROM visits AS v
            JOIN commits AS c USING (commit_no)
            JOIN identities AS i ON i.identity = c.author
            WHERE c.position IS NOT NULL
        ),
        running AS (
            SELECT place, position,
                count(*) OVER past AS changes,
                count(*) FILTER (WHERE is_fix) OVER past AS fixes,
                count(*) FILTER (WHERE is_new_author) OVER past AS authors,
                min(claimed_at) OVER past AS first_at,
                max(claimed_at) OVER past AS last_at
            FROM events
            WINDOW past AS (PARTITION BY place ORDER BY position)
        )
        SELECT
            t.subject_id,
            share(sum(now.fixes), sum(now.changes)) AS directory_fix_share,
            max(now.authors) AS directory_authors_max,
            avg(days_between(now.first_at, t.base_at)) AS directory_age_days,
            avg(days_between(now.last_at, t.base_at)) AS directory_idle_days
        FROM touched AS t
        ASOF LEFT JOIN running AS now ON t.place = now.place AND t.base >= now.position
        GROUP BY t.subject_id
    """,
)
