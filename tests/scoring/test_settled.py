from dataclasses import replace

from knownhands.records import Answer, Band, Evidence, Finding, Reason, Risk, Score, Severity, Subject
from knownhands.scoring.settled import SETTLED, settle

LISTED = Finding(SETTLED, Severity.HIGH, Answer.YES, "It is listed.", (Evidence("field", "MAL-2026-1"),))
START = Reason("starting-point", 73.0, None, None, None, "Every package starts here.")
ORDINARY = Score(
    subject=Subject("package", "pkg:pypi/pots@1.0", "", "", "", 0),
    as_of="2026-11-25T00:00:00Z",
    trust=73,
    band=Band.ORDINARY,
    risk=Risk(0.0001, (0.00005, 0.0002), 0.001, 60.0),
    coverage=1.0,
    reasons=(START,),
    unknown=(),
    model=None,
)


def test_what_is_listed_as_malicious_has_no_trust_and_the_reasons_still_add_up() -> None:
    found = settle(replace(ORDINARY, findings=(LISTED,)))
    assert (found.trust, found.band) == (0, Band.HIGH_RISK)
    assert sum(one.points for one in found.reasons) == 0
    assert found.reasons[-1].evidence == LISTED.evidence


def test_what_is_not_listed_or_may_be_is_left_as_it_is() -> None:
    for answer in (Answer.NO, Answer.UNKNOWN):
        asked = replace(ORDINARY, findings=(replace(LISTED, answer=answer),))
        assert settle(asked) == asked
