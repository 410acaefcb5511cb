from dataclasses import replace
from pathlib import Path

import pytest

from knownhands.errors import UsageError
from knownhands.records import Band, ModelRef, Score, Subject
from knownhands.scoring.policy import Policy, read_policy

FINE = Score(
    subject=Subject("change", "main..kiln", "/pottery", "a" * 40, "b" * 40, 1),
    as_of="a" * 40,
    trust=70,
    band=Band.ORDINARY,
    risk=None,
    coverage=0.9,
    reasons=(),
    unknown=(),
    model=ModelRef("m", "e" * 64),
)
BAD = replace(FINE, trust=20, band=Band.HIGH_RISK)
UNKNOWN = replace(FINE, trust=None, band=Band.UNKNOWN, coverage=0.0)


@pytest.mark.parametrize(
    ("policy", "scores", "code"),
    [
        (Policy(), [BAD], 0),
        (Policy(fail_below=70), [FINE], 0),
        (Policy(fail_below=71), [FINE], 1),
        (Policy(fail_below=0), [BAD], 0),
        (Policy(fail_bands=("high-risk",)), [BAD], 1),
        (Policy(fail_bands=("high-risk",)), [FINE], 0),
        (Policy(fail_below=50), [FINE, BAD], 1),
        (Policy(), [UNKNOWN], 3),
        (Policy(fail_below=50), [UNKNOWN, FINE], 3),
        (Policy(fail_below=50), [UNKNOWN, BAD], 1),
        (Policy(fail_bands=("unknown",)), [UNKNOWN], 1),
        (Policy(min_coverage=0.95), [FINE], 3),
        (Policy(min_coverage=0.9), [FINE], 0),
        (Policy(fail_below=50), [], 0),
    ],
)
def test_a_failure_wins_over_not_knowing_and_that_over_passing(policy: Policy, scores: list[Score], code: int) -> None:
    assert policy.exit_code(scores) == code


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    return path


def test_a_file_sets_the_bar_and_the_command_line_wins(tmp_path: Path) -> None:
    path = write(tmp_path, '[change]\nfail_below = 40\nfail_bands = ["review", "high-risk"]\nmin_coverage = 1\n')
    assert read_policy(path, None) == Policy(40, ("review", "high-risk"), 1.0)
    assert read_policy(path, 10).fail_below == 10
    assert read_policy(path, 0).fail_below == 0
    assert read_policy(None, None) == Policy()


@pytest.mark.parametrize(
    "text",
    [
        "[change]\nfail_bellow = 40\n",
        '[change]\nfail_below = "40"\n',
        '[change]\nfail_bands = "review"\n',
        '[change]\nmin_coverage = "all"\n',
        "[change\n",
        "change = 3\n",
        '[change]\nfail_bands = ["reviw"]\n',
        '[change]\nfail_bands = [["review"]]\n',
        "[change]\nfail_below = true\n",
        "[change]\nfail_below = 101\n",
        "[change]\nfail_below = 40.5\n",
        "[change]\nmin_coverage = 80\n",
        "[change]\nmin_coverage = nan\n",
        "[chnage]\nfail_below = 40\n",
        "fail_below = 40\n",
    ],
)
def test_a_bar_that_is_not_understood_is_no_bar_that_passes(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError):
        read_policy(write(tmp_path, text), None)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "not text"])
def test_a_file_that_cannot_be_read_is_wrong_usage(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "policy.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=r"policy\.toml"):
        read_policy(path, None)
