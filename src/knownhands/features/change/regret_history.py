"""How often changes to the same places were taken back or blamed before.

Why: of everything a history holds, past regret of the touched files and directories says most about the next one.
A regret counts only once somebody has said so: from the commit that says it, never from the commit it is about.
Unknown when: every touched file is new (the file columns); the rates, when nothing was changed there before; the quiet, when nothing was regretted there.
Lift: (regrets + 1) / (regrets expected at the project's rate + 1), so that little evidence says little.
Source: Kim et al. 2007, "Predicting faults from cached history"; Rahman et al. 2011, "BugCache for inspections".
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature


def _lift(id_: str, what: str, how: str = "regretted") -> Feature:
    sentence = f"changes to its {what} are {how} {{value:.1f}} times as often as this project's changes are"
    return Feature(id_, "times the project's rate", 0, inf, Direction.RISES, Cost.COSTLY, sentence)


FAMILY = Family(
    id="regret_history",
    subject="change",
    version=2,
    reads=("commits", "file_changes", "identities", "markers"),
    columns=(
        Feature("file_regrets", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "{value:,.0f} earlier changes to its files were regretted"),
        Feature("file_regrets_recent", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "{value:,.0f} changes to its files were regretted within the last 1,000 links of the branch"),
        Feature("file_regret_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.1%} of the earlier changes to its files were regretted"),
        _lift("file_regret_lift_max", "riskiest file"),
        Feature("directory_regrets_recent", "changes", 0, inf, Direction.RISES, Cost.COSTLY, "{value:,.0f} changes to its directories were regretted within the last 1,000 links of the branch"),
        Feature("directory_regret_rate", "share of changes", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.1%} of the earlier changes to its directories were regretted"),
        _lift("subsystem_regret_lift", "top-level directories"),
        _lift("file_type_regret_lift", "kinds of file"),
        _lift("path_word_lift_max", "paths' riskiest word"),
        _lift("file_blame_lift", "files", "blamed"),
        Feature("directory_quiet_links", "links of the branch", 0, inf, Direction.FALLS, Cost.COSTLY, "the last regret in its directories lies {value:,.0f} links of the branch back"),
    ),
    sql="""
        WITH places AS (
            SELECT DISTINCT subject_id, base, split_part(place, ':', 1) AS kind, place
            FROM (
                SELECT subject_id, 'file:' || coalesce(previous_path, path) AS place FROM subject_files WHERE status <> 'A'
                UNION ALL
                SELECT subject_id, unnest(['directory:' || directory(path), 'subsystem:' || subsystem(path), 'type:' || extension(path)])
                FROM subject_files
                UNION ALL
                SELECT subject_id, 'word:' || unnest(path_words(path)) FROM subject_files
            )
            JOIN subjects USING (subject_id)
        ),
        visits AS (
            SELECT DISTINCT place, commit_no
            FROM (
                SELECT commit_no, unnest(['file:' || path, 'directory:' || directory(path), 'subsystem:' || subsystem(path), 'type:' || extension(path)]) AS place
                FROM file_changes
                UNION ALL
                SELECT commit_no, 'word:' || unnest(path_words(path)) FROM file_changes
            )
            WHERE place IN (SELECT place FROM places)
        ),
        events AS (
            SELECT place, position, 1 AS change, 0 AS regret, 0 AS blame FROM visits JOIN commits USING (commit_no)
            UNION ALL
            SELECT place, unnest([r.position, r.blamed_at]), 0, unnest([1, 0]), unnest([0, 1])
            FROM visits
            JOIN regrets AS r ON r.regretted = visits.commit_no
        ),
        running AS (
            SELECT place, position, sum(change) OVER past AS changes, sum(regret) OVER past AS regrets, sum(blame) OVER past AS blames,
                max(CASE WHEN regret = 1 THEN position END) OVER past AS last_regret
            FROM events
            WHERE position IS NOT NULL
            WINDOW past AS (PARTITION BY place ORDER BY position)
        ),
        whole AS (
            SELECT position, sum(sum(change)) OVER past AS changes, sum(sum(regret)) OVER past AS regrets, sum(sum(blame)) OVER past AS blames
            FROM (
                SELECT position, 1 AS change, 0 AS regret, 0 AS blame FROM commits WHERE parents < 2
                UNION ALL
                SELECT unnest([position, blamed_at]), 0, unnest([1, 0]), unnest([0, 1]) FROM regrets
            )
            WHERE position IS NOT NULL
            GROUP BY position
            WINDOW past AS (ORDER BY position)
        ),
        counted AS (
            SELECT t.subject_id, t.kind, t.base - now.last_regret AS quiet, coalesce(now.changes, 0) AS changes, coalesce(now.regrets, 0) AS regrets, coalesce(now.blames, 0) AS blames,
                coalesce(now.regrets, 0) - coalesce(earlier.regrets, 0) AS regrets_recent,
                share(w.regrets, w.changes) AS rate, share(w.blames, w.changes) AS blame_rate
            FROM places AS t
            ASOF LEFT JOIN running AS now ON t.place = now.place AND t.base >= now.position
            ASOF LEFT JOIN running AS earlier ON t.place = earlier.place AND t.base - 1000 >= earlier.position
            ASOF LEFT JOIN whole AS w ON t.base >= w.position
        )
        SELECT
            subject_id,
            sum(regrets) FILTER (WHERE kind = 'file') AS file_regrets,
            sum(regrets_recent) FILTER (WHERE kind = 'file') AS file_regrets_recent,
            share(sum(regrets) FILTER (WHERE kind = 'file'), sum(changes) FILTER (WHERE kind = 'file')) AS file_regret_rate,
            max(lift(regrets, changes * rate)) FILTER (WHERE kind = 'file') AS file_regret_lift_max,
            sum(regrets_recent) FILTER (WHERE kind = 'directory') AS directory_regrets_recent,
            share(sum(regrets) FILTER (WHERE kind = 'directory'), sum(changes) FILTER (WHERE kind = 'directory')) AS directory_regret_rate,
            lift(sum(regrets) FILTER (WHERE kind = 'subsystem'), sum(changes * rate) FILTER (WHERE kind = 'subsystem')) AS subsystem_regret_lift,
            lift(sum(regrets) FILTER (WHERE kind = 'type'), sum(changes * rate) FILTER (WHERE kind = 'type')) AS file_type_regret_lift,
            max(lift(regrets, changes * rate)) FILTER (WHERE kind = 'word') AS path_word_lift_max,
            lift(sum(blames) FILTER (WHERE kind = 'file'), sum(changes * blame_rate) FILTER (WHERE kind = 'file')) AS file_blame_lift,
            min(quiet) FILTER (WHERE kind = 'directory') AS directory_quiet_links
        FROM counted
        GROUP BY subject_id
    """,
    evidence={
        "file_regrets": "SELECT s.subject_id, 'commit' AS kind, bad.sha AS ref, r.position AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON h.path = coalesce(f.previous_path, f.path) JOIN regrets AS r ON r.regretted = h.commit_no AND r.position <= s.base JOIN commits AS bad ON bad.commit_no = r.regretted GROUP BY ALL",
        "directory_regrets_recent": "SELECT s.subject_id, 'commit' AS kind, bad.sha AS ref, r.position AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON directory(h.path) = directory(f.path) JOIN regrets AS r ON r.regretted = h.commit_no AND r.position <= s.base AND r.position > s.base - 1000 JOIN commits AS bad ON bad.commit_no = r.regretted GROUP BY ALL",
    },
)
