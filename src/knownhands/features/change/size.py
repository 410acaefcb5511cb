"""How much the change changes.

Why: the number of added lines is the strongest single predictor of a defect-inducing change in every study, and the
baseline that most models fail to beat.
Unknown when: the contents of a changed file are missing from the clone, or its lines were not counted.
Source: Kamei et al. 2013 (LA, LD, NF); Zeng et al. 2021, "Deep just-in-time defect prediction: how far are we?"
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

_UNCOUNTED = "is not known, because contents are missing"

FAMILY = Family(
    id="size",
    subject="change",
    version=2,
    reads=(),
    columns=(
        Feature("lines_added", "lines", 0, inf, Direction.RISES, Cost.FREE, "{value:number} {value:line is/lines are} added (typical: {typical:number}) | no line is added (typical: {typical:number})", f"how many lines are added {_UNCOUNTED}"),
        Feature("lines_deleted", "lines", 0, inf, Direction.EITHER, Cost.FREE, "{value:number} {value:line is/lines are} deleted (typical: {typical:number}) | no line is deleted (typical: {typical:number})", f"how many lines are deleted {_UNCOUNTED}"),
        Feature("files", "files", 0, inf, Direction.RISES, Cost.FREE, "{value:number} {value:file is/files are} touched (typical: {typical:number}) | no file is touched (typical: {typical:number})"),
        Feature("largest_file_lines", "lines", 0, inf, Direction.RISES, Cost.FREE, "the file that grows most gains {value:number} {value:line/lines} (typical: {typical:number}) | no file gains a line (typical: {typical:number})", f"how much the file that grows most gains {_UNCOUNTED}"),
        Feature("code_lines_added", "lines", 0, inf, Direction.RISES, Cost.FREE, "{value:number} {value:line is/lines are} added outside tests and documentation (typical: {typical:number}) | no line is added outside tests and documentation (typical: {typical:number})", f"how many lines are added outside tests and documentation {_UNCOUNTED}"),
        Feature("deleted_share", "share of lines", 0, 1, Direction.EITHER, Cost.FREE, "{value:share} of the changed lines are deletions | none of the changed lines is a deletion", "which share of the changed lines are deletions cannot be said: no line is changed, or contents are missing"),
        Feature("binary_files", "files", 0, inf, Direction.RISES, Cost.FREE, "it touches {value:number} binary {value:file/files}, which reviewers cannot read | it touches no binary file", f"how many binary files it touches {_UNCOUNTED}"),
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
