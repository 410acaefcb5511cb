"""Whether anything that the change touches can run.

Why: a change of nothing but prose breaks nothing and attacks nothing; it should come out as harmless whoever sends it.
Unknown when: never.
Cost: an attack needs something that runs, reads or is obeyed, so one that keeps to prose has been given up; that is why
this may raise trust. Dilution does not help: one other file, one executable bit or one file that agents obey ends it.
Source: Gonzalez et al. 2021, "Anomalicious" (non-code files); our own corpus.
"""

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="reach",
    subject="change",
    version=1,
    reads=(),
    columns=(
        Feature("is_prose_only", "yes or no", 0, 1, Direction.FALLS, Cost.COSTLY, "it touches only prose, which nothing runs | it touches more than prose"),
    ),
    sql=r"""
        SELECT
            subject_id,
            coalesce(bool_and(
                regexp_matches(path, '(?i)\.(md|markdown|rst|adoc|asciidoc)$|(^|/)(readme|changelog|changes|news|authors|contributors|maintainers|copying|licen[sc]e|thanks|history|todo)(\.txt)?$')
                AND NOT regexp_matches(path, '(?i)(^|/)(agents?|claude|gemini|copilot-instructions|skill|rules)\.md$|(^|/)\.[^/]+/|(^|/)(prompts?|agents?|skills?|rules)/')
                AND new_mode IN (0, 33188) AND NOT coalesce(is_binary, false)
            ), false)::INTEGER AS is_prose_only
        FROM subjects
        LEFT JOIN subject_files USING (subject_id)
        GROUP BY subject_id
    """,
)
