"""Say how rare something is, in the words that every sentence and every report uses."""

from __future__ import annotations

from math import floor, log10

_MOST_SURE = 0.0005
_COARSE = 0.1
_NEARLY_SURE = 0.99


def share_text(share: float) -> str:
    """Say how rare something is.

    >>> share_text(0.02), share_text(0.0001), share_text(0.37)
    ('1 in 50', 'fewer than 1 in 2,000', '37 in 100')
    """
    if share < _MOST_SURE:
        return f"fewer than 1 in {round(1 / _MOST_SURE):,}"
    if share > _COARSE:
        return f"{round(100 * share)} in 100"
    return f"1 in {round(1 / share):,}"


def rarity_text(share: float, population: str) -> str:
    """Say which share of ordinary subjects looks at least as risky.

    >>> rarity_text(0.01, "the 1,000 changes before it"), rarity_text(0.4, "ordinary packages")
    ('1 in 100 of the 1,000 changes before it looks as risky', '40 in 100 of ordinary packages look as risky')
    """
    verb = "looks" if _MOST_SURE <= share <= _COARSE else "look"
    return f"{share_text(share)} of {population} {verb} as risky"


def percent(share: float) -> str:
    """Print a probability in percent to two digits that matter, and never as a certainty.

    >>> [percent(share) for share in (0.00031, 0.031, 0.312, 0.9999, 0)]
    ['0.031%', '3.1%', '31%', '99.9%', '0.0%']
    """
    value = 100 * share
    if share > _NEARLY_SURE:
        return f"{min(floor(10 * value) / 10, 99.9):.1f}%"
    digits = max(0, 1 - floor(log10(value))) if value > 0.00001 else 1  # noqa: PLR2004 - less is printed as none
    return f"{value:.{digits}f}%"
