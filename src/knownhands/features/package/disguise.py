"""How much of the package's programs is written so that nobody can read it.

Why: obfuscation is what malware authors pay first; honest packages carry minified files, which are one long line and no more.
Unknown when: no archive could be read.
Source: Moog et al. 2021, "Statically detecting JavaScript obfuscation"; GuardDog's obfuscation rules.
"""

from math import inf

from knownhands.features.package._abilities import SUBJECTS, places
from knownhands.records import Cost, Direction, Family, Feature

_SIGNS = {
    "encoded_text": ("programs that hold long encoded text: {value:.0f} | no program holds long encoded text", Cost.CHEAP),
    "long_line": ("programs with very long lines: {value:.0f} | no program has very long lines", Cost.FREE),
    "very_long_line": ("programs with lines of 20,000 characters and more: {value:.0f} | no program has lines of 20,000 characters", Cost.FREE),
    "far_right": ("programs with code far beyond the right edge of the screen: {value:.0f} | no program has code beyond the right edge of the screen", Cost.FREE),
    "escaped_text": ("programs that write readable text as escapes: {value:.0f} | no program writes readable text as escapes", Cost.CHEAP),
    "machine_names": ("programs with names that a machine made: {value:.0f} | no program uses names that a machine made", Cost.CHEAP),
    "unparsable": ("programs that could not be parsed: {value:.0f} | all of its programs could be parsed", Cost.CHEAP),
    "hidden_text": ("programs that hold characters which cannot be seen: {value:.0f} | no program holds characters that cannot be seen", Cost.FREE),
}  # fmt: skip

FAMILY = Family(
    id="disguise",
    subject="package",
    version=1,
    reads=("artifacts", "artifact_facts"),
    columns=(
        *(
            Feature(f"disguise_{name}", "files", 0, inf, Direction.RISES, fake, sentence)
            for name, (sentence, fake) in _SIGNS.items()
        ),
        Feature(
            "native_among_sources",
            "files",
            0,
            inf,
            Direction.RISES,
            Cost.CHEAP,
            "native code in an archive of sources: {value:.0f} files | it holds no native code where sources are expected",
        ),
    ),
    sql=f"""
        SELECT
            subject_id,
            {", ".join(f"CASE WHEN is_read THEN count(DISTINCT path) FILTER (WHERE ability = '{name}') END AS disguise_{name}" for name in _SIGNS)},
            CASE WHEN is_read THEN count(DISTINCT path) FILTER (WHERE ability = 'native' AND form <> 'wheel') END AS native_among_sources
        FROM {SUBJECTS}
        LEFT JOIN artifacts USING (artifact)
        LEFT JOIN abilities USING (subject_id)
        GROUP BY subject_id, is_read
    """,
    evidence={
        name.replace("x_", "disguise_", 1): sql
        for name, sql in places("x", ("install", "import", "call"), _SIGNS).items()
    },
    view="contents",
)
