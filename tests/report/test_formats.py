"""The contract of every format, present and future."""

import html
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knownhands.inventory import Inventory
from knownhands.records import Concern, Evidence, Reason, Unknown
from knownhands.report._format import Format
from knownhands.report.json import FORMAT as JSON_FORMAT
from knownhands.score import DIRECTION, Score

EVERY_SCORE = ["score", "below", "risky", "attacking", "unknown", "checked", "trusted", "hostile"]


@pytest.fixture(params=EVERY_SCORE)
def any_score(request: pytest.FixtureRequest) -> Score:
    return request.getfixturevalue(request.param)


def words(text: str) -> str:
    """Return what a reader sees, in one line, whatever a format does to letters and to the ends of lines."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).replace("\u200b", "").split()).lower()


def test_the_same_scores_give_the_same_text(any_format: Format, several: Inventory) -> None:
    assert any_format(several) == any_format(replace(several))


def test_every_format_ends_with_one_newline_and_can_be_encoded(
    any_format: Format, any_score: Score, several: Inventory, packages: Inventory
) -> None:
    for result in (any_score, Inventory.of([any_score]), several, packages, Inventory.of([])):
        text = any_format(result)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert text.encode("utf-8")


def test_every_format_says_which_way_the_scale_runs(any_format: Format, any_score: Score, several: Inventory) -> None:
    for result in (any_score, several):
        assert DIRECTION in any_format(result)


def test_every_format_shows_the_answer_its_concerns_and_its_reasons(any_format: Format, score: Score) -> None:
    shown = words(any_format(score))
    for text in (
        score.verdict,
        score.concerns[0].question,
        score.header,
        *(reason.sentence for reason in score.reasons),
    ):
        assert text.lower().rstrip(".") in shown
    for text in ("73", "ordinary", "fire the kiln by night", "ada potter", "2026-01-02", "glaze = mix(cobalt, tin);"):
        assert text in shown


def test_every_format_says_once_what_typical_means(any_format: Format, score: Score, checked: Score) -> None:
    said = "typical: the middle of the ordinary changes that the model learned from, of many projects."
    assert words(any_format(score)).count(said) == (any_format is not JSON_FORMAT)
    assert "typical" not in words(any_format(checked)).replace('"typical"', "")


def test_every_format_says_which_bar_is_missed_and_what_to_do(
    any_format: Format, below: Score, several: Inventory
) -> None:
    shown = words(any_format(below))
    assert "trust 73 is below 80, the bar set by the command line" in shown
    assert "read the reasons, or set another bar." in shown
    assert "ada looked at it" in shown
    assert "its band is high-risk, which knownhands.toml does not let pass" in words(any_format(several))


def test_every_format_names_what_can_run_and_was_not_read(any_format: Format, checked: Score) -> None:
    shown = words(any_format(checked))
    assert "14" in shown
    for text in ("build.rs", "install", "no reader knows its language", "larger than 10 mb"):
        assert text in shown


def test_every_format_shows_what_was_earned(any_format: Format, trusted: Score) -> None:
    shown = words(any_format(trusted))
    assert "its source and build are proven" in shown
    assert "13" in shown


def test_a_list_of_one_does_not_say_of_how_many_a_gap_is(any_format: Format, unknown: Score) -> None:
    shown = words(any_format(Inventory.of([unknown])))
    assert "the only one" not in shown
    assert "half of them" not in shown
    assert "the clone is shallow" in shown


def test_nothing_from_a_repository_moves_the_cursor(any_format: Format, hostile: Score) -> None:
    text = any_format(hostile) + any_format(Inventory.of([hostile, hostile]))
    assert all(c.isprintable() or c == "\n" for c in text)


def test_an_unknown_score_is_never_shown_as_a_number_or_as_fine(any_format: Format, unknown: Score) -> None:
    text = any_format(unknown).lower()
    assert "unknown" in text
    assert "the clone is shallow" in text
    assert not any(word in text for word in ("trust 0", "nan", ">ordinary", "passed</", "policy: passed", '"pass"'))


def test_findings_come_the_most_severe_first_and_no_is_only_counted(any_format: Format, checked: Score) -> None:
    text = any_format(checked)
    places = [text.find(word) for word in ("Does it run what it decodes", "instruct agents", "hide text")]
    assert -1 not in places
    if any_format is not JSON_FORMAT:
        assert places == sorted(places)
        assert "machine code" not in text


def test_what_to_do_stands_beside_what_was_found(any_format: Format, checked: Score) -> None:
    text = any_format(checked)
    assert text.find("Does it run what it decodes") < text.find("Do not install it.")


def test_a_package_is_named_by_its_purl_and_no_change_is_spoken_of(any_format: Format, packages: Inventory) -> None:
    for result in (packages.entries[0].score, packages):
        shown = words(any_format(result).partition("<body>")[2] or any_format(result))
        assert "pkg:pypi/pots@1.0" in shown
        assert not re.search(r"\bchanges?\b", shown.replace("every change starts here", ""))
    assert "there is no package kettle" in words(any_format(packages))


def test_a_list_says_how_each_comes_in_and_what_is_open(any_format: Format, packages: Inventory) -> None:
    shown = words(any_format(packages))
    assert "kiln" in shown
    assert "more.txt" in shown
    assert "unpinned: any version" in shown


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=200))
def test_no_text_breaks_a_format(any_format: Format, score: Score, text: str) -> None:
    reason = Reason("some", 1.0, None, None, None, text, (Evidence("file", text, 1, text),))
    concern: Concern = replace(score.concerns[0], question=text, reference=text, reasons=(reason,))
    subject = replace(score.subject, id=text, title=text, author=text)
    odd = replace(score, concerns=(concern,), unknown=(Unknown("odd", text),), subject=subject, verdict=text)
    rendered = any_format(odd) + any_format(Inventory.of([odd, odd]))
    assert rendered.count("\n") > 1
    assert all(c.isprintable() or c == "\n" for c in rendered.replace("\u200b", ""))


def test_formats_start_without_heavy_imports() -> None:
    code = (
        "import sys, knownhands.report as r; from knownhands.plugins import discover; discover(r, 'FORMAT');"
        "sys.exit(any(m in sys.modules for m in ('rich', 'jinja2', 'numpy', 'duckdb', 'jsonschema', 'asyncio')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
