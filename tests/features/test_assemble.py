"""Families side by side."""

import os
import subprocess
import sys
from pathlib import Path

FAMILY = """
from knownhands.declarations import Cost, Direction, Family, Feature

FAMILY = Family(
    id="chipped",
    subject="change",
    version=1,
    reads=(),
    columns=(Feature("chips", "chips", 0, 9, Direction.RISES, Cost.FREE, "it has {value:number} chips"),),
    sql="SELECT subject_id, chip_count AS chips FROM subjects",
)
"""
PROGRAM = """
import sys
import knownhands.features.change
knownhands.features.change.__path__.append(sys.argv[1])
from knownhands.errors import KnownHandsError
from knownhands.features.assemble import measure_all, measure_single
from knownhands.kinds.change import KIND
from knownhands.store import subjects
from knownhands.store.connection import memory_store

for measure in (measure_all, measure_single):
    with memory_store(KIND.schema) as store:
        subjects.prepare(store, "change")
        try:
            measure(store, "change")
        except KnownHandsError as error:
            print(error.message, error.hint)
"""


def test_a_family_whose_sql_is_wrong_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "chipped.py").write_text(FAMILY)
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    lines = done.stdout.splitlines()
    assert len(lines) == 2, done.stderr
    for line in lines:
        assert line.startswith("The SQL of the feature family chipped cannot be run: Binder Error")
        assert line.endswith(f"Mend {tmp_path / 'chipped.py'}.")
