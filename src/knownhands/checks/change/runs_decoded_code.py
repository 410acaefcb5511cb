"""Does it decode something and run it?

Why: code that is written so that nobody reads it is written for that.
Unknown when: its contents were not read.
Source: ForceMemo and GlassWorm, March 2026; ATT&CK T1140.
"""

from knownhands.checks.change._observed import PROGRAMS, READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="runs_decoded_code",
    subject="change",
    severity=Severity.CRITICAL,
    question="Does it decode something and run it?",
    remedy="Decode it by hand and read it, on a machine that holds nothing; run nothing of it.",
    reads=READS,
    sql=observed(("decode_and_run", "executes_decoded"), PROGRAMS, only_when_run=True),
    concern="attack",
)
