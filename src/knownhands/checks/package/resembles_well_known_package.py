"""Whether its name is easily taken for that of a well-known package.

Why: squatters count on slips and half-remembered names. The bar is the higher one of docs/names.md, 0.3405, which 3 to 6 %
    of ordinary names reach too, so this asks for a look and no more.
Unknown when: the name was not compared, or there is no list of well-known names for its ecosystem.
Source: docs/names.md; Neupane et al. 2023, "Beyond typosquatting".
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="resembles_well_known_package",
    subject="package",
    severity=Severity.LOW,
    concern="provenance",
    question="Is it easily taken for a well-known package, without being one?",
    remedy="Make sure that it is the package you mean.",
    reads=("name_matches",),
    sql="""
        SELECT
            subject_id,
            CASE WHEN NOT is_well_known THEN coalesce(confusability >= 0.3405, false) ELSE NOT is_well_known END AS answer,
            CASE WHEN answer THEN [target] END AS refs
        FROM subjects
        LEFT JOIN name_matches USING (ecosystem, name)
    """,
)
