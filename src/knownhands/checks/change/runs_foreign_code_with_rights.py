"""Does it run the code of anybody who opens a pull request with the rights of the repository?

Why: a pull request then becomes a push.
Unknown when: its contents were not read.
Source: GitHub Security Lab, “Preventing pwn requests”, 2021.
"""

from knownhands.checks.change._observed import READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="runs_foreign_code_with_rights",
    subject="change",
    severity=Severity.HIGH,
    question="Does it run the code of anybody who opens a pull request with the rights of the repository?",
    remedy="Let the job that checks out foreign code have no secrets and no write access, and another one comment.",
    reads=READS,
    sql=observed(("workflow_runs_foreign_code",), ("ci",)),
    concern="attack",
)
