"""Whether a file of it has no provenance although the versions below it had it.

Why: provenance says which build of which repository made a file; a release that a thief uploads by hand, with a stolen
    token, has none.
Unknown when: no release that was out a week before is known to have provenance, its files are not known, or times are a mirror's.
Source: OpenSSF, "Principles for package repository security"; PEP 740; registries' documentation of provenance statements.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="drops_its_provenance",
    subject="package",
    severity=Severity.MEDIUM,
    concern="provenance",
    question="Is there no provenance for it, or for a file of it, although the three versions below it had it?",
    remedy="Do not install it before its project says why.",
    reads=("releases", "release_files"),
    sql="""
        WITH files AS (
            SELECT
                f.ecosystem,
                f.name,
                f.version,
                f.filename,
                f.uploaded_at,
                f.provenance IS NOT NULL OR r.trusted_publisher IS NOT NULL AS is_proven
            FROM release_files AS f
            JOIN releases AS r USING (ecosystem, name, version)
            WHERE f.kind IN ('sdist', 'bdist_wheel', 'tgz')
        ),
        whole AS (
            SELECT ecosystem, name, version, bool_and(is_proven) AS is_proven, bool_or(is_proven) AS is_partly
            FROM files
            GROUP BY ecosystem, name, version
        ),
        before AS (
            SELECT subject_id, bool_and(is_proven) FILTER (WHERE steps <= 3) AS are_proven, bool_or(is_partly) AS is_told
            FROM releases_before()
            JOIN whole USING (ecosystem, name, version)
            GROUP BY subject_id
        ),
        own AS (
            SELECT subject_id, bool_and(is_proven) AS is_proven, list(filename ORDER BY filename)
                FILTER (WHERE NOT is_proven) AS unproven
            FROM dated_releases() AS r
            JOIN files AS f USING (ecosystem, name, version)
            WHERE f.uploaded_at IS NULL OR f.uploaded_at <= r.as_of
            GROUP BY subject_id
        )
        SELECT
            subject_id,
            CASE WHEN is_told THEN are_proven AND NOT own.is_proven END AS answer,
            CASE WHEN answer THEN unproven END AS refs
        FROM subjects
        LEFT JOIN own USING (subject_id)
        LEFT JOIN before USING (subject_id)
    """,
)
