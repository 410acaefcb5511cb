"""Whether the release was yanked, emptied or unpublished, or its package quarantined or taken away.

Why: who publishes a release takes it back for a reason, which is a defect more often than an attack; a registry
    quarantines a package when it suspects malware, and a package that is gone is nobody's or anybody's.
Unknown when: the registry does not say, does not know the release, or was asked only after the moment in question.
Source: PEP 592 (yanked), PEP 792 (quarantined: no files may be offered); registries' policies on unpublishing.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="is_withdrawn",
    subject="package",
    severity=Severity.MEDIUM,
    concern="upkeep",
    question="Was it, or its whole package, taken back or quarantined?",
    remedy="Take another version, and look for the reason before you go on using what you have.",
    reads=("bodies", "packages", "releases"),
    sql="""
        WITH said AS (
            SELECT
                s.subject_id,
                h.gone_since <= s.as_of AS is_gone,
                h.known_since <= s.as_of AS is_known,
                -- two interfaces may disagree; an upload time is that of a file, which is there to be installed
                r.is_removed AND (NOT e.dates_files OR r.published_at IS NULL) AS is_removed,
                e.yanks AND r.is_yanked AS is_yanked,
                coalesce(p.lifecycle = 'quarantined', false) AS is_quarantined,
                r.yanked_reason
            FROM subjects AS s
            LEFT JOIN last_heard() AS h USING (ecosystem, name)
            LEFT JOIN packages AS p USING (ecosystem, name)
            LEFT JOIN releases AS r USING (ecosystem, name, version)
            LEFT JOIN ecosystems AS e USING (ecosystem)
        )
        SELECT
            subject_id,
            CASE
                WHEN is_gone THEN true
                WHEN is_known THEN is_removed OR is_yanked OR is_quarantined
            END AS answer,
            CASE WHEN is_gone OR is_known THEN list_filter([
                CASE WHEN is_gone THEN 'the registry has the package no more' END,
                CASE WHEN is_quarantined THEN 'the package is quarantined' END,
                CASE WHEN is_removed THEN 'the release has no files' END,
                CASE WHEN is_yanked THEN 'yanked' || coalesce(': ' || left(yanked_reason, 200), '') END
            ], lambda one: one IS NOT NULL) END AS refs
        FROM said
    """,
)
