"""One scale for every kind of subject: how rare an alarm is among ordinary subjects, as trust and as a band.

Every 20 points mean ten times rarer, so the same number means the same for a change, a package or a repository.
"""

from __future__ import annotations

from math import log10

from knownhands.records import Band

MOST_UNEARNED = 80
"""The trust of what looks like every ordinary subject; more has to be earned."""
MOST_EARNED = 20
BUDGET = 0.01
"""Share of ordinary subjects that may be called `review` or worse, where the user sets no other."""
_DECADE = 20
_HIGH_RISK = 0.001
_NEAR = 40
"""The trust at which nothing earned counts any more: where `review` begins with the usual budget."""


def trust_at(alarm_share: float) -> float:
    """Return the trust, 0 to 80, of what so large a share of ordinary subjects looks at least as risky as.

    >>> [round(trust_at(share)) for share in (1, 0.1, 0.01, 0.001, 1e-9, 0)]
    [80, 60, 40, 20, 0, 0]
    """
    return max(0.0, MOST_UNEARNED + _DECADE * log10(alarm_share)) if alarm_share > 0 else 0.0


def band_at(alarm_share: float, budget: float = BUDGET) -> Band:
    """Return the band of an alarm share, before anything earned.

    >>> [band_at(share).value for share in (0.5, 0.01, 0.001)], band_at(0.02, budget=0.05).value
    (['ordinary', 'review', 'high-risk'], 'review')
    """
    if alarm_share <= min(budget, _HIGH_RISK):
        return Band.HIGH_RISK
    return Band.REVIEW if alarm_share <= budget else Band.ORDINARY


def counted(earned: float, trust: float) -> float:
    """Return how many of the points earned count beside a trust of 0 to 80: fewer the nearer it is to `review`, then none.

    >>> counted(20, 80), counted(20, 60), counted(20, 40), counted(50, 80)
    (20.0, 10.0, 0.0, 20.0)
    """
    share = (trust - _NEAR) / (MOST_UNEARNED - _NEAR)
    return min(earned, MOST_EARNED) * min(1.0, max(0.0, share))
