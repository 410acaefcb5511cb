"""Whether it came more than two years after the release before.

Why: what nobody has looked after is what is taken over, by whoever offers to help or buys an expired mail domain; the six that
    were seen among 20 well-known packages were all honest.
Unknown when: the registry does not say when it, or what may have come between, was published, or its times are a mirror's.
Source: Zahan et al. 2022 on weak links of the supply chain (inactive for two years, expired domains).
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="was_released_after_dormancy",
    subject="package",
    severity=Severity.LOW,
    concern="upkeep",
    question="Was there no other release for two years before it?",
    remedy="See who made it, and read what changed.",
    reads=("releases",),
    sql="""
        WITH before AS (
            SELECT subject_id, max(published_at) AS published_at, arg_max(version, published_at) AS version
            FROM releases_before()
            GROUP BY subject_id
        ),
        own AS (
            SELECT
                subject_id,
                b.version || ' of ' || utc_date(b.published_at) AS ref,
                own.published_at - coalesce(b.published_at, own.published_at) > 2 * 365.25 * 86400 AS is_late,
                EXISTS (
                    FROM numbered_releases() AS r
                    WHERE r.ecosystem = own.ecosystem AND r.name = own.name AND r.published_at IS NULL
                        AND r.numbers > version_numbers(b.version) AND r.numbers < version_numbers(own.version)
                ) AS is_doubtful
            FROM dated_releases() AS own
            LEFT JOIN before AS b USING (subject_id)
        )
        SELECT
            subject_id,
            CASE WHEN NOT (is_late AND is_doubtful) THEN is_late END AS answer,
            CASE WHEN answer THEN [ref] END AS refs
        FROM subjects
        LEFT JOIN own USING (subject_id)
    """,
)
