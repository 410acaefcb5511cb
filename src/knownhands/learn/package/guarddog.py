"""What GuardDog's code rules say of the same packages, at GuardDog's own thresholds.

Source: https://github.com/DataDog/guarddog, version 3.2, guarddog/analyzer/risk_engine.py: any score above 0 is a low risk, from 5 on
a package is suspicious, from 7 on a high risk. Its command line prints that label. Asked to fail on a finding, it looks at no
score: it fails when any rule matched at all, even one for something as common as opening a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from knownhands.learn.package.examples import Examples

THRESHOLDS = {"low": 0.1, "suspicious": 5.0, "high_risk": 7.0}
"""Label → the lowest score that GuardDog gives it to; scores have one decimal."""


def at_own_thresholds(test: Examples, attacked: dict[str, Examples]) -> dict[str, Any] | None:
    """Count what reaches GuardDog's labels; what has no score is counted on neither side.

    Args:
        test: packages as they are.
        attacked: name of an attack → what an attacker did to the malicious ones.

    Returns:
        None where GuardDog said nothing of packages of both kinds.
    """
    known = test.take(~np.isnan(test.guarddog))
    if known.is_malicious.all() or not known.is_malicious.any():
        return None
    bad, good = known.guarddog[known.is_malicious], known.guarddog[~known.is_malicious]
    return {
        "packages": len(known),
        "without": len(test) - len(known),
        **{
            label: {
                "caught": float((bad >= lowest).mean()),
                "false_alarms": float((good >= lowest).mean()),
                "attacked": {name: _share_from(rows.guarddog, lowest) for name, rows in attacked.items()},
            }
            for label, lowest in THRESHOLDS.items()
        },
    }


def _share_from(scores: np.ndarray, lowest: float) -> float:
    known = scores[~np.isnan(scores)]
    return float((known >= lowest).mean()) if len(known) else np.nan
