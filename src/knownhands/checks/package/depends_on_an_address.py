"""Whether it asks for something that no registry keeps: a file at some address, or a repository.

Why: what stands at an address can be exchanged at any time, for some of those who ask for it, and nobody who checks
    registries ever sees it; PyPI refuses such releases, npm does not.
Unknown when: the registry does not tell what the release asks for, which PyPI does of the newest release only.
Source: Ladisa et al. 2023, "SoK: Taxonomy of attacks on open-source software supply chains"; PyPI's rules for uploads.
"""

from knownhands.records import Check, Severity

CHECK = Check(
    id="depends_on_an_address",
    subject="package",
    severity=Severity.MEDIUM,
    question="Does it ask for something at an address that no registry keeps?",
    remedy="Look at what is there, and pin it by its hash or leave it out.",
    reads=("releases", "requirements"),
    sql=r"""
        WITH asked AS (
            SELECT
                ecosystem,
                name,
                version,
                CASE ecosystem
                    WHEN 'npm' THEN regexp_matches(
                        regexp_extract(requirement, '^@?[^@]+@\s*(.*)$', 1, 's'),
                        '^((git|ssh|https?|ftp|file|link|portal|github|gitlab|bitbucket|gist)[+:@]|~?/|\.\.?/'
                        || '|[A-Za-z0-9_-][A-Za-z0-9_.-]*/[A-Za-z0-9_.-]+(#|$))',
                        'i'
                    )
                    ELSE regexp_matches(requirement, '^[A-Za-z0-9][A-Za-z0-9._-]*\s*(\[[^\]]*\])?\s*@')
                END AS is_address,
                requirement
            FROM requirements
            WHERE ecosystem = 'npm' OR kind = 'runtime'
        ),
        told AS (
            SELECT
                subject_id,
                CASE
                    WHEN bool_or(is_address) THEN true
                    WHEN count(requirement) > 0 OR bool_and(r.ecosystem = 'npm' AND NOT r.is_removed) THEN false
                END AS answer,
                list(left(requirement, 200) ORDER BY requirement) FILTER (WHERE is_address) AS refs
            FROM subject_releases() AS r
            LEFT JOIN asked USING (ecosystem, name, version)
            GROUP BY subject_id
        )
        SELECT subject_id, answer, refs
        FROM subjects
        LEFT JOIN told USING (subject_id)
    """,
)
