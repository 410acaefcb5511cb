"""The contract of every format, present and future."""

import math
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knownhands.records import Evidence, Reason, Score, Unknown
from knownhands.report import _format as shared
from knownhands.report._format import Format
from knownhands.report.json import FORMAT as JSON_FORMAT


def test_the_same_scores_give_the_same_text(any_format: Format, several: Sequence[Score]) -> None:
    assert any_format(several) == any_format(list(several))


def test_every_format_ends_with_one_newline_and_can_be_encoded(
    any_format: Format, score: Score, hostile: Score, unknown: Score, several: Sequence[Score]
) -> None:
    for scores in (score, hostile, unknown, several, [score], []):
        text = any_format(scores)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert text.encode("utf-8")


def test_every_format_says_which_way_the_scale_runs(
    any_format: Format, score: Score, unknown: Score, several: Sequence[Score]
) -> None:
    for scores in (score, unknown, several, [score]):
        assert shared.DIRECTION in any_format(scores)


def test_nothing_from_a_repository_moves_the_cursor(any_format: Format, hostile: Score) -> None:
    text = any_format(hostile) + any_format([hostile, hostile])
    assert all(c.isprintable() or c == "\n" for c in text)


def test_an_unknown_score_is_never_shown_as_a_number_or_as_fine(any_format: Format, unknown: Score) -> None:
    text = any_format(unknown).lower()
    assert "unknown" in text
    assert "the clone is shallow" in text
    assert not any(word in text for word in ("trusted<", "trust 0", "nan", "ordinary", '"pass"'))


def test_findings_are_told_the_most_severe_first_and_no_is_only_counted(any_format: Format, checked: Score) -> None:
    text = any_format(checked)
    places = [text.find(word) for word in ("every start", "instruct agents", "hide text")]
    assert -1 not in places
    if any_format is not JSON_FORMAT:
        assert places == sorted(places)
        assert "machine code" not in text


def test_without_a_verdict_nothing_is_called_good(any_format: Format, checked: Score) -> None:
    text = any_format(checked).lower()
    assert "unknown" in text
    assert "of 100 ·" not in text


def test_a_package_is_named_by_its_purl_and_no_change_is_spoken_of(
    any_format: Format, packages: Sequence[Score]
) -> None:
    for text in (any_format(packages[0]), any_format(packages)):
        shown = text.replace("&#58;", ":").replace("&#64;", "@").replace("&#8203;", "")
        assert "pkg:pypi/pots@1.0" in shown
        assert not re.search(r"\bchanges?\b", shown.partition("<body>")[2] or shown)
    assert "There is no pypi package kettle" in any_format(packages)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=200))
def test_no_text_breaks_a_format(any_format: Format, score: Score, text: str) -> None:
    reasons = (replace(score.reasons[1], sentence=text, evidence=(Evidence("file", text),)),)
    odd = replace(score, reasons=reasons, unknown=(Unknown("odd", text),), subject=replace(score.subject, id=text))
    rendered = any_format(odd) + any_format([odd, odd])
    assert rendered.count("\n") > 1
    assert all(c.isprintable() or c == "\n" for c in rendered.replace("\u200b", ""))


@given(st.floats(0, 1))
def test_a_share_is_never_printed_as_certain(share: float) -> None:
    assert 0 <= float(shared.percent(share)) < 100


@given(st.floats(0, 100))
def test_riskier_than_is_never_rounded_up(percentile: float) -> None:
    assert float(shared.percentile(percentile)) <= percentile


@given(st.lists(st.floats(-100, 100), max_size=12))
def test_the_printed_sum_is_the_sum_of_the_printed_points(points: list[float]) -> None:
    reasons = [Reason("some", value, None, None, None, "") for value in points]
    assert math.isclose(shared.total(reasons), sum(shared.tenths(value) for value in points), abs_tol=1e-6)


def test_formats_start_without_heavy_imports() -> None:
    code = (
        "import sys, knownhands.report as r; from knownhands.plugins import discover; discover(r, 'FORMAT');"
        "sys.exit(any(m in sys.modules for m in ('rich', 'numpy', 'duckdb', 'jsonschema', 'asyncio')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
