"""What the author has done in this repository before, and how it went.

Why: people who know the code break it less; being new is ordinary and costs nothing by itself.
Unknown when: its author's e-mail address has no earlier commit.
Cost: an unsigned commit's e-mail is typed by whoever makes it, so none of this may raise trust (docs/adr/0003).
Source: Kamei et al. 2013 (EXP, REXP, SEXP); Mockus and Weiss 2000, "Predicting risk of software changes".
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="author_experience",
    subject="change",
    version=2,
    reads=("commits", "defects", "file_changes", "identities", "project_past"),
    columns=(
        Feature("author_commits", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "its author's e-mail address has {value:number} earlier {value:commit/commits} here | its author's e-mail address has no earlier commit here"),
        Feature("author_commits_recent", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "its author's e-mail address has {value:number} {value:commit/commits} within the last 1,000 first-parent commits | its author's e-mail address has no commit within the last 1,000 first-parent commits"),
        Feature("author_burst", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "its author's e-mail address has {value:number} {value:commit/commits} within the last 20 first-parent commits | its author's e-mail address has no commit within the last 20 first-parent commits"),
        Feature("author_tenure_days", "days", 0, inf, Direction.EITHER, Cost.CHEAP, "the first commit of its author's e-mail address came {value:days} earlier", "when its author's e-mail address first committed here cannot be said: no earlier commit of it is known"),
        Feature("author_idle_days", "days", 0, inf, Direction.EITHER, Cost.CHEAP, "the latest commit of its author's e-mail address came {value:days} earlier", "when its author's e-mail address last committed here cannot be said: no earlier commit of it is known"),
        Feature("author_active_months", "months", 0, inf, Direction.EITHER, Cost.CHEAP, "its author's e-mail address was active here in {value:number} {value:month/different months} | its author's e-mail address was not active here before"),
        Feature("author_fix_share", "share of commits", 0, 1, Direction.EITHER, Cost.CHEAP, "{value:share} of the earlier commits of its author's e-mail address are fixes, by their titles | none of the earlier commits of its author's e-mail address is a fix, by its title", "which share of the commits of its author's e-mail address are fixes cannot be said: no earlier commit of it is known"),
        Feature("author_committed_by_others", "share of commits", 0, 1, Direction.EITHER, Cost.CHEAP, "{value:share} of the earlier commits of its author's e-mail address were committed by somebody else | none of the earlier commits of its author's e-mail address was committed by somebody else", "which share of the commits of its author's e-mail address others committed cannot be said: no earlier commit of it is known"),
        Feature("author_defects", "changes", 0, inf, Direction.EITHER, Cost.CHEAP, "{value:number} earlier {value:change/changes} of its author's e-mail address {value:was/were} reverted or later blamed | no earlier change of its author's e-mail address was reverted or later blamed"),
        Feature("author_defects_recent", "changes", 0, inf, Direction.RISES, Cost.CHEAP, "within the last 1,000 first-parent commits, {value:number} {value:change/changes} of its author's e-mail address {value:was/were} reverted or blamed | within the last 1,000 first-parent commits, no change of its author's e-mail address was reverted or blamed"),
        Feature("author_defect_rate", "share of commits", 0, 1, Direction.RISES, Cost.CHEAP, "{value:share} of the earlier changes of its author's e-mail address were reverted or later blamed | none of the earlier changes of its author's e-mail address was reverted or later blamed", "which share of the changes of its author's e-mail address was reverted or later blamed cannot be said: no earlier change of it is known"),
        Feature("author_defect_lift", "times the project's rate", 0, inf, Direction.RISES, Cost.CHEAP, "changes of its author's e-mail address are reverted or later blamed {value:times} often as is usual here, cautiously reckoned", "how often changes of its author's e-mail address are reverted or later blamed cannot be said: no earlier change of this project is known", "{part:number} of the {whole:number} earlier changes of its author's e-mail address {part:was/were} reverted or later blamed; of all changes here {usual:share} were"),
        Feature("author_subsystem_commits", "commits", 0, inf, Direction.EITHER, Cost.CHEAP, "its author's e-mail address has {value:number} earlier {value:commit/commits} to its top-level directories | its author's e-mail address has no earlier commit to its top-level directories"),
    ),
    sql="""
        WITH events AS (
            SELECT a.person, c.position, c.committed_claimed_at AS claimed_at, 1 AS work, 0 AS defect,
                is_fix(split_part(c.message, E'\\n', 1))::INTEGER AS fix,
                (a.person <> k.person)::INTEGER AS by_others,
                (row_number() OVER (PARTITION BY a.person, c.committed_claimed_at // 2629746 ORDER BY c.position) = 1)::INTEGER AS month
            FROM commits AS c
            JOIN identities AS a ON a.identity = c.author
            JOIN identities AS k ON k.identity = c.committer
            WHERE c.parents < 2 AND c.position IS NOT NULL AND a.person IN (SELECT person FROM subjects)
            UNION ALL
            SELECT a.person, r.position, NULL, 0, 1, 0, 0, 0
            FROM defects AS r
            JOIN commits AS c ON c.commit_no = r.commit_no
            JOIN identities AS a ON a.identity = c.author
            WHERE c.parents < 2 AND a.person IN (SELECT person FROM subjects)
        ),
        running AS (
            SELECT person, position, sum(work) OVER past AS work, sum(defect) OVER past AS defects, sum(fix) OVER past AS fixes,
                sum(by_others) OVER past AS by_others, sum(month) OVER past AS months,
                min(claimed_at) OVER past AS first_at, max(claimed_at) OVER past AS last_at
            FROM events
            WINDOW past AS (PARTITION BY person ORDER BY position)
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
            coalesce(now.work, 0) - coalesce(earlier.work, 0) AS author_commits_recent,
            coalesce(now.work, 0) - coalesce(lately.work, 0) AS author_burst,
            days_between(now.first_at, s.base_at) AS author_tenure_days,
            days_between(now.last_at, s.base_at) AS author_idle_days,
            coalesce(now.months, 0) AS author_active_months,
            share(now.fixes, now.work) AS author_fix_share,
            share(now.by_others, now.work) AS author_committed_by_others,
            coalesce(now.defects, 0) AS author_defects,
            coalesce(now.defects, 0) - coalesce(earlier.defects, 0) AS author_defects_recent,
            share(now.defects, now.work) AS author_defect_rate,
            lift(coalesce(now.defects, 0), coalesce(now.work, 0) * share(past.defects, past.changes)) AS author_defect_lift,
            coalesce(nearby.work, 0) AS author_subsystem_commits
        FROM subjects AS s
        LEFT JOIN project_past AS past USING (base)
        ASOF LEFT JOIN running AS now ON s.person = now.person AND s.base >= now.position
        ASOF LEFT JOIN running AS earlier ON s.person = earlier.person AND s.base - 1000 >= earlier.position
        ASOF LEFT JOIN running AS lately ON s.person = lately.person AND s.base - 20 >= lately.position
        LEFT JOIN nearby ON nearby.subject_id = s.subject_id
    """,
    counts={
        "author_defect_lift": """
            SELECT s.subject_id, count(*) FILTER (WHERE r.position <= s.base) AS part, count(*) AS whole,
                any_value(share(past.defects, past.changes)) AS usual, '' AS name
            FROM subjects AS s
            JOIN identities AS a ON a.person = s.person
            JOIN commits AS c ON c.author = a.identity AND c.parents < 2 AND c.position <= s.base
            LEFT JOIN defects AS r ON r.commit_no = c.commit_no
            LEFT JOIN project_past AS past ON past.base = s.base
            GROUP BY s.subject_id
        """,
    },
)
