"""What the past says about the files that the change touches.

Why: files that change often, in many hands, or need many fixes go wrong more often.
Unknown when: every file it touches is new.
Renames: a file's past begins with its name, except for a rename by the change itself; the sentences say so.
Source: Kamei et al. 2013 (NDEV, AGE, NUC); Nagappan and Ball 2005, "Use of relative code churn measures".
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

_NEW = "is not known: none of its files has a known past"

FAMILY = Family(
    id="file_history",
    subject="change",
    version=2,
    reads=("commits", "file_changes", "identities"),
    columns=(
        Feature("file_changes_mean", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "its files were changed {value:number} {value:time/times} before under their present names, on average | its files were never changed before under their present names", f"how often its files were changed before {_NEW}"),
        Feature("file_changes_max", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "its most often changed file was changed {value:number} {value:time/times} before under its present name | not even its most often changed file was changed before under its present name", f"how often its most often changed file was changed {_NEW}"),
        Feature("file_changes_recent", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "its files were changed {value:number} {value:time/times} within the last 500 first-parent commits | its files were not changed within the last 500 first-parent commits", f"how often its files were changed lately {_NEW}"),
        Feature("file_fixes_mean", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "its files were fixed {value:number} {value:time/times} before under their present names, on average | its files were never fixed before under their present names", f"how often its files were fixed before {_NEW}"),
        Feature("file_fixes_recent", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "its files were fixed {value:number} {value:time/times} within the last 500 first-parent commits | its files were not fixed within the last 500 first-parent commits", f"how often its files were fixed lately {_NEW}"),
        Feature("file_fix_share", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:share} of the earlier changes to its files under their present names are fixes, by their titles | none of the earlier changes to its files under their present names is a fix, by its title", f"which share of the earlier changes to its files are fixes {_NEW}"),
        Feature("file_authors_max", "people", 0, inf, Direction.RISES, Cost.COSTLY, "{value:number} {value:author has/authors have} changed the most shared of its files under its present name | nobody has changed its files before under their present names", f"how many authors have changed its files {_NEW}"),
        Feature("file_age_days", "days", 0, inf, Direction.FALLS, Cost.COSTLY, "its files got their present names {value:days} earlier, on average", f"how old its files are {_NEW}"),
        Feature("file_idle_days", "days", 0, inf, Direction.EITHER, Cost.COSTLY, "its files were last changed {value:days} earlier, on average", f"when its files were last changed {_NEW}"),
    ),
    sql="""
        WITH touched AS (
            SELECT DISTINCT subject_id, base, base_at, coalesce(previous_path, path) AS path
            FROM subject_files
            JOIN subjects USING (subject_id)
            WHERE status <> 'A'
        ),
        events AS (
            SELECT f.path, c.position, c.committed_claimed_at AS claimed_at, is_fix(split_part(c.message, E'\\n', 1)) AS is_fix,
                row_number() OVER (PARTITION BY f.path, i.person ORDER BY c.position) = 1 AS is_new_author
            FROM file_changes AS f
            JOIN commits AS c USING (commit_no)
            JOIN identities AS i ON i.identity = c.author
            WHERE f.path IN (SELECT path FROM touched) AND c.position IS NOT NULL
        ),
        running AS (
            SELECT path, position,
                count(*) OVER past AS changes,
                count(*) FILTER (WHERE is_fix) OVER past AS fixes,
                count(*) FILTER (WHERE is_new_author) OVER past AS authors,
                min(claimed_at) OVER past AS first_at,
                max(claimed_at) OVER past AS last_at
            FROM events
            WINDOW past AS (PARTITION BY path ORDER BY position)
        )
        SELECT
            t.subject_id,
            avg(now.changes) AS file_changes_mean,
            max(now.changes) AS file_changes_max,
            sum(now.changes - coalesce(earlier.changes, 0)) AS file_changes_recent,
            avg(now.fixes) AS file_fixes_mean,
            sum(now.fixes - coalesce(earlier.fixes, 0)) AS file_fixes_recent,
            share(sum(now.fixes), sum(now.changes)) AS file_fix_share,
            max(now.authors) AS file_authors_max,
            avg(days_between(now.first_at, t.base_at)) AS file_age_days,
            avg(days_between(now.last_at, t.base_at)) AS file_idle_days
        FROM touched AS t
        ASOF LEFT JOIN running AS now ON t.path = now.path AND t.base >= now.position
        ASOF LEFT JOIN running AS earlier ON t.path = earlier.path AND t.base - 500 >= earlier.position
        GROUP BY t.subject_id
    """,
    evidence={
        "file_changes_max": "SELECT s.subject_id, 'file' AS kind, f.path AS ref, count(*) AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON h.path = coalesce(f.previous_path, f.path) JOIN commits AS c ON c.commit_no = h.commit_no AND c.position <= s.base GROUP BY ALL",
    },
)
