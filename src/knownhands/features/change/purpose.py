"""What the change says it is for, and what kinds of file it touches.

Why: fixes, features, tests and documentation induce defects at very different rates.
Unknown when: it touches no file.
Source: Kamei et al. 2013 (FIX); Mockus and Votta 2000, "Identifying reasons for software changes using historic databases".
"""

from knownhands.declarations import Cost, Direction, Family, Feature

_TESTS = "{part:number} of its {whole:number} {whole:file/files} {part:is a test/are tests}, by their paths; the model takes {usual:share} for tests"
# Only where the model, which was trained with fewer names of folders, would say something that is not so.
_CALLED_TESTS = """
    SELECT subject_id, count(*) FILTER (WHERE is_called_test(path)) AS part, count(*) AS whole, avg(is_test(path)::INTEGER) AS usual, '' AS name
    FROM subject_files
    GROUP BY subject_id
    HAVING part <> count(*) FILTER (WHERE is_test(path))
"""

FAMILY = Family(
    id="purpose",
    subject="change",
    version=1,
    reads=(),
    columns=(
        Feature("is_fix", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as fix, bug or crash | its title has no word such as fix, bug or crash"),
        Feature("is_feature", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as add, support or new | its title has no word such as add, support or new"),
        Feature("is_cleanup", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as refactor, remove or typo | its title has no word such as refactor, remove or typo"),
        Feature("is_dependency_update", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as bump, upgrade or deps | its title has no word such as bump, upgrade or deps"),
        Feature("is_optimisation", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as faster, cache or memory | its title has no word such as faster, cache or memory"),
        Feature("is_migration", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as use, replace or migrate | its title has no word such as use, replace or migrate"),
        Feature("is_default_change", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as default, enable or activate | its title has no word such as default, enable or activate"),
        Feature("is_removal", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as remove, delete or deprecate | its title has no word such as remove, delete or deprecate"),
        Feature("is_concurrency", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as thread, lock or race | its title has no word such as thread, lock or race"),
        Feature("is_workaround", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as workaround, try or experimental | its title has no word such as workaround, try or experimental"),
        Feature("is_ci_or_build", "yes or no", 0, 1, Direction.EITHER, Cost.FREE, "its title has a word such as build, compile or CI | its title has no word such as build, compile or CI"),
        Feature("test_share", "share of files", 0, 1, Direction.EITHER, Cost.FREE, "{value:share} of its files are tests, by their paths | none of its files is a test, by its path", "which share of its files are tests cannot be said: it touches no file", _TESTS),
        Feature("docs_share", "share of files", 0, 1, Direction.EITHER, Cost.FREE, "{value:share} of its files are documentation, by their paths | none of its files is documentation, by its path", "which share of its files are documentation cannot be said: it touches no file"),
        Feature("is_code_without_test", "yes or no", 0, 1, Direction.RISES, Cost.FREE, "it touches more than documentation, but no test | it touches a test, or documentation alone", "whether it touches more than documentation cannot be said: it touches no file", _TESTS),
    ),
    sql=r"""
        SELECT
            s.subject_id,
            is_fix(title)::INTEGER AS is_fix,
            regexp_matches(title, '(?i)\b(add(s|ed|ing)?|support(s|ed)?|introduc(e[sd]?|ing)|implement(s|ed|ing)?|feat(ure)?|new|allow(s|ed)?|enabl(e[sd]?|ing))\b')::INTEGER AS is_feature,
            regexp_matches(title, '(?i)\b(clean(s|ed|ing)?[ -]?up|refactor(s|ed|ing)?|simplif(y|ies|ied)|tidy|style|typos?|renam(e[sd]?|ing)|cosmetic|lint|remov(e[sd]?|ing)|drop(s|ped)?|mov(e[sd]?|ing))\b')::INTEGER AS is_cleanup,
            regexp_matches(title, '(?i)\b(bump(s|ed)?|upgrad(e[sd]?|ing)|updat(e[sd]?|ing) .*(to v?\d|dep|version)|deps)\b')::INTEGER AS is_dependency_update,
            regexp_matches(title, '(?i)\b(optimi[sz]|perf(ormance)?|faster|speed|cach(e[sd]?|ing)|memory|alloc)')::INTEGER AS is_optimisation,
            regexp_matches(title, '(?i)\b(switch(es|ed|ing)?|replac(e[sd]?|ing)|migrat(e[sd]?|ing)|convert(s|ed|ing)?|instead|use[sd]?)\b')::INTEGER AS is_migration,
            regexp_matches(title, '(?i)\b(defaults?|enabl(e[sd]?|ing)|turn(ed)? on|activat(e[sd]?|ing))\b')::INTEGER AS is_default_change,
            regexp_matches(title, '(?i)\b(remov(e[sd]?|ing)|drop(s|ped|ping)?|delet(e[sd]?|ing)|deprecat(e[sd]?|ing)|disallow)\b')::INTEGER AS is_removal,
            regexp_matches(title, '(?i)\b(rac(e|y)|locks?|locking|deadlocks?|threads?|threading|async(hronous)?|atomic|concurren(t|cy)|parallel)\b')::INTEGER AS is_concurrency,
            regexp_matches(title, '(?i)\b(work-?arounds?|hacks?|temporar(y|ily)|attempt|try|tr(y|ies) to|maybe|experiment(al)?|wip)\b')::INTEGER AS is_workaround,
            regexp_matches(title, '(?i)\b(ci|builds?|workflows?|actions?|travis|jenkins|cmake|makefile|compil(e[sd]?|ers?|ing)|lint)\b')::INTEGER AS is_ci_or_build,
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
    counts=dict.fromkeys(("test_share", "is_code_without_test"), _CALLED_TESTS),
)
