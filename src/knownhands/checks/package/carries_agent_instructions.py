"""Whether it brings instructions that coding agents obey.

Why: an agent that works in a folder obeys the instruction files in it; a dependency has no business giving any.
Unknown when: part of it could not be read and what could be read shows nothing.
Source: the s1ngularity incident of 2025 (coding agents told to search for secrets).
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="carries_agent_instructions",
    subject="artifact",
    severity=Severity.MEDIUM,
    question="Does it bring instruction files for coding agents?",
    remedy="Read them, and keep agents out of the installed files.",
    reads=("artifacts", "artifact_observations"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_observations(['agent-instructions'], ['install', 'start', 'import', 'call'])
    """,
)
