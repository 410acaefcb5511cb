"""Whether it carries machine code that nobody can review.

Why: compiled extensions are common and honest, and cannot be read; what was built elsewhere has to be trusted or built again.
Unknown when: part of it could not be read and what could be read shows nothing.
Source: Scorecard's Binary-Artifacts check; GuardDog's bundled_binary rule.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="carries_native_code",
    subject="artifact",
    severity=Severity.INFO,
    question="Does it carry machine code that cannot be reviewed?",
    remedy="Build it from source, unless you trust whoever compiled it.",
    reads=("artifacts", "artifact_observations"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_observations(['native-code'], ['install', 'start', 'import', 'call'])
    """,
)
