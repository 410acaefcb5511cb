"""Does it tell coding agents to look for secrets or to keep something from their user?

Why: agents obey what they read, and with their user's rights.
Unknown when: its contents were not read.
Source: Amazon Q extension, July 2025; s1ngularity, August 2025.
"""

from knownhands.checks.change._observed import PROGRAMS, READS, observed
from knownhands.declarations import Check, Severity

CHECK = Check(
    id="misleads_coding_agents",
    subject="change",
    severity=Severity.HIGH,
    question="Does it tell coding agents to look for secrets or to keep something from their user?",
    remedy="Read those instructions as code, and take them out.",
    reads=READS,
    sql=observed(("agent_asked_for_secrets", "agent_asked_for_silence"), (*PROGRAMS, "docs", "test", "data")),
    concern="attack",
)
