"""Two processes say what one says, whatever becomes of the second."""

from __future__ import annotations

import shutil
import sys

import pytest

from knownhands.harvest.code import many
from knownhands.harvest.code.many import read_files
from knownhands.harvest.code.read import read_file

SOURCE = b"import os\nos.system('kiln')\n" + b"glaze = 1\n" * 100
FILES = [(f"kiln/{number}.py", SOURCE if number % 3 else SOURCE * 8) for number in range(40)] + [
    ("kiln/a.so", b"\x7fELF\0")
]
ALONE = [observation for path, body in FILES for observation in read_file(path, body)]


@pytest.fixture(autouse=True)
def _many_pieces(monkeypatch):
    monkeypatch.setattr(many, "_PIECE", 10_000)


def test_the_observations_and_their_order_are_those_of_one_process():
    assert read_files(FILES, worth_it=0) == ALONE


def test_a_small_package_starts_nothing(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert read_files(FILES[:2]) == [
        observation for observation in ALONE if observation.path in {"kiln/0.py", "kiln/1.py"}
    ]


def test_a_second_process_that_dies_changes_nothing(monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    assert read_files(FILES, worth_it=0) == ALONE


def test_a_second_process_that_cannot_be_started_changes_nothing(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert read_files(FILES, worth_it=0) == ALONE


def test_a_second_process_that_never_answers_is_not_waited_for(monkeypatch, tmp_path):
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexec sleep 1000\n")
    silent.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(silent))
    assert read_files(FILES, worth_it=0) == ALONE
