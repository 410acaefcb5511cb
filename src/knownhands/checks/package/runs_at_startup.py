"""Whether it makes every start of the interpreter run its code.

Why: a line in a .pth file or a sitecustomize module runs whenever Python starts, whether or not the package is used.
Unknown when: part of it could not be read and what could be read shows nothing.
Source: Python's documentation of the site module; the 2024 and 2025 .pth stealers.
"""

from knownhands.declarations import Check, Severity

CHECK = Check(
    id="runs_at_startup",
    subject="artifact",
    severity=Severity.HIGH,
    question="Does it run code whenever Python starts, whether or not the package is used?",
    remedy="Do not install it unless you know why it has to.",
    reads=("artifacts", "artifact_observations"),
    sql="""
        SELECT subject_id, answer, refs
        FROM answer_from_observations(['process', 'network', 'dynamic-code', 'data-execution', 'persistence'], ['start'])
    """,
)
