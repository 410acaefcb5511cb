"""Whether the package had been published for years before this release, in many releases.

Why: years of releases that nobody took down are something an attacker cannot make in an afternoon; who takes over an old
    package has them too, so they lift no alarm.
Unknown when: the registry does not say when releases were published, or its times are a mirror's.
Source: Zimmermann et al. 2019, "Small world with high risks"; the thresholds are chosen by eye.
"""

from knownhands.declarations import Check, Cost, Severity

CHECK = Check(
    id="has_been_published_for_years",
    subject="package",
    severity=Severity.INFO,
    concern="upkeep",
    question="Had it been published for two years before this release, in ten releases or more?",
    remedy="",
    reads=("releases",),
    earns=10,
    fake=Cost.COSTLY,
    credit="it had been published for two years or more before this release, in ten releases or more",
    sql="""
        WITH past AS (
            SELECT own.subject_id, own.published_at, min(r.published_at) AS since, count(DISTINCT r.published_at // 86400) AS days
            FROM dated_releases() AS own
            JOIN numbered_releases() AS r USING (ecosystem, name)
            WHERE r.published_at <= own.published_at
            GROUP BY ALL
        )
        SELECT
            subject_id,
            published_at - since >= 2 * 365 * 86400 AND days >= 10 AS answer,
            CASE WHEN published_at - since >= 2 * 365 * 86400 AND days >= 10
                THEN ['first published ' || utc_date(since), 'released on ' || days || ' days'] END AS refs
        FROM subjects
        LEFT JOIN past USING (subject_id)
    """,
)
