"""What to look at first: nothing in an ordinary change, and the gravest first in others."""

from dataclasses import replace

import pytest

from invented_scores import ATTACK, HIDING, HOSTILE, START
from knownhands.records import Answer, Band, Evidence
from knownhands.report._format import Format
from knownhands.report._things import MOST, things
from knownhands.score import Score


def with_attack(score: Score, **changed) -> Score:
    attack, *others = score.concerns
    return replace(score, concerns=(replace(attack, **changed), *others))


def test_severe_findings_come_first_with_what_to_check_next_then_the_heaviest_lines(attacking: Score) -> None:
    assert [(thing.id, thing.places[0].ref) for thing in things(attacking)] == [
        ("adds_a_package", "package.json"),
        ("by_itself_executes_download", ".github/workflows/fire.yml"),
        ("by_itself_build_tool", "Makefile"),
    ]
    assert things(attacking)[0].remedy == "Read what that package does before you take it in."
    assert things(attacking)[1].why.startswith("In what runs by itself, it downloads")


def test_what_lowers_nothing_or_has_no_file_is_nothing_to_look_at(attacking: Score) -> None:
    reasons = (START, replace(HIDING, points=3.0), replace(HIDING, evidence=(Evidence("commit", "b" * 40),)))
    assert things(with_attack(replace(attacking, findings=()), reasons=reasons)) == []


def test_there_are_at_most_five(attacking: Score) -> None:
    many = tuple(
        replace(
            HIDING, feature=f"program_{number}", points=-float(number + 1), evidence=(Evidence("file", "a.sh", number),)
        )
        for number in range(9)
    )
    listed = things(with_attack(attacking, reasons=many))
    assert [thing.id for thing in listed] == ["adds_a_package", *(f"program_{number}" for number in (8, 7, 6, 5))]
    assert len(listed) == MOST


def test_a_line_is_shown_once_under_the_gravest_that_speaks_of_it(attacking: Score) -> None:
    many = tuple(replace(HIDING, feature=f"program_{number}", points=-float(number + 1)) for number in range(9))
    listed = things(with_attack(attacking, reasons=many))
    assert [thing.id for thing in listed] == ["adds_a_package", "program_8"]


@pytest.mark.parametrize("share", [0.11, 1.0, None])
def test_an_ordinary_change_is_quiet_in_every_format(attacking: Score, any_format: Format, share: float | None) -> None:
    quiet = with_attack(replace(attacking, findings=()), band=Band.ORDINARY, alarm_share=share)
    assert things(quiet) == []
    assert "to look at" not in any_format(quiet)


def test_a_severe_yes_is_shown_even_where_the_lines_are_ordinary(attacking: Score) -> None:
    assert things(with_attack(attacking, alarm_share=0.9))[0].id == "adds_a_package"
    answered = tuple(replace(finding, answer=Answer.NO) for finding in attacking.findings)
    assert things(with_attack(replace(attacking, findings=answered), alarm_share=0.9)) == []


def test_a_subject_that_is_asked_no_such_thing_has_none(checked: Score, score: Score) -> None:
    assert things(checked) == things(score) == []


def test_what_stands_there_cannot_forge_output(attacking: Score, any_format: Format) -> None:
    reason = replace(HIDING, sentence=HOSTILE, evidence=(Evidence("file", HOSTILE, 3, HOSTILE),))
    text = any_format(with_attack(attacking, reasons=(*ATTACK.reasons, reason)))
    assert not {"\x1b", "\x9b", "\u202e"} & set(text)
    assert "<script>alert" not in text or any_format.__module__.endswith((".text", ".json", ".sarif"))


def test_json_and_lists_have_no_heading_of_their_own(attacking: Score, any_format: Format) -> None:
    shown = "3 things to look at" in any_format(attacking)
    assert shown == any_format.__module__.endswith((".text", ".markdown", ".html"))
