"""How much of the package's programs is written so that nobody can read it.

Why: obfuscation is what malware authors pay first; honest packages carry minified files, which are one long line and no more.
Unknown when: no archive could be read.
Source: Moog et al. 2021, "Statically detecting JavaScript obfuscation"; GuardDog's obfuscation rules.
"""

from math import inf

from knownhands.declarations import Cost, Direction, Family, Feature
from knownhands.features.package._capabilities import SUBJECTS, places, written

_WRITTEN = written()

FAMILY = Family(
    id="obfuscation",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_observations"),
    columns=(
        *(
            Feature(
                f"obfuscation_{capability.id}",
                "files",
                0,
                inf,
                Direction.RISES,
                capability.cost_to_fake,
                f"in {{value:number}} of its programs it {capability.sentence} | none of its programs {capability.sentence}",
                f"it is not known whether any of its programs {capability.sentence}",
            )
            for capability in _WRITTEN
        ),
        Feature(
            "native_code_in_sources",
            "files",
            0,
            inf,
            Direction.RISES,
            Cost.CHEAP,
            "it holds native code where sources are expected, in {value:number} {value:file/files} | it holds no native code where sources are expected",
        ),
    ),
    sql=f"""
        SELECT
            subject_id,
            {", ".join(f"CASE WHEN is_read THEN count(DISTINCT path) FILTER (WHERE capability = '{capability.id}') END AS obfuscation_{capability.id}" for capability in _WRITTEN)},
            CASE WHEN is_read THEN count(DISTINCT path) FILTER (WHERE capability = 'native_code' AND form <> 'wheel') END AS native_code_in_sources
        FROM {SUBJECTS}
        LEFT JOIN artifacts USING (artifact)
        LEFT JOIN subject_capabilities USING (subject_id)
        GROUP BY subject_id, is_read
    """,
    evidence=places("obfuscation", ("install", "import", "call"), _WRITTEN),
    view="contents",
)
