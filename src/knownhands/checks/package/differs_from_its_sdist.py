"""Whether a wheel holds code that acts and that its sdist does not hold.

Why: people read the source and install the wheel; code that only the wheel holds was put there after the reading. What builds
write (a version, translations) runs no programs and talks to nobody, so only files that do so are told, whatever their name.
Unknown when: the sdist is not at hand, part of either could not be read, or the wheel holds machine code, another language or code vendored by its build that the sdist does not.
Source: Vu et al. 2021, "LastPyMile: identifying the discrepancy between sources and packages".
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="differs_from_its_sdist",
    subject="package",
    severity=Severity.MEDIUM,
    concern="provenance",
    question="Does the wheel hold Python or JavaScript that acts and is not in its sdist?",
    remedy="Do not install the wheel; compare it with one that you build from the sdist.",
    reads=("artifacts", "artifact_files", "artifact_observations"),
    compares="sibling",
    sql="SELECT subject_id, answer, refs FROM answer_from_other_code('sibling')",
)
