import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from invented_scores import NEW_GROUND, OLD_HANDS, SMALLER, START, with_reasons
from knownhands.inventory import Inventory
from knownhands.records import Answer, Evidence, Read
from knownhands.report._format import Page
from knownhands.report.text import FORMAT
from knownhands.score import Score

EVERY_SCORE = ["score", "below", "risky", "attacking", "unknown", "checked", "trusted"]
NARROW = Page(80)


def test_the_first_two_lines_are_enough(score: Score) -> None:
    first, second, *_ = FORMAT(score).splitlines()
    assert first == "trust 73 of 100 · ordinary"
    assert second == score.verdict


@pytest.mark.parametrize("name", ["score", "checked", "trusted"])
def test_the_printed_points_add_up_to_the_printed_sum(name: str, request: pytest.FixtureRequest) -> None:
    score = request.getfixturevalue(name)
    text = FORMAT(score)
    points = [float(number) for number in re.findall(r"^ *([+-]\d+\.\d)  ", text, re.MULTILINE)]
    total = float(re.search(rf"^ *(\d+\.\d) +the sum, shown as trust {score.trust}$", text, re.MULTILINE)[1])
    assert len(points) == len(score.reasons)
    assert sum(points) == pytest.approx(total)
    assert round(total) == score.trust


def test_the_starting_point_comes_first_and_the_others_stay_as_given(score: Score) -> None:
    text = FORMAT(with_reasons(score, SMALLER, OLD_HANDS, NEW_GROUND, START))
    order = re.findall(r"Every change|9 smaller|12 earlier|67%", text)
    assert order == ["Every change", "9 smaller", "12 earlier", "67%"]


@pytest.mark.parametrize("width", [80, 100, 120])
@pytest.mark.parametrize("name", [*EVERY_SCORE, "several", "packages"])
def test_no_line_is_wider_than_the_screen(name: str, width: int, request: pytest.FixtureRequest) -> None:
    lines = FORMAT(request.getfixturevalue(name), Page(width)).splitlines()
    assert [line for line in lines if len(line) > width] == []


def test_a_wide_screen_is_used(several: Inventory) -> None:
    assert FORMAT(several, Page(120)).count("\n") < FORMAT(several, NARROW).count("\n")


def test_no_path_is_ever_broken(score: Score) -> None:
    path = "/".join(["kiln"] * 22) + ".c"
    text = FORMAT(with_reasons(score, replace(NEW_GROUND, evidence=(Evidence("file", path, 7),))), NARROW)
    assert f"{path}:7\n" in text


def test_letters_that_take_two_columns_are_counted_as_two(score: Score) -> None:
    text = FORMAT(replace(score, verdict="陶器 " * 60), NARROW)
    lines = [line for line in text.splitlines() if "陶" in line]
    assert max(2 * line.count("陶器") * 2 + line.count(" ") for line in lines) <= 80


def test_a_path_cannot_forge_output(score: Score) -> None:
    path = "src/\x1b[1A\x1b[2Ktrust 100 of 100\n\u202etxt.exe\x9b0m"
    text = FORMAT(with_reasons(score, replace(NEW_GROUND, evidence=(Evidence("file", path, 1, path),))))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert not any(line.startswith("trust 100") for line in text.splitlines())


@pytest.mark.parametrize(
    "markup", ["[bold red]fine[/]", "[link=https://evil.example]x[/link]", ":warning:", "[[ignore]]"]
)
def test_nothing_in_a_text_is_markup(score: Score, markup: str) -> None:
    subject = replace(score.subject, title=markup)
    text = FORMAT(replace(score, subject=subject, verdict=markup), Page(100, has_colour=True))
    assert text.count(markup) == 2
    assert "\x1b]8" not in text


