"""Whether the change brings back something that was regretted before.

Why: what was taken back once is often put in again, and taken back again.
Unknown when: never.
Source: Shimagaki et al. 2016, "Why are commits being reverted?"; our own corpus.
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature

FAMILY = Family(
    id="second_try",
    subject="change",
    version=1,
    reads=("commits", "file_changes", "identities", "markers"),
    columns=(
        Feature("same_title_regrets", "changes", 0, inf, Direction.RISES, Cost.FREE, "{value:,.0f} changes with the very same title were regretted before"),
        Feature("regretted_overlap", "share of files", 0, 1, Direction.RISES, Cost.COSTLY, "{value:.0%} of its files are those of one change that was regretted within the last 1,000 links of the branch"),
    ),
    sql=r"""
        WITH named AS (
            SELECT r.position, lower(regexp_extract(c.message, '^(?:re-?(?:apply|land):? )?"?(.*?)"?(?: \(#\d+\))?(?:\n|$)', 1, 'i')) AS title
            FROM regrets AS r
            JOIN commits AS c ON c.commit_no = r.regretted
        ),
        titled AS (
            SELECT subject_id, base, lower(regexp_extract(message, '^(?:re-?(?:apply|land):? )?"?(.*?)"?(?: \(#\d+\))?(?:\n|$)', 1, 'i')) AS title
            FROM subjects
        ),
        again AS (
            SELECT t.subject_id, count(*) AS regrets
            FROM titled AS t
            JOIN named AS n ON n.title = t.title AND n.position <= t.base
            WHERE t.title <> ''
            GROUP BY t.subject_id
        ),
        touched AS (SELECT DISTINCT subject_id, base, path FROM subject_files JOIN subjects USING (subject_id)),
        widths AS (SELECT subject_id, count(*) AS files FROM touched GROUP BY subject_id),
        regretted AS (
            SELECT r.regretted, r.position, f.path, count(*) OVER (PARTITION BY r.regretted) AS files
            FROM regrets AS r
            JOIN file_changes AS f ON f.commit_no = r.regretted
        ),
        shared AS (
            SELECT t.subject_id, count(*) AS common, any_value(r.files) AS files
            FROM touched AS t
            JOIN regretted AS r ON r.path = t.path AND r.position <= t.base AND r.position > t.base - 1000
            GROUP BY t.subject_id, r.regretted
        ),
        nearest AS (
            SELECT subject_id, max(share(common, widths.files + shared.files - common)) AS share_of_files
            FROM shared
            JOIN widths USING (subject_id)
            GROUP BY subject_id
        )
        SELECT s.subject_id, coalesce(again.regrets, 0) AS same_title_regrets, coalesce(nearest.share_of_files, 0) AS regretted_overlap
        FROM subjects AS s
        LEFT JOIN again USING (subject_id)
        LEFT JOIN nearest USING (subject_id)
    """,
    evidence={
        "regretted_overlap": "SELECT s.subject_id, 'commit' AS kind, bad.sha AS ref, count(*) AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON h.path = f.path JOIN regrets AS r ON r.regretted = h.commit_no AND r.position <= s.base AND r.position > s.base - 1000 JOIN commits AS bad ON bad.commit_no = r.regretted GROUP BY ALL",
    },
)
