"""What the change says it is for, and what kinds of file it touches.

Why: fixes, features, tests and documentation are regretted at very different rates.
Unknown when: the change touches no file (the shares).
Source: Kamei et al. 2013 (FIX); Mockus and Votta 2000, "Identifying reasons for software changes using historic databases".
"""

from knownhands.records import Cost, Direction, Family, Feature, Kind

FAMILY = Family(
    id="purpose",
    subject=Kind.CHANGE,
    version=1,
    reads=(),
    columns=(
        Feature("is_fix", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its message calls it a fix"),
        Feature("is_feature", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its message says that it adds or supports something"),
        Feature("is_cleanup", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its message calls it a clean-up or refactoring"),
        Feature("is_dependency_update", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its message says that it updates a dependency"),
        Feature("is_second_try", "yes or no", 0, 1, Direction.RISES, Cost.FREE, "its message brings back something that was taken out"),
        Feature("is_optimisation", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its message promises speed or less memory"),
        Feature("test_share", "share of files", 0, 1, Direction.EITHER, Cost.FREE, "{value:.0%} of its files are tests"),
        Feature("docs_share", "share of files", 0, 1, Direction.EITHER, Cost.FREE, "{value:.0%} of its files are documentation"),
        Feature("is_code_without_test", "yes or no", 0, 1, Direction.RISES, Cost.FREE, "it changes code and no test"),
    ),
    sql=r"""
        SELECT
            s.subject_id,
            is_fix(title)::INTEGER AS is_fix,
            regexp_matches(title, '(?i)\b(add(s|ed|ing)?|support(s|ed)?|introduc(e[sd]?|ing)|implement(s|ed|ing)?|feat(ure)?|new|allow(s|ed)?|enabl(e[sd]?|ing))\b')::INTEGER AS is_feature,
            regexp_matches(title, '(?i)\b(clean(s|ed|ing)?[ -]?up|refactor(s|ed|ing)?|simplif(y|ies|ied)|tidy|style|typos?|renam(e[sd]?|ing)|cosmetic|lint|remov(e[sd]?|ing)|drop(s|ped)?|mov(e[sd]?|ing))\b')::INTEGER AS is_cleanup,
            regexp_matches(title, '(?i)\b(bump(s|ed)?|upgrad(e[sd]?|ing)|updat(e[sd]?|ing) .*(to v?\d|dep|version)|deps)\b')::INTEGER AS is_dependency_update,
            regexp_matches(title, '(?i)\b(re-?land|re-?appl(y|ies|ied)|re-?introduc|re-?enabl|revert of revert|revert "revert|second (try|attempt)|try again|take 2)')::INTEGER AS is_second_try,
            regexp_matches(title, '(?i)\b(optimi[sz]|perf(ormance)?|faster|speed|cach(e[sd]?|ing)|memory|alloc)')::INTEGER AS is_optimisation,
            test_share,
            docs_share,
            is_code_without_test
        FROM (SELECT subject_id, split_part(message, E'\n', 1) AS title FROM subjects) AS s
        LEFT JOIN (
            SELECT
                subject_id,
                avg(is_test(path)::INTEGER) AS test_share,
                avg(is_docs(path)::INTEGER) AS docs_share,
                (bool_or(NOT is_test(path) AND NOT is_docs(path)) AND NOT bool_or(is_test(path)))::INTEGER AS is_code_without_test
            FROM subject_files
            GROUP BY subject_id
        ) AS f USING (subject_id)
    """,
)
