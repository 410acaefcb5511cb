import pytest

from knownhands.records import Answer
from registered import TODAY, release, run_check

CHECK = "jumps_far_in_version"


@pytest.mark.parametrize(
    ("before", "version", "answer"),
    [
        ([], "99.0.0", Answer.YES),
        ([], "99999999999999999999999.0.0", Answer.YES),
        (["1.2.0"], "99.10.9", Answer.YES),
        (["1.2.0", "90.0.0"], "99.10.9", Answer.NO),
        (["8.9.0", "29.0.0"], "30.0.0", Answer.NO),
        (["1.2.0"], "12.0.0", Answer.NO),
        (["3.1.0"], "24.1.0", Answer.NO),
        ([], "2024.10.1", Answer.NO),
        ([], "20241001", Answer.NO),
        ([], "nightly", Answer.UNKNOWN),
    ],
    ids=lambda value: "-".join(value) or "first" if isinstance(value, list) else str(value),
)
def test_the_first_number_is_compared_with_the_highest_before(before, version, answer):
    rows = [release(earlier_version, TODAY - 90) for earlier_version in before]
    assert run_check(CHECK, [*rows, release(version)], version).answer is answer


def test_one_without_a_time_is_unknown():
    assert run_check(CHECK, [release("99.0.0", None)], "99.0.0").answer is Answer.UNKNOWN
