import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from knownhands.records import Evidence, Score
from knownhands.report.text import FORMAT


def test_the_headline_says_all_of_it(score: Score) -> None:
    headline = FORMAT(score).splitlines()[0]
    assert headline == (
        "trust 73 of 100 · ordinary · 3.1 % risk of being regretted (2.0\N{EN DASH}5.0 %), riskier than 88 % of changes"
    )


def test_the_printed_points_add_up_to_the_printed_sum(score: Score) -> None:
    text = FORMAT(score)
    points = [float(found) for found in re.findall(r"^ *([+-]\d+\.\d)  ", text, re.MULTILINE)]
    total = float(re.search(r"^ *(\d+\.\d)  the sum, shown as trust 73$", text, re.MULTILINE)[1])
    assert len(points) == len(score.reasons)
    assert sum(points) == pytest.approx(total)
    assert round(total) == score.trust


def test_the_starting_point_comes_first_and_the_others_stay_as_given(score: Score) -> None:
    text = FORMAT(replace(score, reasons=score.reasons[::-1]))
    found = re.findall(r"where every change|9 smaller|12 earlier|67 %", text)
    assert found == ["where every change", "9 smaller", "12 earlier", "67 %"]


def test_no_line_is_wider_than_a_screen(score: Score, risky: Score, unknown: Score, several: Sequence[Score]) -> None:
    for scores in (score, risky, unknown, several, [score]):
        assert max(map(len, FORMAT(scores).splitlines())) <= 100


def test_a_path_cannot_forge_output(score: Score) -> None:
    path = "src/\x1b[1A\x1b[2Ktrust 100 of 100\n\u202etxt.exe\x9b0m"
    reason = replace(score.reasons[1], evidence=(Evidence("file", path),))
    text = FORMAT(replace(score, reasons=(reason,)))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert not any(line.startswith("trust 100") for line in text.splitlines())


def test_commits_are_shortened_and_very_long_paths_lose_their_middle(score: Score) -> None:
    reason = replace(score.reasons[1], evidence=(Evidence("commit", "b" * 40), Evidence("file", "x" * 300)))
    text = FORMAT(replace(score, reasons=(reason,)))
    assert f"commit {'b' * 12}, file {'x' * 30}…{'x' * 30}" in text


def test_a_path_cannot_pass_for_a_second_piece_of_evidence(score: Score) -> None:
    reason = replace(score.reasons[1], evidence=(Evidence("file", 'a", commit cccc'),))
    assert r'file "a\", commit cccc"' in FORMAT(replace(score, reasons=(reason,)))


def test_what_is_unknown_is_named_with_its_why(score: Score, unknown: Score) -> None:
    assert "signature_known: the key is not on this machine" in FORMAT(score)
    assert FORMAT(unknown).startswith("trust unknown · the evidence needed could not be had")
    assert "unknown: nothing" in FORMAT(replace(score, unknown=()))


def test_several_scores_are_one_aligned_line_each(several: Sequence[Score]) -> None:
    lines = FORMAT(several).splitlines()[1:4]
    assert [line[:5].strip() for line in lines] == ["11", "73", "?"]
    assert len({line.index(head) for line, head in zip(lines, ("ffff", "dddd", "dddd"), strict=True)}) == 1


def test_a_list_of_one_is_a_list(score: Score) -> None:
    titles, line, *_ = FORMAT([score]).splitlines()
    assert titles.startswith("trust  band")
    assert line.split()[:2] == ["73", "ordinary"]


def test_golden(
    golden: Callable[[str, str], None], score: Score, risky: Score, unknown: Score, several: Sequence[Score]
) -> None:
    golden("score.txt", FORMAT(score))
    golden("risky.txt", FORMAT(risky))
    golden("unknown.txt", FORMAT(unknown))
    golden("several.txt", FORMAT(several))


def test_golden_of_an_artifact(golden: Callable[[str, str], None], checked: Score) -> None:
    golden("checked.txt", FORMAT(checked))


def test_packages_are_named_as_they_were_asked_for(
    golden: Callable[[str, str], None], packages: Sequence[Score]
) -> None:
    golden("package.txt", FORMAT(packages[0]))
    golden("missing-package.txt", FORMAT(packages[2]))
    golden("packages.txt", FORMAT(packages))
