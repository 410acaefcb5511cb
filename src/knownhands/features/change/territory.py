"""How much of the change goes where its author has never been.

Why: takeovers begin with work outside one's own ground, and so do honest mistakes.
Unknown when: every file it touches is new.
Cost: whose ground it is rests on a typed e-mail, so none of this may raise trust (docs/adr/0003).
Source: Bird et al. 2011, "Don't touch my code! Examining the effects of ownership on software quality".
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

_NEW = "is not known: none of its files has a known past"

FAMILY = Family(
    id="territory",
    subject="change",
    version=1,
    reads=("commits", "file_changes", "identities"),
    columns=(
        Feature("first_touch_file_share", "share of files", 0, 1, Direction.EITHER, Cost.CHEAP, "{value:share} of its existing files are, under their present names, new to its author's e-mail address | none of its existing files is new to its author's e-mail address", f"which share of its existing files are new to its author's e-mail address {_NEW}"),
        Feature("own_changes_mean", "changes", 0, inf, Direction.EITHER, Cost.CHEAP, "its author's e-mail address changed its files {value:number} {value:time/times} before under their present names, on average | its author's e-mail address never changed its files before under their present names", f"how often its author's e-mail address changed its files before {_NEW}"),
        Feature("ownership_share", "share of changes", 0, 1, Direction.EITHER, Cost.CHEAP, "its author's e-mail address made {value:share} of the earlier changes to its files under their present names | its author's e-mail address made none of the earlier changes to its files under their present names", f"which share of the earlier changes to its files its author's e-mail address made {_NEW}"),
        Feature("first_touch_directory_share", "share of directories", 0, 1, Direction.EITHER, Cost.CHEAP, "{value:share} of its directories are new to its author's e-mail address | none of its directories is new to its author's e-mail address", "which share of its directories are new to its author's e-mail address cannot be said: it touches no file"),
    ),
    sql="""
        WITH touched AS (
            SELECT DISTINCT subject_id, base, person, coalesce(previous_path, path) AS path
            FROM subject_files
            JOIN subjects USING (subject_id)
            WHERE status <> 'A'
        ),
        changes AS (
            SELECT f.path, a.person, c.position
            FROM file_changes AS f
            JOIN commits AS c USING (commit_no)
            JOIN identities AS a ON a.identity = c.author
            WHERE c.position IS NOT NULL AND f.path IN (SELECT path FROM touched)
        ),
        everyone AS (SELECT path, position, count(*) OVER (PARTITION BY path ORDER BY position) AS changes FROM changes),
        own AS (SELECT path, person, position, count(*) OVER (PARTITION BY path, person ORDER BY position) AS changes FROM changes),
        per_file AS (
            SELECT
                t.subject_id,
                avg((o.changes IS NULL)::INTEGER) AS first_touch_file_share,
                avg(coalesce(o.changes, 0)) AS own_changes_mean,
                share(sum(coalesce(o.changes, 0)), sum(e.changes)) AS ownership_share
            FROM touched AS t
            ASOF LEFT JOIN own AS o ON t.path = o.path AND t.person = o.person AND t.base >= o.position
            ASOF LEFT JOIN everyone AS e ON t.path = e.path AND t.base >= e.position
            GROUP BY t.subject_id
        ),
        visited AS (
            SELECT a.person, directory(f.path) AS place, min(c.position) AS first
            FROM file_changes AS f
            JOIN commits AS c USING (commit_no)
            JOIN identities AS a ON a.identity = c.author
            WHERE c.position IS NOT NULL AND a.person IN (SELECT person FROM subjects)
            GROUP BY a.person, place
        ),
        per_directory AS (
            SELECT g.subject_id, avg((v.first IS NULL OR v.first > g.base)::INTEGER) AS first_touch_directory_share
            FROM (SELECT DISTINCT subject_id, base, person, directory(path) AS place FROM subject_files JOIN subjects USING (subject_id)) AS g
            LEFT JOIN visited AS v ON v.person = g.person AND v.place = g.place
            GROUP BY g.subject_id
        )
        SELECT subject_id, first_touch_file_share, own_changes_mean, ownership_share, first_touch_directory_share
        FROM per_directory
        LEFT JOIN per_file USING (subject_id)
    """,
)
