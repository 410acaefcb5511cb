"""Whether it does something suspicious before anybody calls it that the release before did nowhere.

Why: a hijacked release begins to run programs, talk to the network or run text as code; most honest releases gain no such thing
(10 of 176 neighbouring tags of 22 well-known projects did, half of them in tests, docs or tools).
Unknown when: the release before is not at hand, only one of the two is a wheel, or part of either could not be read and the rest shows nothing.
Source: the event-stream incident of 2018; Garrett et al. 2019, "Detecting suspicious package updates".
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="gains_capabilities",
    subject="package",
    severity=Severity.MEDIUM,
    question="Does it do something suspicious at install-time, start-up or import-time that the release before did not?",
    remedy="Read those lines, and find out who made the release and why it needs them.",
    reads=("artifacts", "artifact_observations"),
    compares="previous",
    sql="""
        WITH compared AS (
            SELECT subject_id, new.artifact, previous, new.is_complete AND old.is_complete AS is_complete
            FROM subjects
            JOIN artifacts AS new USING (artifact)
            JOIN artifacts AS old ON old.artifact = previous
            WHERE (new.form = 'wheel') = (old.form = 'wheel')
        ),
        uncalled AS (
            FROM suspicious_observations WHERE trigger <> 'call'
            UNION ALL
            FROM artifact_observations WHERE capability = 'native_code'
        ),
        gained AS (
            SELECT DISTINCT subject_id, is_complete, CASE WHEN path IS NOT NULL THEN place_in(path, line, excerpt) END AS place
            FROM compared
            LEFT JOIN (
                SELECT subject_id, u.path, u.line, min(excerpt_of(u.source, u.sink, u.target)) AS excerpt
                FROM compared AS c
                JOIN uncalled AS u USING (artifact)
                WHERE NOT EXISTS (
                    SELECT 1
                    FROM uncalled AS o
                    WHERE o.artifact = c.previous AND o.capability = u.capability AND o.trigger = u.trigger
                        AND o.source = u.source AND o.sink = u.sink AND o.target = u.target
                )
                GROUP BY ALL
            ) USING (subject_id)
        )
        SELECT
            subject_id,
            CASE WHEN count(place) > 0 THEN true WHEN bool_and(is_complete) THEN false END AS answer,
            list(place ORDER BY place) FILTER (WHERE place IS NOT NULL) AS refs
        FROM subjects
        LEFT JOIN gained USING (subject_id)
        GROUP BY subject_id
    """,
)