def test_only_our_own_colours_reach_a_terminal(hostile: Score) -> None:
    text = FORMAT(hostile, Page(100, has_colour=True))
    assert "\x1b[" in text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", re.sub(r"\x1b\[[\d;]*m", "", text))


def test_colour_changes_no_word(risky: Score, packages: Inventory) -> None:
    for result in (risky, packages):
        coloured = re.sub(r"\x1b\[[\d;]*m", "", FORMAT(result, Page(100, has_colour=True)))
        assert [line.rstrip() for line in coloured.splitlines()] == FORMAT(result).splitlines()


def test_commits_are_shortened(score: Score) -> None:
    assert f"commit {'b' * 12}\n" in FORMAT(score)


def test_a_path_cannot_pass_for_a_second_piece_of_evidence(score: Score) -> None:
    reason = replace(NEW_GROUND, evidence=(Evidence("file", 'a", commit cccc'),))
    assert r'"a\", commit cccc"' in FORMAT(with_reasons(score, reason))


def test_what_is_unknown_is_named_with_its_why(score: Score, unknown: Score) -> None:
    assert "identity: 3 of 7 measurements are missing" in FORMAT(score)
    assert FORMAT(unknown).startswith("trust unknown")
    assert "unknown: nothing" in FORMAT(replace(score, unknown=()))


def test_many_checks_without_an_answer_are_only_named(checked: Score) -> None:
    unknown = checked.findings[1]
    names = ["hides_glaze", "hides_clay", "hides_cracks"]
    listed = ", ".join(sorted((*names, unknown.check))).replace("_", " ")
    text = FORMAT(replace(checked, findings=(*checked.findings, *(replace(unknown, check=name) for name in names))))
    assert listed in " ".join(text.split())
    assert "Does it hide text?" not in text
    assert "Does it run what it decodes? yes." in text


def test_a_list_names_changes_by_commit_title_author_and_date(several: Inventory) -> None:
    lines = FORMAT(several).splitlines()
    assert lines[1].split("  ")[-2:] == ["f" * 12, "Rewrite every glaze"]
    assert lines[2].strip() == "Ada Potter, 2026-01-02"


def test_a_long_title_keeps_to_its_column(score: Score) -> None:
    long = replace(score, subject=replace(score.subject, title="fire the kiln again and " * 5))
    lines = FORMAT(Inventory.of([long]), NARROW).splitlines()[1:4]
    assert max(map(len, lines)) <= 80
    assert {len(line) - len(line.lstrip()) for line in lines[1:]} == {18}


def test_a_list_begins_every_name_in_the_same_column(several: Inventory) -> None:
    lines = [line for line in FORMAT(several).splitlines() if re.search(r"f{12}|d{12}", line)][:3]
    assert len({re.search(r"f{12}|d{12}", line).start() for line in lines}) == 1


def test_what_fails_is_said_once_beside_it_and_what_to_do_in_the_roll_up(several: Inventory) -> None:
    text = FORMAT(several, Page(120))
    assert text.count("its band is high-risk, which knownhands.toml does not let pass (fail_bands)") == 1
    assert "policy: 1 failed; no verdict: 1\n  ffffffffffff: Read it." in text


def test_without_a_policy_none_is_spoken_of(unknown: Score) -> None:
    for result in (unknown, Inventory.of([unknown])):
        assert "policy" not in FORMAT(result)
        assert "no verdict" in FORMAT(result)


def test_what_is_unknown_of_all_is_said_once_and_nothing_is_not_said(score: Score) -> None:
    text = " ".join(FORMAT(Inventory.of([score] * 20)).split())
    assert text.count("of all 20: identity: 3 of 7 measurements are missing") == 1
    assert "left open: nothing" not in text
    assert "left open: nothing" in FORMAT(Inventory.of([replace(score, unknown=())]))


def test_nothing_is_not_said_to_be_unknown_beside_a_check_without_an_answer(checked: Score) -> None:
    assert "unknown: nothing" not in FORMAT(replace(checked, unknown=()))


def test_a_list_says_what_checks_found_as_claims_what_was_exchanged_first(checked: Score) -> None:
    hidden = replace(checked.findings[1], answer=Answer.YES)
    exchanged = replace(hidden, check="is_not_what_was_locked")
    text = FORMAT(Inventory.of([replace(checked, findings=(hidden, exchanged))]))
    assert "it is not what was locked; it hides unicode" in text


def test_both_models_that_answered_are_named(attacking: Score, score: Score) -> None:
    assert "Models change-attack-2026-01 (ffffffffffff) and change-2026-01 (eeeeeeeeeeee)" in " ".join(
        FORMAT(attacking).split()
    )
    assert "Model change-2026-01 (eeeeeeeeeeee)" in " ".join(FORMAT(score).split())


def test_what_can_run_and_was_not_read_is_named(attacking: Score) -> None:
    text = FORMAT(attacking)
    assert "3 files that can run were read; 1 was not\n  lib/kiln.so: it is compiled code\n" in text
    assert "it holds no file that can run\n" in FORMAT(replace(attacking, read=Read(0)))


def test_golden(
    golden: Callable[[str, str], None],
    below: Score,
    risky: Score,
    attacking: Score,
    unknown: Score,
    checked: Score,
    trusted: Score,
) -> None:
    golden("attacking.txt", FORMAT(attacking))
    golden("below.txt", FORMAT(below))
    golden("below-80.txt", FORMAT(below, NARROW))
    golden("risky.txt", FORMAT(risky))
    golden("unknown.txt", FORMAT(unknown))
    golden("checked.txt", FORMAT(checked))
    golden("trusted.txt", FORMAT(trusted))


def test_golden_of_lists(golden: Callable[[str, str], None], several: Inventory, packages: Inventory) -> None:
    golden("several.txt", FORMAT(several))
    golden("several-80.txt", FORMAT(several, NARROW))
    golden("packages.txt", FORMAT(packages))
