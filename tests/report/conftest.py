"""Invented scores; nobody and nothing in them exists."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import knownhands.report
from knownhands import __version__
from knownhands.plugins import discover
from knownhands.records import (
    Answer,
    Band,
    Cost,
    Evidence,
    Finding,
    ModelRef,
    Reason,
    Risk,
    Score,
    Severity,
    Subject,
    Unknown,
)

GOLDEN = Path(__file__).parents[1] / "golden"
FORMATS = discover(knownhands.report, "FORMAT")
HOSTILE = "a\x1b[2J\r\nb\x9b31m\u202ec|`@ada` <script>alert(1)</script> ](https://evil.example) {0} #12 \udcff"

REASONS = (
    Reason("starting-point", 81.2, None, None, None, "where every change starts"),
    Reason(
        feature="new_ground_share",
        points=-12.44,
        value=0.6666666667,
        typical=0.1,
        cost_to_fake=Cost.FREE,
        sentence="67 % of the files are new ground for this author; 10 % is typical, and everyone begins somewhere",
        evidence=(Evidence("file", "src/pots/glaze table.c"), Evidence("commit", "b" * 40)),
    ),
    Reason(
        feature="reviewed_by_others",
        points=5.3,
        value=12.0,
        typical=4.0,
        cost_to_fake=Cost.COSTLY,
        sentence="12 earlier changes of this author were merged by other people",
        evidence=(Evidence("commit", "c" * 40),),
    ),
    Reason("smaller-reasons", -1.04, None, None, None, "9 smaller reasons together"),
)


@pytest.fixture
def score() -> Score:
    return Score(
        subject=Subject("change", "main..kiln", "/home/ada/pottery", "a" * 40, "d" * 40, 3),
        as_of="a" * 40,
        trust=73,
        band=Band.ORDINARY,
        risk=Risk(0.0312345, (0.0199999, 0.05), 0.02, 88.2),
        coverage=0.9321,
        reasons=REASONS,
        unknown=(Unknown("signature_known", "the key is not on this machine"),),
        model=ModelRef("change-2026-01", "e" * 64),
    )


@pytest.fixture
def risky(score: Score) -> Score:
    reasons = (REASONS[0], replace(REASONS[1], points=-70.3))
    risk = Risk(0.64, (0.41, 0.8), 0.02, 99.97)
    subject = replace(score.subject, head="f" * 40, commits=1)
    return replace(score, subject=subject, trust=11, band=Band.HIGH_RISK, risk=risk, reasons=reasons)


@pytest.fixture
def checked(unknown: Score) -> Score:
    """An artifact without a trust, of which the checks found something."""
    findings = (
        Finding("carries_native_code", Severity.INFO, Answer.NO, "Does it carry machine code? no."),
        Finding("hides_unicode", Severity.HIGH, Answer.UNKNOWN, "Does it hide text? unknown."),
        Finding("carries_agent_instructions", Severity.MEDIUM, Answer.YES, "Does it instruct agents? yes. Read them.", (Evidence("file", "AGENTS.md:1"),)),
        Finding("runs_at_startup", Severity.HIGH, Answer.YES, "Does it run at every start? yes. Do not install it."),
    )  # fmt: skip
    subject = Subject("artifact", "pots-1.0.tar.gz", "", "", "a" * 64, 0)
    return replace(unknown, subject=subject, model=None, findings=findings)


@pytest.fixture
def packages(checked: Score) -> tuple[Score, ...]:
    """A package of which the checks found something, one that shows nothing, and one that is not there."""
    found = replace(
        checked, subject=Subject("package", "pkg:pypi/pots@1.0", "", "", "a" * 64, 0), as_of="2026-01-02T03:04:05Z"
    )
    clean = replace(
        found,
        subject=replace(found.subject, id="pkg:npm/%40kettles/pots@2.0.0"),
        findings=checked.findings[:1],
        unknown=(Unknown("model", "there is no model for packages yet"),),
    )
    gap = Unknown("package", "There is no pypi package kettle at https://index.example/simple. Check its name.")
    missing = replace(found, subject=Subject("package", "pkg:pypi/kettle", "", "", "", 0), findings=(), unknown=(gap,))
    return found, clean, missing


@pytest.fixture
def unknown(score: Score) -> Score:
    gaps = (Unknown("history", "the clone is shallow: its history ends after 1 commit"),)
    return replace(score, trust=None, band=Band.UNKNOWN, risk=None, coverage=0.0, reasons=(), unknown=gaps)


@pytest.fixture
def hostile(score: Score) -> Score:
    reason = replace(
        REASONS[1],
        points=-12.4,
        sentence=HOSTILE,
        evidence=(Evidence("file", HOSTILE), Evidence("field", HOSTILE)),
    )
    subject = replace(score.subject, id=HOSTILE, repository=HOSTILE)
    gaps = (Unknown("name", HOSTILE),)
    return replace(score, subject=subject, band=Band.REVIEW, reasons=(REASONS[0], reason), unknown=gaps)


@pytest.fixture
def several(score: Score, risky: Score, unknown: Score) -> tuple[Score, ...]:
    return (risky, score, unknown)


@pytest.fixture(params=FORMATS)
def any_format(request: pytest.FixtureRequest) -> object:
    return FORMATS[request.param]


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare a text with its file in tests/golden; UPDATE_GOLDEN=1 rewrites the file."""

    def compare(name: str, text: str) -> None:
        path, text = GOLDEN / name, text.replace(__version__, "VERSION")
        if os.environ.get("UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare
