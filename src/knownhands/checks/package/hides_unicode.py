"""Whether its programs hold text that a reader cannot see.

Why: characters that reorder or hide text make a reviewer see other code than the machine runs; in
translations and prose they are ordinary typography, so only the package's own programs are asked about.
Unknown when: part of it could not be read and what could be read shows nothing.
Source: Boucher and Anderson 2021, "Trojan Source" (CVE-2021-42574).
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="hides_unicode",
    subject="artifact",
    severity=Severity.HIGH,
    question="Do its programs hold Unicode characters that are invisible or reorder the text?",
    remedy="Look at those lines in an editor that shows every character.",
    reads=("artifacts", "artifact_observations"),
    sql="""
        SELECT
            subject_id,
            CASE WHEN count(path) > 0 THEN true WHEN bool_and(is_complete) THEN false END AS answer,
            list(DISTINCT place_in(path, line, target) ORDER BY place_in(path, line, target)) FILTER (WHERE path IS NOT NULL) AS refs
        FROM subjects
        LEFT JOIN artifacts USING (artifact)
        LEFT JOIN artifact_observations AS o
            ON o.artifact = artifacts.artifact AND o.capability = 'hidden_unicode' AND NOT is_aside(o.path)
        GROUP BY subject_id
    """,
)
