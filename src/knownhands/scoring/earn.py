"""What costly evidence adds to a trust that nothing speaks against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.records import Answer, Reason
from knownhands.scoring.scale import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from knownhands.declarations import Check
    from knownhands.records import Finding


def earn(checks: Mapping[str, Check], findings: Sequence[Finding], trust: float) -> tuple[Reason, ...]:
    """Return what counts beside a trust of 0 to 80, one reason for each check that a yes earns.

    Args:
        checks: id → check, of the subject's kind.
        findings: what they found.
        trust: of the concern that decides, before anything earned.
    """
    earning = [
        (checks[finding.check], finding)
        for finding in findings
        if finding.answer is Answer.YES and finding.check in checks and checks[finding.check].earns
    ]
    whole = sum(check.earns for check, _ in earning)
    share = counted(whole, trust) / whole if whole else 0.0
    return tuple(
        Reason(check.id, round(share * check.earns, 1), 1.0, None, check.fake, check.credit, finding.evidence)
        for check, finding in earning
        if share
    )
