import pytest

from knownhands.declarations import Check, Cost, Severity
from knownhands.records import Answer, Finding
from knownhands.scoring.earn import earn

CHECKS = {
    name: Check(name, "package", Severity.INFO, "?", "", (), "", earns=points, fake=Cost.COSTLY, credit=f"it {name}")
    for name, points in {"is_old": 12, "is_signed": 12, "hides_unicode": 0}.items()
}


def findings(**answers: str) -> list[Finding]:
    return [Finding(name, Severity.INFO, Answer(answer), "?") for name, answer in answers.items()]


def points(trust: float, **answers: str) -> dict[str, float]:
    return {reason.feature: reason.points for reason in earn(CHECKS, findings(**answers), trust)}


def test_only_a_yes_earns_and_only_where_the_check_says_so():
    assert points(80, is_old="yes", is_signed="no", hides_unicode="yes") == {"is_old": 12.0}
    assert points(80, is_old="unknown") == {}


def test_together_they_earn_twenty_points_at_most():
    assert points(80, is_old="yes", is_signed="yes") == {"is_old": 10.0, "is_signed": 10.0}


@pytest.mark.parametrize(("trust", "earned"), [(80, 12), (60, 6), (40, None), (10, None)])
def test_the_nearer_an_alarm_the_less_counts(trust, earned):
    assert points(trust, is_old="yes") == ({"is_old": earned} if earned else {})
