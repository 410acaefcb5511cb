"""Whether it runs as code what it read from data or decoded.

Why: a payload in a data file, or in a long string, is how a package hides what it does from those who read its code.
Unknown when: part of it could not be read and what could be read shows nothing.
Source: the xz incident (a payload in test files); DataDog/guarddog issue 508.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="executes_data",
    subject="artifact",
    severity=Severity.MEDIUM,
    question="Does it run code that it reads from a file, downloads or decodes?",
    remedy="Decode it yourself and read it; do not run it to see.",
    reads=("artifacts", "artifact_observations"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_observations(['data-execution'], ['install', 'start', 'import', 'call'])
    """,
)
