"""Whether this very release has been out for months without being withdrawn.

Why: most malicious releases are found within days; three months in public view are a test that cannot be hurried.
Unknown when: the registry does not say when it was published or whether it was withdrawn, or its times are a mirror's.
Source: Ohm et al. 2020, "Backstabber's knife collection" (how long malicious packages stayed); package managers' own
    minimum release ages.
"""

from knownhands.declarations import Check, Cost, Severity

CHECK = Check(
    id="has_been_out_for_months",
    subject="package",
    severity=Severity.INFO,
    concern="upkeep",
    question="Has this release been out for three months without being withdrawn?",
    remedy="",
    reads=("releases",),
    earns=4,
    fake=Cost.COSTLY,
    credit="this release has been out for three months or more, and nobody withdrew it",
    sql="""
        SELECT
            subject_id,
            CASE
                WHEN coalesce(own.is_removed, false) OR coalesce(own.is_yanked, false) THEN false
                ELSE own.as_of - own.published_at >= 90 * 86400
            END AS answer,
            CASE WHEN own.as_of - own.published_at >= 90 * 86400 THEN ['published ' || utc_date(own.published_at)] END AS refs
        FROM subjects
        LEFT JOIN dated_releases() AS own USING (subject_id)
    """,
)
