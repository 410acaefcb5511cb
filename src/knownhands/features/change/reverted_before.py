"""How much the change is about the same files as something that was reverted or blamed before.

Why: what was taken back once is often put in again, and taken back again.
Unknown when: never.
Source: Shimagaki et al. 2016, "Why are commits being reverted?"; our own corpus.
"""

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="reverted_before",
    subject="change",
    version=1,
    reads=("commits", "defects", "file_changes"),
    columns=(
        Feature("defect_overlap", "share of files", 0, 1, Direction.RISES, Cost.COSTLY, "it and a change that was reverted or blamed within the last 1,000 first-parent commits share {value:share} of their files | it shares no file with a change that was reverted or blamed within the last 1,000 first-parent commits"),
    ),
    sql="""
        WITH touched AS (SELECT DISTINCT subject_id, base, path FROM subject_files JOIN subjects USING (subject_id)),
        widths AS (SELECT subject_id, count(*) AS files FROM touched GROUP BY subject_id),
        defective AS (
            SELECT r.commit_no, r.position, f.path, count(*) OVER (PARTITION BY r.commit_no) AS files
            FROM defects AS r
            JOIN file_changes AS f ON f.commit_no = r.commit_no
        ),
        shared AS (
            SELECT t.subject_id, count(*) AS common, any_value(r.files) AS files
            FROM touched AS t
            JOIN defective AS r ON r.path = t.path AND r.position <= t.base AND r.position > t.base - 1000
            GROUP BY t.subject_id, r.commit_no
        ),
        nearest AS (
            SELECT subject_id, max(share(common, widths.files + shared.files - common)) AS share_of_files
            FROM shared
            JOIN widths USING (subject_id)
            GROUP BY subject_id
        )
        SELECT s.subject_id, coalesce(nearest.share_of_files, 0) AS defect_overlap
        FROM subjects AS s
        LEFT JOIN nearest USING (subject_id)
    """,
    evidence={
        "defect_overlap": "SELECT s.subject_id, 'commit' AS kind, bad.sha AS ref, count(*) AS weight FROM subjects AS s JOIN subject_files AS f USING (subject_id) JOIN file_changes AS h ON h.path = f.path JOIN defects AS r ON r.commit_no = h.commit_no AND r.position <= s.base AND r.position > s.base - 1000 JOIN commits AS bad ON bad.commit_no = r.commit_no GROUP BY ALL",
    },
)
