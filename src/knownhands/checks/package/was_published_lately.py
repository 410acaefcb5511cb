"""Whether the release, or a file that was added to it, is younger than a week.

Why: stolen releases of well-used packages have been found within hours or days, so whoever waits a week is spared most. A mirror's
    times may be when it fetched a release; then it is older than they say, and a yes only asks to wait in vain.
Unknown when: the registry does not say when the release was published, or it was not out yet.
Source: the installers' min-release-age and exclude-newer; the week is chosen by eye among what their users set.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="was_published_lately",
    subject="package",
    severity=Severity.LOW,
    concern="upkeep",
    question="Was it, or a file of it, published less than a week ago?",
    remedy="Wait until others have looked at it, unless it mends what hurts you now.",
    reads=("releases", "release_files"),
    sql="""
        WITH moments AS (
            SELECT subject_id, as_of, published_at AS moment, version AS what
            FROM subject_releases()
            UNION ALL
            SELECT r.subject_id, r.as_of, f.uploaded_at, f.filename
            FROM subject_releases() AS r
            JOIN release_files AS f USING (ecosystem, name, version)
            WHERE f.uploaded_at <= r.as_of
        )
        SELECT
            subject_id,
            bool_or(moment > m.as_of - 7 * 86400) AS answer,
            list(what || ' of ' || utc_date(moment) ORDER BY moment, what)
                FILTER (WHERE moment > m.as_of - 7 * 86400) AS refs
        FROM subjects
        LEFT JOIN moments AS m USING (subject_id)
        GROUP BY subject_id
    """,
)
