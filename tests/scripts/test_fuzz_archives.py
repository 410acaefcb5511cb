"""Two thousand damaged archives: none raises, and the fuzzer does meet the reader's problems."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from knownhands.harvest.archive.reader import read_bytes

SPEC = importlib.util.spec_from_file_location(
    "fuzz_archives", Path(__file__).parents[2] / "scripts" / "fuzz_archives.py"
)
assert SPEC
assert SPEC.loader
fuzz = importlib.util.module_from_spec(SPEC)
sys.modules["fuzz_archives"] = fuzz  # its dataclass looks itself up
SPEC.loader.exec_module(fuzz)


def test_damaged_archives_never_raise() -> None:
    outcome = fuzz.run(2000, seed=3)

    assert outcome.crashes == []
    assert outcome.count == 2000
    assert {"corrupt", "truncated", "polyglot", "link", "nested-archive", "name-not-utf8"} <= outcome.problems.keys()


def test_the_undamaged_archives_are_whole() -> None:
    for body in fuzz.plain_tars() + fuzz.plain_zips():
        contents = read_bytes("kiln", body)

        assert contents.is_complete
        assert {problem.id for problem in contents.problems} <= {"link", "device", "nested-archive"}


def test_the_same_seed_damages_the_same_way() -> None:
    assert fuzz.run(50, seed=4).problems == fuzz.run(50, seed=4).problems
