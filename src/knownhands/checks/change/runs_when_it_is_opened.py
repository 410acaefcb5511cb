"""Does it run a command when an editor or coding agent opens the folder?

Why: nobody reads it before it runs: a checkout and a click are enough.
Unknown when: its contents were not read.
Source: the worms of 2025 and 2026 (.claude, .vscode); Contagious Interview.
"""

from knownhands.checks.change._observed import READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="runs_when_it_is_opened",
    subject="change",
    severity=Severity.HIGH,
    question="Does it run a command when an editor or coding agent opens the folder?",
    remedy="Open it only where nothing is trusted, and read the command; ask why it cannot wait until somebody asks for it.",
    reads=READS,
    sql=observed(("runs_on_open",), ("editor",)),
    concern="attack",
)
