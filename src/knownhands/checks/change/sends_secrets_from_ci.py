"""Does it send secrets out of CI?

Why: what CI holds is what the worms and token thefts of 2025 and 2026 were after; a workflow needs no review to run.
Unknown when: its contents were not read.
Source: GhostAction, September 2025; Shai-Hulud; tj-actions/changed-files (CVE-2025-30066).
"""

from knownhands.checks.change._observed import READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="sends_secrets_from_ci",
    subject="change",
    severity=Severity.CRITICAL,
    question="Does it send secrets out of CI?",
    remedy="Do not let it run: take the workflow out, and replace every secret that it could read if it ran already.",
    reads=READS,
    sql=observed(("workflow_sends_secrets", "shell_secrets_sent"), ("ci",)),
    concern="attack",
)
