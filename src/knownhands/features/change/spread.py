"""How widely the change is spread over the tree.

Why: scattered changes are harder to review and touch more owners' ground.
Unknown when: its lines were not counted, or no earlier change of the project is known.
Source: Kamei et al. 2013 (NS, ND, entropy); Hassan 2009, "Predicting faults using the complexity of code changes".
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="spread",
    subject="change",
    version=2,
    reads=("project_past",),
    columns=(
        Feature("directories", "directories", 0, inf, Direction.RISES, Cost.FREE, "it reaches into {value:number} {value:directory/directories} (typical: {typical:number}) | it touches no directory (typical: {typical:number})"),
        Feature("subsystems", "top-level directories", 0, inf, Direction.RISES, Cost.FREE, "it reaches into {value:number} top-level {value:directory/directories} (typical: {typical:number}) | it touches no top-level directory (typical: {typical:number})"),
        Feature("file_types", "file extensions", 0, inf, Direction.RISES, Cost.FREE, "its files are of {value:number} {value:kind/kinds}, by extension (typical: {typical:number}) | it touches no file of any kind"),
        Feature("entropy", "bits", 0, 64, Direction.RISES, Cost.FREE, "its changed lines are spread over several files (entropy: {value:.1f} bits, where 0 is a single file) | its changed lines are not spread over several files", "how its changed lines are spread over its files is not known, because contents are missing"),
        Feature("files_ratio", "times the project's mean", 0, inf, Direction.RISES, Cost.FREE, "it touches {value:times} many files as changes here usually do | it touches no file, unlike other changes here", "how many files changes here usually touch cannot be said: no earlier change of this project is known"),
        Feature("deleted_files", "files", 0, inf, Direction.EITHER, Cost.FREE, "{value:number} {value:file is/files are} deleted | no file is deleted"),
    ),
    sql="""
        WITH weighed AS (
            SELECT subjects.subject_id, base, path, status, is_binary, coalesce(lines_added, 0) + coalesce(lines_deleted, 0) AS churn,
                sum(coalesce(lines_added, 0) + coalesce(lines_deleted, 0)) OVER (PARTITION BY subject_id) AS total
            FROM subjects
            LEFT JOIN subject_files USING (subject_id)
        )
        SELECT
            subject_id,
            count(path) / any_value(mean_files) AS files_ratio,
            count(DISTINCT directory(path)) AS directories,
            count(DISTINCT subsystem(path)) FILTER (WHERE path IS NOT NULL) AS subsystems,
            count(DISTINCT extension(path)) AS file_types,
            CASE WHEN bool_and(path IS NULL OR is_binary IS NOT NULL) THEN
                greatest(0, sum(CASE WHEN churn > 0 THEN -churn / total * log2(churn / total) ELSE 0 END))
            END AS entropy,
            count(*) FILTER (WHERE status = 'D') AS deleted_files
        FROM weighed
        LEFT JOIN project_past USING (base)
        GROUP BY subject_id
    """,
)
