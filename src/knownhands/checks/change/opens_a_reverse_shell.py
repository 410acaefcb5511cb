"""Does it give somebody else a shell?

Why: no project needs one.
Unknown when: its contents were not read.
Source: ATT&CK T1059.004.
"""

from knownhands.checks.change._observed import PROGRAMS, READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="opens_a_reverse_shell",
    subject="change",
    severity=Severity.CRITICAL,
    question="Does it give somebody else a shell?",
    remedy="Do not run it; look at what else came from the same hands.",
    reads=READS,
    sql=observed(("reverse_shell",), PROGRAMS),
    concern="attack",
)
