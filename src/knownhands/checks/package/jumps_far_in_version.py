"""Whether its version is far above all before it, or begins far up.

Why: whoever wants a package of a company's own name to be taken from the public registry gives it a version that beats
    every other, such as 99.0.0; versions that are the year are passed over.
Unknown when: the version does not begin with a number, its time is not known, or the times are a mirror's.
Source: Birsan 2021, "Dependency confusion"; the bounds are chosen by eye.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="jumps_far_in_version",
    subject="package",
    severity=Severity.INFO,
    concern="upkeep",
    question="Is its major version ten or more above all earlier ones and above 20, or 50 or more at the first release?",
    remedy="Make sure that it is the package you mean, and no name of your own that someone else has taken.",
    reads=("releases",),
    sql="""
        WITH before AS (
            SELECT
                subject_id,
                max(numbers[2]) AS highest,
                arg_max(version, numbers[2]) AS version
            FROM releases_before()
            GROUP BY subject_id
        ),
        own AS (
            SELECT
                subject_id,
                version_numbers(version)[2] AS number,
                year(make_timestamp(published_at * 1000000)) AS year,
                abs(left(number::VARCHAR, 4)::INTEGER - year) <= 1 OR abs(number - year % 100) <= 1 AS is_year
            FROM dated_releases()
        )
        SELECT
            s.subject_id,
            NOT is_year AND CASE
                WHEN before.subject_id IS NULL THEN number >= 50
                ELSE number > 20 AND number >= highest + 10
            END AS answer,
            CASE WHEN answer THEN [coalesce('highest before: ' || before.version, 'none before')] END AS refs
        FROM subjects AS s
        LEFT JOIN own USING (subject_id)
        LEFT JOIN before USING (subject_id)
    """,
)
