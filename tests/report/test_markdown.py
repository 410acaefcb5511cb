import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from invented_scores import NEW_GROUND, with_reasons
from knownhands.inventory import Inventory
from knownhands.records import Evidence
from knownhands.report.markdown import FORMAT, MARKER, MOST_ROWS, escape
from knownhands.score import Score


def test_the_first_line_is_the_hidden_marker(score: Score, several: Inventory) -> None:
    assert FORMAT(score).splitlines()[0] == MARKER == "<!-- knownhands -->"
    assert FORMAT(several).count(MARKER) == 1


def test_a_path_cannot_end_the_comment_and_start_another(score: Score) -> None:
    reason = replace(NEW_GROUND, evidence=(Evidence("file", f"x --> {MARKER}", 1, MARKER),))
    assert FORMAT(with_reasons(score, reason)).count(MARKER) == 1


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


def test_every_table_keeps_its_columns(hostile: Score) -> None:
    blocks = [block.splitlines() for block in FORMAT(hostile).split("\n\n") if block.startswith("|")]
    assert len(blocks) == 2
    for rows in blocks:
        assert len({row.count("|") for row in rows}) == 1


def test_untrusted_text_adds_no_tag(hostile: Score) -> None:
    tags = set(re.findall(r"<[^>]*>", FORMAT(hostile) + FORMAT(Inventory.of([hostile]))))
    assert tags == {MARKER, "<br>", "<code>", "</code>", "<sub>", "</sub>"}


def test_a_long_list_still_fits_a_comment(below: Score) -> None:
    text = FORMAT(Inventory.of([below] * (MOST_ROWS + 7)))
    assert "7 more are left out here" in text
    assert len(text) < 65_536


def test_a_list_of_one_is_a_table_of_one(score: Score) -> None:
    text = FORMAT(Inventory.of([score]))
    assert "### 1 change&#58; 1 ordinary" in text
    assert sum(line.startswith("| 73 |") for line in text.splitlines()) == 1


def test_golden(
    golden: Callable[[str, str], None], below: Score, attacking: Score, checked: Score, several: Inventory
) -> None:
    golden("attacking.md", FORMAT(attacking))
    golden("below.md", FORMAT(below))
    golden("checked.md", FORMAT(checked))
    golden("several.md", FORMAT(several))
