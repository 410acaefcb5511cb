"""Let what is known for certain outweigh what is likely."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.records import Answer, Band, Cost, Reason

if TYPE_CHECKING:
    from knownhands.records import Score

SETTLED = "is_known_malicious"


def settle(score: Score) -> Score:
    """Leave no trust to what an advisory lists as malicious, whatever the model says; its reason takes what there was.

    >>> from knownhands.records import Band, Score, Subject
    >>> quiet = Score(Subject("package", "", "", "", "", 0), "", None, Band.UNKNOWN, None, 0.0, (), (), None)
    >>> settle(quiet) is quiet
    True
    """
    listed = next((one for one in score.findings if one.check == SETTLED and one.answer is Answer.YES), None)
    if listed is None or score.trust is None:
        return score
    sentence = "it is listed as malicious, which settles it whatever it holds"
    reason = Reason(SETTLED, -float(score.trust), None, None, Cost.COMPROMISE, sentence, listed.evidence)
    return replace(score, trust=0, band=Band.HIGH_RISK, reasons=(*score.reasons, reason))
