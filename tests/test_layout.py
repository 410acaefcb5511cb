"""What is laid out for JSON and HTML."""

from __future__ import annotations

from knownhands.layout import html_table, plain


def test_numbers_that_json_does_not_know_are_null() -> None:
    assert plain((float("nan"), float("inf"), 2.0, 0.1234567)) == [None, None, 2, 0.123457]


def test_text_that_is_no_unicode_is_replaced() -> None:
    assert plain("pot\udcff") == "pot?"


def test_cells_are_escaped_and_a_table_without_rows_is_nothing() -> None:
    assert "<td>&lt;b&gt;</td>" in html_table(("name",), [("<b>",)])
    assert not html_table(("name",), [])
