"""Does it take all secrets of CI at once?

Why: no honest step needs every secret; a worm does not know their names.
Unknown when: its contents were not read.
Source: Shai-Hulud, September 2025.
"""

from knownhands.checks.change._observed import READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="gathers_all_secrets",
    subject="change",
    severity=Severity.CRITICAL,
    question="Does it take all secrets of CI at once?",
    remedy="Do not let it run; name the one secret that a step needs.",
    reads=READS,
    sql=observed(("workflow_all_secrets",), ("ci",)),
    concern="attack",
)
