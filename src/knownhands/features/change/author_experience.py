"""What the author has done in this repository before, and how it went.

Why: people who know the code break it less; being new is ordinary and costs nothing by itself.
Unknown when: the author has no earlier commit (the shares and ages).
Cost: an unsigned commit's e-mail is typed by whoever makes it, so none of this may raise trust (docs/adr/0003).
Source: Kamei et al. 2013 (EXP, REXP, SEXP); Mockus and Weiss 2000, "Predicting risk of software changes".
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature

FAMILY = Family(
    id="author_experience",
    subject="change",
    version=2,
    reads=("commits", "file_changes", "identities", "markers"),
    columns=(
        Feature("author_commits", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "this e-mail has {value:,.0f} earlier commits here"),
        Feature("author_recent_commits", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "this e-mail has {value:,.0f} commits among the last 1,000 links of the branch"),
        Feature("author_burst", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "this e-mail has {value:,.0f} commits among the last 20 links of the branch"),
        Feature("author_tenure_days", "days", 0, inf, Direction.EITHER, Cost.CHEAP, "this e-mail first appeared {value:,.0f} days before"),
        Feature("author_idle_days", "days", 0, inf, Direction.EITHER, Cost.CHEAP, "this e-mail was last seen {value:,.0f} days before"),
        Feature("author_active_months", "months", 0, inf, Direction.EITHER, Cost.CHEAP, "this e-mail was active in {value:,.0f} months"),
        Feature("author_fix_share", "share of commits", 0, 1, Direction.EITHER, Cost.CHEAP, "{value:.0%} of this e-mail's earlier commits were fixes"),
        Feature("author_landed_by_others", "share of commits", 0, 1, Direction.EITHER, Cost.CHEAP, "{value:.0%} of this e-mail's earlier commits were committed by someone else"),
        Feature("author_regrets", "changes", 0, inf, Direction.EITHER, Cost.CHEAP, "{value:,.0f} of this e-mail's earlier changes were regretted"),
        Feature("author_regrets_recent", "changes", 0, inf, Direction.RISES, Cost.CHEAP, "{value:,.0f} of this e-mail's changes were regretted within the last 1,000 links of the branch"),
        Feature("author_regret_rate", "share of commits", 0, 1, Direction.RISES, Cost.CHEAP, "{value:.1%} of this e-mail's earlier changes were regretted"),
        Feature("author_regret_lift", "times the project's rate", 0, inf, Direction.RISES, Cost.CHEAP, "this e-mail's changes are regretted {value:.1f} times as often as this project's changes are"),
        Feature("author_subsystem_commits", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "this e-mail has {value:,.0f} earlier commits to the same top-level directories"),
    ),
    sql="""
        WITH events AS (
            SELECT a.person, c.position, c.committed_claimed_at AS claimed_at, 1 AS work, 0 AS regret,
                is_fix(split_part(c.message, E'\\n', 1))::INTEGER AS fix,
                (a.person <> k.person)::INTEGER AS by_others,
                (row_number() OVER (PARTITION BY a.person, c.committed_claimed_at // 2629746 ORDER BY c.position) = 1)::INTEGER AS month
            FROM commits AS c
            JOIN identities AS a ON a.identity = c.author
            JOIN identities AS k ON k.identity = c.committer
            WHERE c.parents < 2 AND c.position IS NOT NULL AND a.person IN (SELECT person FROM subjects)
            UNION ALL
            SELECT a.person, r.position, NULL, 0, 1, 0, 0, 0
            FROM regrets AS r
            JOIN commits AS c ON c.commit_no = r.regretted
            JOIN identities AS a ON a.identity = c.author
            WHERE c.parents < 2 AND a.person IN (SELECT person FROM subjects)
        ),
        running AS (
            SELECT person, position, sum(work) OVER past AS work, sum(regret) OVER past AS regrets, sum(fix) OVER past AS fixes,
                sum(by_others) OVER past AS by_others, sum(month) OVER past AS months,
                min(claimed_at) OVER past AS first_at, max(claimed_at) OVER past AS last_at
            FROM events
            WINDOW past AS (PARTITION BY person ORDER BY position)
        ),
        whole AS (
            SELECT position, sum(sum(work)) OVER (ORDER BY position) AS work, sum(sum(regret)) OVER (ORDER BY position) AS regrets
            FROM (
                SELECT position, 1 AS work, 0 AS regret FROM commits WHERE position IS NOT NULL AND parents < 2
                UNION ALL
                SELECT position, 0, 1 FROM regrets
            )
            GROUP BY position
        ),
        ground AS (
            SELECT DISTINCT subject_id, base, person, subsystem(path) AS part
            FROM subject_files
            JOIN subjects USING (subject_id)
        ),
        walked AS (
            SELECT person, part, position, count(*) OVER (PARTITION BY person, part ORDER BY position) AS work
            FROM (
                SELECT DISTINCT a.person, subsystem(f.path) AS part, c.commit_no, c.position
                FROM commits AS c
                JOIN identities AS a ON a.identity = c.author
                JOIN file_changes AS f USING (commit_no)
                WHERE c.position IS NOT NULL AND a.person IN (SELECT person FROM subjects)
            )
        ),
        nearby AS (
            SELECT g.subject_id, sum(coalesce(w.work, 0)) AS work
            FROM ground AS g
            ASOF LEFT JOIN walked AS w ON g.person = w.person AND g.part = w.part AND g.base >= w.position
            GROUP BY g.subject_id
        )
        SELECT
            s.subject_id,
            coalesce(now.work, 0) AS author_commits,
            coalesce(now.work, 0) - coalesce(earlier.work, 0) AS author_recent_commits,
            coalesce(now.work, 0) - coalesce(lately.work, 0) AS author_burst,
            days_between(now.first_at, s.base_at) AS author_tenure_days,
            days_between(now.last_at, s.base_at) AS author_idle_days,
            coalesce(now.months, 0) AS author_active_months,
            share(now.fixes, now.work) AS author_fix_share,
            share(now.by_others, now.work) AS author_landed_by_others,
            coalesce(now.regrets, 0) AS author_regrets,
            coalesce(now.regrets, 0) - coalesce(earlier.regrets, 0) AS author_regrets_recent,
            share(now.regrets, now.work) AS author_regret_rate,
            lift(coalesce(now.regrets, 0), coalesce(now.work, 0) * share(whole.regrets, whole.work)) AS author_regret_lift,
            coalesce(nearby.work, 0) AS author_subsystem_commits
        FROM subjects AS s
        ASOF LEFT JOIN whole ON s.base >= whole.position
        ASOF LEFT JOIN running AS now ON s.person = now.person AND s.base >= now.position
        ASOF LEFT JOIN running AS earlier ON s.person = earlier.person AND s.base - 1000 >= earlier.position
        ASOF LEFT JOIN running AS lately ON s.person = lately.person AND s.base - 20 >= lately.position
        LEFT JOIN nearby ON nearby.subject_id = s.subject_id
    """,
)
