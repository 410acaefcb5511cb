"""How often changes to the same places were taken back or blamed before.

Why: of everything a history holds, past regret of the touched files and directories says most about the next one.
A regret counts only once somebody has said so: from the commit that says it, never from the commit it is about.
Unknown when: every touched file is new (the file columns); the rates, when nothing was changed there before.
Source: Kim et al. 2007, "Predicting faults from cached history"; Rahman et al. 2011, "BugCache for inspections".
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature, Kind

FAMILY = Family(
    id="regret_history",
    subject=Kind.CHANGE,
    version=1,
    reads=("commits", "file_changes", "identities", "markers"),
    columns=(
        Feature("file_regrets", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "{value:,.0f} earlier changes to its files were regretted"),
        Feature("file_regrets_recent", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "{value:,.0f} changes to its files were regretted within the last 1,000 links of the branch"),
        Feature("file_regret_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.1%} of the earlier changes to its files were regretted"),
        Feature("directory_regrets", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "{value:,.0f} earlier changes to its directories were regretted"),
        Feature("directory_regrets_recent", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "{value:,.0f} changes to its directories were regretted within the last 1,000 links of the branch"),
        Feature("directory_regret_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.1%} of the earlier changes to its directories were regretted"),
        Feature("directory_regret_lift", "times the project's rate", 0, inf, Direction.RISES, Cost.COSTLY, "changes to its directories are regretted {value:.1f} times as often as the project's changes are"),
    ),
    sql="""
        WITH places AS (
            SELECT DISTINCT subject_id, base, is_file, place
            FROM (
                SELECT subject_id, true AS is_file, coalesce(previous_path, path) AS place FROM subject_files WHERE status <> 'A'
                UNION ALL
                SELECT subject_id, false, directory(path) FROM subject_files
            )
            JOIN subjects USING (subject_id)
        ),
        wanted AS (SELECT DISTINCT is_file, place FROM places),
        visits AS (
            SELECT true AS is_file, path AS place, commit_no FROM file_changes
            WHERE path IN (SELECT place FROM wanted WHERE is_file)
            UNION ALL
            SELECT DISTINCT false, directory(path), commit_no FROM file_changes
            WHERE directory(path) IN (SELECT place FROM wanted WHERE NOT is_file)
        ),
        events AS (
            SELECT is_file, place, position, 1 AS change, 0 AS regret FROM visits JOIN commits USING (commit_no)
            WHERE position IS NOT NULL
            UNION ALL
            SELECT is_file, place, r.position, 0, 1 FROM visits JOIN regrets AS r ON r.regretted = visits.commit_no
        ),
        running AS (
            SELECT is_file, place, position, sum(change) OVER past AS changes, sum(regret) OVER past AS regrets
            FROM events
            WINDOW past AS (PARTITION BY is_file, place ORDER BY position)
        ),
        counted AS (
            SELECT t.subject_id, t.base, t.is_file, now.changes, coalesce(now.regrets, 0) AS regrets,
                coalesce(now.regrets, 0) - coalesce(earlier.regrets, 0) AS recent
            FROM places AS t
            ASOF LEFT JOIN running AS now ON t.is_file = now.is_file AND t.place = now.place AND t.base >= now.position
            ASOF LEFT JOIN running AS earlier
                ON t.is_file = earlier.is_file AND t.place = earlier.place AND t.base - 1000 >= earlier.position
        ),
        whole AS (
            SELECT position, sum(sum(change)) OVER (ORDER BY position) AS changes, sum(sum(regret)) OVER (ORDER BY position) AS regrets
            FROM (
                SELECT position, 1 AS change, 0 AS regret FROM commits WHERE position IS NOT NULL
                UNION ALL
                SELECT position, 0, 1 FROM regrets
            )
            GROUP BY position
        ),
        summed AS (
            SELECT
                subject_id, base,
                sum(regrets) FILTER (WHERE is_file) AS file_regrets,
                sum(recent) FILTER (WHERE is_file) AS file_regrets_recent,
                share(sum(regrets) FILTER (WHERE is_file), sum(changes) FILTER (WHERE is_file)) AS file_regret_rate,
                sum(regrets) FILTER (WHERE NOT is_file) AS directory_regrets,
                sum(recent) FILTER (WHERE NOT is_file) AS directory_regrets_recent,
                share(sum(regrets) FILTER (WHERE NOT is_file), sum(changes) FILTER (WHERE NOT is_file)) AS directory_regret_rate
            FROM counted
            GROUP BY subject_id, base
        )
        SELECT
            s.* EXCLUDE (base),
            (s.directory_regret_rate + 0.001) / (w.regrets / w.changes + 0.001) AS directory_regret_lift
        FROM summed AS s
        ASOF LEFT JOIN whole AS w ON s.base >= w.position
    """,
    evidence={
        "file_regrets": "SELECT s.subject_id, 'commit' AS kind, bad.sha AS ref, r.position AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON h.path = coalesce(f.previous_path, f.path) JOIN regrets AS r ON r.regretted = h.commit_no AND r.position <= s.base JOIN commits AS bad ON bad.commit_no = r.regretted GROUP BY ALL",
        "directory_regrets_recent": "SELECT s.subject_id, 'commit' AS kind, bad.sha AS ref, r.position AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON directory(h.path) = directory(f.path) JOIN regrets AS r ON r.regretted = h.commit_no AND r.position <= s.base AND r.position > s.base - 1000 JOIN commits AS bad ON bad.commit_no = r.regretted GROUP BY ALL",
    },
)
