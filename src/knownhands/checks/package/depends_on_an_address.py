"""Whether it asks for something that no registry keeps: a file at some address, or a repository.

Why: what stands at an address can be exchanged at any time, for some of those who ask for it, and nobody who checks
    registries ever sees it; some registries refuse such releases.
Unknown when: the registry does not tell what the release asks for, which some do of the newest release only.
Source: Ladisa et al. 2023, "SoK: Taxonomy of attacks on open-source software supply chains".
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="depends_on_an_address",
    subject="package",
    severity=Severity.LOW,
    concern="provenance",
    question="Does it ask for something at an address that no registry keeps?",
    remedy="Look at what is there, and pin it by its hash or leave it out.",
    reads=("releases", "requirements"),
    sql=r"""
        WITH asked AS (
            SELECT
                ecosystem,
                name,
                version,
                regexp_matches(requirement, address) AS is_address,
                requirement
            FROM requirements
            JOIN ecosystems USING (ecosystem)
            WHERE list_contains(installed_kinds, kind)
        ),
        stated AS (
            SELECT
                subject_id,
                CASE
                    WHEN bool_or(is_address) THEN true
                    WHEN count(requirement) > 0 OR bool_and(e.tells_requirements AND NOT r.is_removed) THEN false
                END AS answer,
                list(left(requirement, 200) ORDER BY requirement) FILTER (WHERE is_address) AS refs
            FROM subject_releases() AS r
            JOIN ecosystems AS e USING (ecosystem)
            LEFT JOIN asked USING (ecosystem, name, version)
            GROUP BY subject_id
        )
        SELECT subject_id, answer, refs
        FROM subjects
        LEFT JOIN stated USING (subject_id)
    """,
)
