"""Does it download something and run it where that happens by itself, when it is opened, installed or checked out?

Why: whoever opens, clones or installs it runs what somebody else may change at any time.
Unknown when: its contents were not read.
Source: ATT&CK T1105; the s1ngularity and Shai-Hulud payloads.
"""

from knownhands.checks.change._observed import READS, RUNS_FOR_WHOEVER_HAS_IT, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="runs_a_download",
    subject="change",
    severity=Severity.CRITICAL,
    question="Does it download something and run it where that happens by itself, when it is opened, installed or checked out?",
    remedy="Read what is downloaded, on a machine that holds nothing; ask for it to be in the repository.",
    reads=READS,
    sql=observed(("fetch_and_run",), RUNS_FOR_WHOEVER_HAS_IT),
    concern="attack",
)
