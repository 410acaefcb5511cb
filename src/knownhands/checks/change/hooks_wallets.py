"""Does it put itself between a wallet and those who use it?

Why: clippers replace the receiver of a payment where nobody looks.
Unknown when: its contents were not read.
Source: the chalk and debug releases of September 2025.
"""

from knownhands.checks.change._observed import PROGRAMS, READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="hooks_wallets",
    subject="change",
    severity=Severity.HIGH,
    question="Does it put itself between a wallet and those who use it?",
    remedy="Look at whose addresses it holds, and at what it does to requests.",
    reads=READS,
    sql=observed(("wallet_hook",), PROGRAMS),
    concern="attack",
)
