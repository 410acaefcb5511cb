import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from knownhands.records import Evidence, Score
from knownhands.report.markdown import FORMAT, MARKER, MOST_ROWS, escape


def test_the_first_line_is_the_hidden_marker(score: Score, several: Sequence[Score]) -> None:
    assert FORMAT(score).splitlines()[0] == MARKER == "<!-- knownhands -->"
    assert FORMAT(several).count(MARKER) == 1


def test_a_path_cannot_end_the_comment_and_start_another(score: Score) -> None:
    reason = replace(score.reasons[1], evidence=(Evidence("file", f"x --> {MARKER}"),))
    assert FORMAT(replace(score, reasons=(reason,))).count(MARKER) == 1


@pytest.mark.parametrize("text", ["@ada", "@ada/potters", "mail ada@example.org"])
def test_nobody_is_pinged(text: str) -> None:
    assert "@" not in escape(text)
    assert "&#64;&#8203;" in escape(text)


@pytest.mark.parametrize("text", ["#12", "ada/pottery#12", "GH-12", "https://evil.example/x", "www.evil.example"])
def test_nothing_becomes_a_link_or_a_reference(text: str) -> None:
    assert not re.search(r"(?<!&)#\d|GH-\d|://|www\.", escape(text))


@pytest.mark.parametrize("text", list("|`*_~<>[]()\\{}!$&"))
def test_no_character_opens_a_construct(text: str) -> None:
    assert escape(text) == f"&#{ord(text)};"


def test_the_table_keeps_its_columns(hostile: Score) -> None:
    rows = [line for line in FORMAT(hostile).splitlines() if line.startswith("|")]
    assert len(rows) == 2 + len(hostile.reasons) + 1
    assert {row.count("|") for row in rows} == {5}


def test_untrusted_text_adds_no_tag(hostile: Score) -> None:
    tags = set(re.findall(r"<[^>]*>", FORMAT(hostile)))
    assert tags == {MARKER, "<br>", "<code>", "</code>", "<sub>", "</sub>"}


def test_a_long_list_still_fits_a_comment(score: Score) -> None:
    text = FORMAT([score] * (MOST_ROWS + 7))
    assert "7 more are left out here" in text
    assert len(text) < 65_536


def test_a_list_of_one_is_a_table_of_one(score: Score) -> None:
    assert "**1 score.**" in FORMAT([score])
    assert sum(line.startswith("| 73 |") for line in FORMAT([score]).splitlines()) == 1


def test_golden(golden: Callable[[str, str], None], score: Score, unknown: Score, several: Sequence[Score]) -> None:
    golden("score.md", FORMAT(score))
    golden("unknown.md", FORMAT(unknown))
    golden("several.md", FORMAT(several))


def test_golden_of_an_artifact(golden: Callable[[str, str], None], checked: Score) -> None:
    golden("checked.md", FORMAT(checked))
