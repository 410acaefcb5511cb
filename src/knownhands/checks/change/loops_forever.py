"""Does it loop forever as soon as it is loaded?

Why: sabotage by a maintainer needs no payload.
Unknown when: its contents were not read.
Source: colors.js and faker.js, January 2022.
"""

from knownhands.checks.change._observed import PROGRAMS, READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="loops_forever",
    subject="change",
    severity=Severity.HIGH,
    question="Does it loop forever as soon as it is loaded?",
    remedy="Run it where it can be killed, and ask its author.",
    reads=READS,
    sql=observed(("endless_loop",), PROGRAMS, only_when_run=True),
    concern="attack",
)
