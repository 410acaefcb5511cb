"""How much the change changes.

Why: the number of added lines is the strongest single predictor of a regretted change in every study, and the
baseline that most models fail to beat.
Unknown when: the contents of a changed file are missing from the clone, or lines were not counted.
Source: Kamei et al. 2013 (LA, LD, NF); Zeng et al. 2021, "Deep just-in-time defect prediction: how far are we?"
"""

from math import inf

from knownhands.records import Cost, Direction, Family, Feature

FAMILY = Family(
    id="size",
    subject="change",
    version=2,
    reads=(),
    columns=(
        Feature("lines_added", "lines", 0, inf, Direction.RISES, Cost.FREE, "{value:,.0f} lines are added (half of all changes: up to {typical:,.0f})"),
        Feature("lines_deleted", "lines", 0, inf, Direction.EITHER, Cost.FREE, "{value:,.0f} lines are deleted (half of all changes: up to {typical:,.0f})"),
        Feature("files", "files", 0, inf, Direction.RISES, Cost.FREE, "{value:,.0f} files are touched (half of all changes: up to {typical:,.0f})"),
        Feature("largest_file_lines", "lines", 0, inf, Direction.RISES, Cost.FREE, "one file alone gains {value:,.0f} lines"),
        Feature("code_lines_added", "lines", 0, inf, Direction.RISES, Cost.FREE, "{value:,.0f} of the added lines are neither tests nor documentation"),
        Feature("deleted_share", "share of lines", 0, 1, Direction.EITHER, Cost.FREE, "{value:.0%} of the changed lines are deletions"),
        Feature("binary_files", "files", 0, inf, Direction.RISES, Cost.FREE, "{value:,.0f} binary files are touched, which nobody can review"),
    ),
    sql="""
        SELECT
            subject_id,
            CASE WHEN is_counted THEN added END AS lines_added,
            CASE WHEN is_counted THEN deleted END AS lines_deleted,
            files,
            CASE WHEN is_counted THEN largest END AS largest_file_lines,
            CASE WHEN is_counted THEN code END AS code_lines_added,
            CASE WHEN is_counted THEN share(deleted, added + deleted) END AS deleted_share,
            CASE WHEN is_counted THEN binaries END AS binary_files
        FROM (
            SELECT
                subject_id,
                count(path) AS files,
                bool_and(path IS NULL OR is_binary IS NOT NULL) AS is_counted,
                sum(coalesce(lines_added, 0)) AS added,
                sum(coalesce(lines_deleted, 0)) AS deleted,
                max(coalesce(lines_added, 0)) AS largest,
                sum(CASE WHEN is_test(path) OR is_docs(path) THEN 0 ELSE coalesce(lines_added, 0) END) AS code,
                count(*) FILTER (WHERE is_binary) AS binaries
            FROM subjects
            LEFT JOIN subject_files USING (subject_id)
            GROUP BY subject_id
        )
    """,
    evidence={
        "lines_added": "SELECT subject_id, 'file' AS kind, path AS ref, lines_added AS weight FROM subject_files WHERE lines_added > 0",
        "binary_files": "SELECT subject_id, 'file' AS kind, path AS ref, 1 AS weight FROM subject_files WHERE is_binary",
    },
)
