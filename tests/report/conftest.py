"""Invented scores; nobody and nothing in them exists."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import knownhands.report
from invented_scores import ATTACK, BAR, DEFECT, HOSTILE, MALWARE, NEW_GROUND, SMALLER, START, with_reasons
from knownhands._version import __version__
from knownhands.declarations import Cost, Severity
from knownhands.inventory import Entry, Inventory
from knownhands.plugins import discover
from knownhands.records import (
    BY_CHECKS,
    Answer,
    Band,
    Broken,
    Concern,
    Evidence,
    Finding,
    ModelRef,
    Outcome,
    Read,
    Reason,
    Subject,
    Unknown,
    Unread,
)
from knownhands.score import Score

GOLDEN = Path(__file__).parents[1] / "golden"
FORMATS = discover(knownhands.report, "FORMAT")


@pytest.fixture
def score() -> Score:
    """An ordinary change."""
    return Score(
        subject=Subject(
            kind="change",
            id="main..kiln",
            title="Fire the kiln by night",
            repository="/home/ada/pottery",
            base="a" * 40,
            head="d" * 40,
            commits=3,
            author="Ada Potter",
            claimed_at="2026-01-02T03:04:05+01:00",
        ),
        as_of="a" * 40,
        trust=73,
        band=Band.ORDINARY,
        verdict="Nothing about this change stands out.",
        decided_by="defect",
        concerns=(DEFECT,),
        unknown=(Unknown("identity", "3 of 7 measurements are missing, as happens when it is not signed"),),
        model=ModelRef("change-2026-01", "e" * 64),
        header="Of this project's earlier changes 1.2% were reverted or later blamed.",
    )


@pytest.fixture
def below(score: Score) -> Score:
    """An ordinary change below the bar that somebody set."""
    return replace(score, policy=Outcome(False, (BAR,), ("is_old until 2027-01-01: Ada looked at it",)))


@pytest.fixture
def risky(score: Score) -> Score:
    concern = replace(
        DEFECT,
        band=Band.HIGH_RISK,
        alarm_share=0.0004,
        probability=0.64,
        reasons=(START, replace(NEW_GROUND, points=-70.3)),
    )
    return replace(
        score,
        subject=replace(score.subject, head="f" * 40, commits=1, title="Rewrite every glaze"),
        trust=11,
        band=Band.HIGH_RISK,
        verdict="Do not let this change in before somebody has read it: only 1 of the 1,000 changes before it looks as risky.",
        concerns=(concern,),
        policy=Outcome(
            False, (Broken("fail_bands", "its band is high-risk, which knownhands.toml does not let pass", "Read it."),)
        ),
    )


@pytest.fixture
def attacking(score: Score) -> Score:
    """A change that does what attacks do, by two models; one of its programs could not be read."""
    added = Finding(
        "adds_a_package",
        Severity.HIGH,
        Answer.YES,
        "It adds pkg:npm/kettle@1.1, whose own trust is 38 of 100 (review).",
        "Read what that package does before you take it in.",
        (Evidence("file", "package.json"),),
        "attack",
    )
    return replace(
        score,
        trust=19,
        band=Band.HIGH_RISK,
        verdict="Do not let this change in before somebody has read it: it downloads a program and runs it.",
        decided_by="attack",
        concerns=(ATTACK, DEFECT),
        findings=(added,),
        read=Read(3, (Unread("lib/kiln.so", "", "it is compiled code"),)),
        model=ModelRef("change-attack-2026-01", "f" * 64),
        models={"attack": ModelRef("change-attack-2026-01", "f" * 64), "defect": score.model},
    )


@pytest.fixture
def unknown(score: Score) -> Score:
    verdict = "No verdict on this change: the clone is shallow, its history ends after 1 commit."
    gap = Unknown("history", "the clone is shallow: its history ends after 1 commit")
    no_answer = Broken("verdict", f"there is no verdict: {verdict}", "Supply what is missing, or look for yourself.")
    return replace(
        score,
        trust=None,
        band=Band.UNKNOWN,
        verdict=verdict,
        decided_by="",
        concerns=(replace(DEFECT, band=Band.UNKNOWN, alarm_share=None, probability=None, reference="", reasons=()),),
        unknown=(gap,),
        policy=Outcome(None, (no_answer,)),
    )


@pytest.fixture
def checked() -> Score:
    """An artifact that a check settles, and part of which nobody could read."""
    places = (Evidence("file", "setup.py", 1, "exec(decode(open('glaze.dat').read()))"),)
    findings = (
        Finding("carries_native_code", Severity.INFO, Answer.NO, "Does it carry machine code? no.", concern="malware"),
        Finding("hides_unicode", Severity.HIGH, Answer.UNKNOWN, "Does it hide text? unknown; it is when part of it could not be read.", concern="malware"),
        Finding("carries_agent_instructions", Severity.MEDIUM, Answer.YES, "Does it instruct agents? yes.", "Read them.", (Evidence("file", "AGENTS.md:1"),), "malware"),
        Finding("is_not_what_was_locked", Severity.HIGH, Answer.NOT_APPLICABLE, "Does its hash differ? not applicable."),
        Finding("executes_data", Severity.CRITICAL, Answer.YES, "Does it run what it decodes? yes.", "Do not install it.", places, "malware"),
    )  # fmt: skip
    start = replace(START, points=64.0, sentence="Every package starts here, before anything is known of it.")
    decisive = Reason("executes_data", -64.0, 1.0, None, Cost.COSTLY, "it runs what it decodes", places)
    return Score(
        subject=Subject("artifact", "pots-1.0.tar.gz", head="a" * 64),
        as_of="",
        trust=0,
        band=Band.HIGH_RISK,
        verdict="Do not use this artifact: it runs what it decodes.",
        decided_by="malware",
        concerns=(replace(MALWARE, band=Band.HIGH_RISK, alarm_share=0.0, probability=0.3, reasons=(start, decisive)),),
        findings=findings,
        read=Read(
            14,
            (Unread("build.rs", "install", "no reader knows its language"), Unread("big.js", "", "larger than 10 MB")),
        ),
        unknown=(Unknown("unread", "2 files, such as build.rs"), Unknown("called", "no file could be read")),
        model=ModelRef("package-2026-01", "e" * 64),
    )


@pytest.fixture
def trusted() -> Score:
    """A package for which costly evidence speaks."""
    reasons = (replace(START, points=78.0), replace(SMALLER, points=1.0))
    earned = Reason("has_provenance", 13.0, 1.0, None, Cost.COMPROMISE, "its source and build are proven")
    return Score(
        subject=Subject("package", "pkg:npm/%40kettles/pots@2.0.0", title="Pots for kettles", head="a" * 64),
        as_of="2026-01-02T03:04:05Z",
        trust=92,
        band=Band.TRUSTED,
        verdict="Nothing speaks against this package, and evidence that is costly to fake speaks for it.",
        decided_by="malware",
        concerns=(
            replace(MALWARE, alarm_share=0.9, reasons=reasons),
            Concern("upkeep", "Is it deprecated?", Band.ORDINARY, 1.0, None, BY_CHECKS, (START,)),
        ),
        earned=(earned,),
        read=Read(3),
        model=ModelRef("package-2026-01", "e" * 64),
    )


@pytest.fixture
def packages(checked: Score, trusted: Score) -> Inventory:
    """A dependency file: of one package a check found something, one is trusted, one is not there."""
    bad = replace(checked, subject=Subject("package", "pkg:pypi/pots@1.0", head="a" * 64), as_of=trusted.as_of)
    gap = Unknown("package", "There is no package kettle at https://index.example/simple. Check its name.")
    missing = replace(
        trusted,
        subject=Subject("package", "pkg:pypi/kettle"),
        trust=None,
        band=Band.UNKNOWN,
        verdict="No verdict on this package: it is not there.",
        decided_by="",
        concerns=(),
        earned=(),
        read=Read(),
        unknown=(gap,),
        model=None,
    )
    entries = (
        Entry(bad, is_direct=False, path=("kiln",), source="uv.lock:12"),
        Entry(missing, source="uv.lock#/package/3", gap="unpinned: any version"),
        Entry(trusted, is_direct=True, source="uv.lock:40"),
    )
    return Inventory("uv.lock", entries, (Unknown("more.txt", "there is no such file"),))


@pytest.fixture
def hostile(score: Score) -> Score:
    """A change whose every word comes from somebody who wants to be believed."""
    evidence = (Evidence("file", HOSTILE, 3, HOSTILE), Evidence("field", HOSTILE))
    reason = replace(NEW_GROUND, sentence=HOSTILE, evidence=evidence)
    subject = replace(score.subject, id=HOSTILE, repository=HOSTILE, title=HOSTILE, author=HOSTILE, claimed_at=HOSTILE)
    finding = Finding("hides_unicode", Severity.HIGH, Answer.YES, HOSTILE, HOSTILE, evidence)
    return replace(
        with_reasons(score, START, reason),
        subject=subject,
        verdict=HOSTILE,
        header=HOSTILE,
        band=Band.REVIEW,
        findings=(finding,),
        read=Read(1, (Unread(HOSTILE, HOSTILE, HOSTILE),)),
        unknown=(Unknown("name", HOSTILE),),
        policy=Outcome(False, (Broken("fail_below", HOSTILE, HOSTILE),), (HOSTILE,)),
    )


@pytest.fixture
def several(score: Score, risky: Score, unknown: Score) -> Inventory:
    """Changes as `rank` lists them."""
    return Inventory.of((risky, score, unknown))


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
