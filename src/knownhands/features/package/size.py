"""How much program there is, and how much of it shows capabilities that are not common.

Why: most malicious packages are a payload and little else; it costs nothing to add honest files, which is why
other families look at one file at a time.
Unknown when: no archive could be read.
Source: Zhang et al. 2023, "Malicious package detection … using a single model"; Zahan et al. 2022.
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature
from knownhands.features.package._capabilities import SUBJECTS

FAMILY = Family(
    id="size",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_observations", "artifact_files"),
    columns=(
        Feature(
            "programs",
            "files",
            0,
            inf,
            Direction.FALLS,
            Cost.FREE,
            "it has {value:number} {value:program/programs} of its own (typical: {typical:number}) | it has no program of its own (typical: {typical:number})",
        ),
        Feature(
            "program_bytes",
            "bytes",
            0,
            inf,
            Direction.FALLS,
            Cost.FREE,
            "its programs have {value:number} {value:byte/bytes} together (typical: {typical:number})",
        ),
        Feature(
            "median_program_bytes",
            "bytes",
            0,
            inf,
            Direction.EITHER,
            Cost.FREE,
            "the median size of its programs is {value:number} {value:byte/bytes} (typical: {typical:number})",
        ),
        Feature(
            "largest_program_bytes",
            "bytes",
            0,
            inf,
            Direction.EITHER,
            Cost.FREE,
            "its largest program has {value:number} {value:byte/bytes} (typical: {typical:number})",
        ),
        Feature(
            "capable_programs",
            "files",
            0,
            inf,
            Direction.EITHER,
            Cost.FREE,
            "{value:number} of its Python and JavaScript files {value:shows/show} a notable capability | none of its Python and JavaScript files shows a notable capability",
        ),
        Feature(
            "capable_share",
            "share of files",
            0,
            1,
            Direction.RISES,
            Cost.FREE,
            "{value:share} of its Python and JavaScript files show a notable capability",
            "which share of its Python and JavaScript files show a notable capability is not known",
        ),
    ),
    sql=f"""
        SELECT
            subject_id,
            CASE WHEN is_read THEN count(path) END AS programs,
            CASE WHEN is_read THEN coalesce(sum(size_bytes), 0) END AS program_bytes,
            CASE WHEN is_read THEN median(size_bytes) END AS median_program_bytes,
            CASE WHEN is_read THEN max(size_bytes) END AS largest_program_bytes,
            CASE WHEN is_read THEN count(path) FILTER (WHERE is_capable) END AS capable_programs,
            CASE WHEN is_read AND count(path) > 0 THEN count(path) FILTER (WHERE is_capable) / count(path) END AS capable_share
        FROM {SUBJECTS}
        LEFT JOIN (
            SELECT artifact, path, min(size_bytes) AS size_bytes
            FROM artifact_files WHERE kind = 'file' AND is_program(path) AND NOT is_aside(path) GROUP BY artifact, path
        ) USING (artifact)
        LEFT JOIN (
            SELECT subject_id, path, true AS is_capable FROM subject_capabilities
            WHERE NOT is_common
            GROUP BY subject_id, path
        ) USING (subject_id, path)
        GROUP BY subject_id, is_read
    """,
    view="contents",
)
