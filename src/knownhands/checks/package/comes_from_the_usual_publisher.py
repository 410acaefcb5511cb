"""Whether the account that published it had published this package for half a year before.

Why: an account with a past in this package is one that somebody would have to take over; that happens, so it lifts no alarm.
Unknown when: the registry does not say who published releases, or its times are a mirror's.
Source: the event-stream incident of 2018; Zahan et al. 2022 on weak links of the supply chain.
"""

from knownhands.declarations import Check, Cost, Severity

CHECK = Check(
    id="comes_from_the_usual_publisher",
    subject="package",
    severity=Severity.INFO,
    concern="provenance",
    question="Had the account that published it published this package three times before, over half a year or more?",
    remedy="",
    reads=("people", "releases"),
    earns=6,
    fake=Cost.COMPROMISE,
    credit="the account that published it had published this package for half a year or more",
    sql="""
        WITH own AS (
            SELECT subject_id, published_at, person FROM dated_releases() JOIN publishers() USING (ecosystem, name, version)
        ),
        past AS (
            SELECT own.subject_id, any_value(own.person) AS person, count(*) AS releases, max(own.published_at) - min(b.published_at) AS span
            FROM own
            JOIN releases_before() AS b ON b.subject_id = own.subject_id
            JOIN publishers() AS p ON p.ecosystem = b.ecosystem AND p.name = b.name AND p.version = b.version AND p.person = own.person
            GROUP BY own.subject_id
        )
        SELECT
            subject_id,
            CASE WHEN own.person IS NOT NULL THEN coalesce(past.releases >= 3 AND past.span >= 182 * 86400, false) END AS answer,
            CASE WHEN past.releases >= 3 AND past.span >= 182 * 86400 THEN [past.person] END AS refs
        FROM subjects
        LEFT JOIN own USING (subject_id)
        LEFT JOIN past USING (subject_id)
    """,
)
