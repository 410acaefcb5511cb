"""How many different capabilities occur together in one file, and how densely.

Why: malware does everything in one short file; honest programs spread the same capabilities over many long ones. Adding
honest files changes none of these numbers.
Unknown when: no archive could be read.
Source: Huang et al. 2024, "Donapi"; Zheng et al. 2024, "OSCAR" (chains of behaviour).
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature
from knownhands.features.package._capabilities import SUBJECTS

_OCCUR = "SELECT subject_id, path, 'file' AS kind, path AS ref, count(DISTINCT capability) AS weight FROM subject_capabilities"

FAMILY = Family(
    id="cooccurrence",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_observations", "artifact_files"),
    columns=(
        Feature(
            "cooccurring_install",
            "capabilities",
            0,
            inf,
            Direction.RISES,
            Cost.COSTLY,
            "one file that acts at install-time shows {value:number} notable {value:capability/capabilities} | no file that acts at install-time shows a notable capability",
        ),
        Feature(
            "cooccurring_import",
            "capabilities",
            0,
            inf,
            Direction.RISES,
            Cost.COSTLY,
            "one file that acts at install-time or import-time shows {value:number} notable {value:capability/capabilities} | no file that acts at install-time or import-time shows a notable capability",
        ),
        Feature(
            "cooccurring_any_time",
            "capabilities",
            0,
            inf,
            Direction.RISES,
            Cost.COSTLY,
            "one of its files shows {value:number} notable {value:capability/capabilities} | none of its files shows a notable capability",
        ),
        Feature(
            "capability_density",
            "capabilities per 1,000 bytes",
            0,
            inf,
            Direction.RISES,
            Cost.FREE,
            "one of its files shows {value:number} notable {value:capability/capabilities} for every 1,000 bytes (typical: {typical:number}) | no file shows a notable capability, whatever its size (typical: {typical:number})",
        ),
        Feature(
            "cooccurrence_density",
            "capabilities per 1,000 bytes",
            0,
            inf,
            Direction.RISES,
            Cost.FREE,
            "one of its files with several notable capabilities shows {value:number} for every 1,000 bytes (typical: {typical:number}) | it has no file with several notable capabilities (typical: {typical:number})",
        ),
    ),
    sql=f"""
        SELECT
            subject_id,
            CASE WHEN is_read THEN coalesce(max(installed), 0) END AS cooccurring_install,
            CASE WHEN is_read THEN coalesce(max(at_import), 0) END AS cooccurring_import,
            CASE WHEN is_read THEN coalesce(max(met), 0) END AS cooccurring_any_time,
            CASE WHEN is_read THEN coalesce(max(1000 * met / size), 0) END AS capability_density,
            CASE WHEN is_read THEN coalesce(max(1000 * met / size) FILTER (WHERE met >= 2), 0) END AS cooccurrence_density
        FROM {SUBJECTS}
        LEFT JOIN (
            SELECT
                subject_id,
                count(DISTINCT capability) FILTER (WHERE place = 'install') AS installed,
                count(DISTINCT capability) FILTER (WHERE place IN ('install', 'import')) AS at_import,
                count(DISTINCT capability) AS met,
                greatest(min(size_bytes), 300) AS size
            FROM subject_capabilities AS c
            JOIN subjects USING (subject_id)
            JOIN artifact_files AS f ON f.artifact = subjects.artifact AND f.path = c.path
            WHERE NOT is_common
            GROUP BY subject_id, c.path
        ) USING (subject_id)
        GROUP BY subject_id, is_read
    """,
    evidence={
        "cooccurring_install": f"SELECT subject_id, kind, ref, weight FROM ({_OCCUR} WHERE place = 'install' AND NOT is_common GROUP BY ALL)",
        "cooccurring_import": f"SELECT subject_id, kind, ref, weight FROM ({_OCCUR} WHERE place <> 'call' AND NOT is_common GROUP BY ALL)",
        "cooccurring_any_time": f"SELECT subject_id, kind, ref, weight FROM ({_OCCUR} WHERE NOT is_common GROUP BY ALL)",
    },
    view="contents",
)
