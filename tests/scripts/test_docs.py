"""The pages in docs/reference are read out of docstrings and SQL comments."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
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


WRONG = """
import runpy, sys, knownhands.capabilities
folder, script = sys.argv[1:]
knownhands.capabilities.__path__.append(folder)
sys.path.insert(0, script.rpartition("/")[0])
sys.argv = ["docs.py", "--check"]
runpy.run_path(script, run_name="__main__")
"""


def test_a_wrong_capability_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "kiln.toml").write_text(
        'sentence = "fires"\nbehaviour = "heat"\ncost_to_fake = "free"\nsuspicious = true\n'
    )
    assert SPEC
    command = [sys.executable, "-c", WRONG, str(tmp_path), str(SPEC.origin)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (1, "")
    assert "kiln" in done.stderr
    assert "Traceback" not in done.stderr
