"""Whether it was published by an account that had never published this package.

Why: a package that changes hands, or an account that was let in, is how event-stream was taken over; most new publishers are
    honest colleagues.
Unknown when: fewer than three releases older by a week have a known publisher, a build service begins, or times are a mirror's.
Source: event-stream 2018; Ladisa et al. 2023, "SoK: Taxonomy of attacks on open-source software supply chains".
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="has_a_new_publisher",
    subject="package",
    severity=Severity.LOW,
    concern="provenance",
    question="Was it published by an account that had never published this package?",
    remedy="See whether the project says that it has a new maintainer.",
    reads=("people", "releases"),
    sql="""
        WITH before AS (
            SELECT subject_id, count(person) AS known, list(DISTINCT person) AS persons
            FROM releases_before()
            JOIN publishers() USING (ecosystem, name, version)
            GROUP BY subject_id
        ),
        asked AS (
            SELECT subject_id, person, CASE
                WHEN known < 3 THEN NULL
                WHEN list_contains(persons, person) THEN false
                WHEN trusted_publisher IS NULL THEN true
            END AS answer
            FROM dated_releases()
            JOIN publishers() USING (ecosystem, name, version)
            JOIN before USING (subject_id)
            WHERE person IS NOT NULL
        )
        SELECT subject_id, answer, CASE WHEN answer THEN [person] END AS refs
        FROM subjects
        LEFT JOIN asked USING (subject_id)
    """,
)
