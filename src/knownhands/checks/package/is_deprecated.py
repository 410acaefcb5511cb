"""Whether its own people say that nobody should use it any more.

Why: what is archived or deprecated gets no more fixes, and an account that nobody watches is one that can be taken over.
Unknown when: the registry does not say, does not know the release, or was asked only after the moment in question.
Source: Zahan et al. 2022 on weak links of the supply chain (unmaintained packages); PEP 792 (archived, deprecated).
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="is_deprecated",
    subject="package",
    severity=Severity.LOW,
    concern="upkeep",
    question="Have its own people archived or deprecated it?",
    remedy="Plan to replace it; what they say may name a replacement.",
    reads=("bodies", "packages", "releases"),
    sql="""
        WITH said AS (
            SELECT
                s.subject_id,
                coalesce(r.deprecated <> '', p.lifecycle IN ('archived', 'deprecated')) AS answer,
                coalesce(left(r.deprecated, 200), p.lifecycle) AS what
            FROM subjects AS s
            JOIN last_heard() AS h USING (ecosystem, name)
            LEFT JOIN packages AS p USING (ecosystem, name)
            LEFT JOIN releases AS r USING (ecosystem, name, version)
            WHERE h.known_since <= s.as_of
        )
        SELECT subject_id, answer, CASE WHEN answer THEN [what] END AS refs
        FROM subjects
        LEFT JOIN said USING (subject_id)
    """,
)
