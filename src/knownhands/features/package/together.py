"""How many different abilities meet in one file, and how densely.

Why: malware does everything in one short file; honest programs spread the same abilities over many long ones. Adding
honest files changes none of these numbers.
Unknown when: no archive could be read.
Source: Huang et al. 2024, "Donapi"; Zheng et al. 2024, "OSCAR" (chains of behaviour).
"""

from math import inf

from knownhands.features.package._capabilities import SUBJECTS
from knownhands.records import Cost, Direction, Family, Feature

_MET = "SELECT subject_id, path, 'file' AS kind, path AS ref, count(DISTINCT capability) AS weight FROM subject_capabilities"

FAMILY = Family(
    id="together",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_observations", "artifact_files"),
    columns=(
        Feature(
            "together_install",
            "abilities",
            0,
            inf,
            Direction.RISES,
            Cost.COSTLY,
            "telling abilities that meet in one file which acts when it is installed: {value:.0f}",
        ),
        Feature(
            "together_import",
            "abilities",
            0,
            inf,
            Direction.RISES,
            Cost.COSTLY,
            "telling abilities that meet in one file which acts unasked, at install or on import: {value:.0f}",
        ),
        Feature(
            "together_any",
            "abilities",
            0,
            inf,
            Direction.RISES,
            Cost.COSTLY,
            "telling abilities that meet in one file: {value:.0f}",
        ),
        Feature(
            "densest",
            "abilities per 1,000 bytes",
            0,
            inf,
            Direction.RISES,
            Cost.FREE,
            "its densest file has {value:.2f} telling abilities for every 1,000 bytes (typical: {typical:.2f})",
        ),
        Feature(
            "densest_of_several",
            "abilities per 1,000 bytes",
            0,
            inf,
            Direction.RISES,
            Cost.FREE,
            "of its files with several telling abilities the densest has {value:.2f} for every 1,000 bytes",
        ),
    ),
    sql=f"""
        SELECT
            subject_id,
            CASE WHEN is_read THEN coalesce(max(installed), 0) END AS together_install,
            CASE WHEN is_read THEN coalesce(max(unasked), 0) END AS together_import,
            CASE WHEN is_read THEN coalesce(max(met), 0) END AS together_any,
            CASE WHEN is_read THEN coalesce(max(1000 * met / size), 0) END AS densest,
            CASE WHEN is_read THEN coalesce(max(1000 * met / size) FILTER (WHERE met >= 2), 0) END AS densest_of_several
        FROM {SUBJECTS}
        LEFT JOIN (
            SELECT
                subject_id,
                count(DISTINCT capability) FILTER (WHERE place = 'install') AS installed,
                count(DISTINCT capability) FILTER (WHERE place IN ('install', 'import')) AS unasked,
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
        "together_install": f"SELECT subject_id, kind, ref, weight FROM ({_MET} WHERE place = 'install' AND NOT is_common GROUP BY ALL)",
        "together_import": f"SELECT subject_id, kind, ref, weight FROM ({_MET} WHERE place <> 'call' AND NOT is_common GROUP BY ALL)",
        "together_any": f"SELECT subject_id, kind, ref, weight FROM ({_MET} WHERE NOT is_common GROUP BY ALL)",
    },
    view="contents",
)
