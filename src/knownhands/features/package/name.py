"""What the package is called, and whether that is easily mistaken for something well known.

Why: squatters live on typing errors and guesses; alone, a name says little, because honest look-alikes are far more common.
Unknown when: the archive does not say its name, and nobody else does.
Source: Taylor et al. 2020, "Defending against package typosquatting"; Neupane et al. 2023, "Beyond typosquatting".
"""

from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="name",
    subject="package",
    version=1,
    reads=("artifact_manifests", "name_matches"),
    columns=(
        Feature(
            "name_confusability",
            "0 to 1",
            0,
            1,
            Direction.RISES,
            Cost.FREE,
            "its name can be mistaken for that of a well-known package, with a likelihood of {value:share} | its name resembles that of no well-known package",
        ),
        Feature(
            "name_digits",
            "characters",
            0,
            100,
            Direction.RISES,
            Cost.FREE,
            "its name has {value:number} {value:digit/digits} | its name has no digit",
        ),
    ),
    sql=r"""
        SELECT
            subject_id,
            CASE WHEN n.name IS NOT NULL THEN coalesce(n.confusability, 0) END AS name_confusability,
            CASE WHEN own_name IS NOT NULL THEN least(len(regexp_extract_all(own_name, '\d')), 100) END AS name_digits
        FROM (
            SELECT
                subject_id,
                coalesce(subjects.ecosystem, m.ecosystem) AS ecosystem,
                nullif(coalesce(subjects.name, m.name), '') AS own_name
            FROM subjects LEFT JOIN artifact_manifests AS m USING (artifact)
        ) AS s
        LEFT JOIN name_matches AS n ON n.ecosystem = s.ecosystem AND n.name = s.own_name
    """,
    evidence={
        "name_confusability": """
            SELECT subject_id, 'field' AS kind, 'resembles ' || target AS ref, confusability AS weight
            FROM subjects
            LEFT JOIN artifact_manifests AS m USING (artifact)
            JOIN name_matches AS n
                ON n.ecosystem = coalesce(subjects.ecosystem, m.ecosystem) AND n.name = coalesce(subjects.name, m.name)
            WHERE target IS NOT NULL
        """,
    },
    view="name",
)
