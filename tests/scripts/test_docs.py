"""The pages in docs/reference are read out of docstrings and SQL comments."""

from __future__ import annotations

import importlib.util
from pathlib import Path

SPEC = importlib.util.spec_from_file_location("docs", Path(__file__).parents[2] / "scripts" / "docs.py")
assert SPEC
assert SPEC.loader
docs = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(docs)


def test_a_heading_may_run_over_several_lines() -> None:
    summary, headings = docs.read_docstring("One question.\n\nWhy: this\nand that.\nSource: a study (of: files)\n")

    assert summary == "One question."
    assert headings == {"Why": "this and that.", "Source": "a study (of: files)"}


def test_a_column_keeps_its_comment_and_the_lines_below_it() -> None:
    sql = "(\n    sha VARCHAR NOT NULL,  -- first\n        -- second\n    parents INTEGER\n);"

    assert list(docs.column_rows(sql)) == [
        ["`sha`", "VARCHAR", "no", "first second"],
        ["`parents`", "INTEGER", "yes", ""],
    ]


def test_a_comment_without_a_table_becomes_a_paragraph() -> None:
    sql = "-- About\n-- all.\n--\n-- Rules.\n\n-- One row each.\nCREATE TABLE things (\n    id INTEGER\n);"

    about, *_, row = [part for part in docs.sql_parts(sql) if part]

    assert about == "About all."
    assert row.endswith("| `id` | INTEGER | yes |  |")


def test_a_cell_cannot_end_its_cell() -> None:
    assert docs.table(["a"], [["x | y\nz"]]).splitlines()[-1] == r"| x \| y z |"


def test_every_cost_says_what_it_means() -> None:
    assert [cost for cost, _ in docs.cost_meanings()] == list(docs.Cost)
