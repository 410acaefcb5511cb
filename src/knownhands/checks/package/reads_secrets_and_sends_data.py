"""Whether one file collects what is secret or tells machines apart, and sends something.

Why: collect, encode and send in one place is what stealers do; honest telemetry looks alike, so this asks for a look and no more.
Unknown when: part of it could not be read and what could be read shows nothing.
Source: Huang et al. 2024, "Donapi"; Zheng et al. 2024, "OSCAR" (behaviour chains).
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="reads_secrets_and_sends_data",
    subject="artifact",
    severity=Severity.MEDIUM,
    question="Does it read credentials or environment variables and send data from the same place?",
    remedy="Read what is sent, and to whom.",
    reads=("artifacts", "artifact_observations"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_observations(['exfiltration'], ['install', 'start', 'import', 'call'])
    """,
)
