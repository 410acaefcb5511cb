"""Processes that read changes may die, hang or never start: every change is answered, in its order, and nothing stays behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from knownhands.errors import SourceError
from knownhands.harvest.content import process
from knownhands.harvest.content import workers as module
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.process import DIED
from knownhands.harvest.content.read import read_contents
from knownhands.harvest.content.workers import Workers

KILLER = b"eval(kiln)\n" + b"{a:" * 100_000
SRC = Path(module.__file__).parents[3]


def new(path, body):
    return Changed(path, "", 0o100644, 0, None, body)


def program(number):
    return [new(f"kiln{number}.py", b"import os\nos.system('kiln')\n" * (number % 3))]


def read(changes):
    with Workers(2) as workers:
        return list(workers.read(changes))


def test_changes_are_answered_in_their_order_as_one_process_would():
    changes = [(f"c{number}", program(number)) for number in range(100)]
    assert read(changes) == [(name, read_contents(files)) for name, files in changes]


def test_a_change_that_cannot_be_compared_has_no_contents():
    assert read([("c", None), ("d", program(1))]) == [("c", None), ("d", read_contents(program(1)))]


def test_nothing_to_read_starts_nothing(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert read([]) == []


def test_a_file_that_kills_its_reader_is_named_and_all_others_are_read():
    changes = [("a", program(1)), ("b", [new("a.js", KILLER), *program(1), new("z.js", KILLER)]), ("c", program(2))]
    answers = dict(read(changes))
    assert [(gap.path, gap.trigger, gap.why) for gap in answers["b"].unread] == [
        ("a.js", "import", DIED),
        ("z.js", "import", DIED),
    ]
    assert answers["b"].sights == answers["a"].sights == read_contents(program(1)).sights
    assert answers["c"] == read_contents(program(2))


def test_a_file_that_takes_too_long_is_named(monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.3)
    monkeypatch.setattr(module, "SECONDS_PER_MB", 0)
    slow = b"".join(b"os.system(a%d)\n" % number for number in range(40_000))
    answer = dict(read([("a", [new("a.py", slow), *program(1)])]))["a"]
    assert [(gap.path, gap.why) for gap in answer.unread] == [("a.py", "its reader took longer than 0 s")]
    assert answer.sights == read_contents(program(1)).sights


def test_what_is_left_after_long_is_named(monkeypatch):
    monkeypatch.setattr(module, "LONGEST", 0.1)
    answer = dict(read([("a", [new("a.js", KILLER), *program(1)])]))["a"]
    assert {gap.path for gap in answer.unread} >= {"a.js", "kiln1.py"}


@pytest.mark.parametrize("program_text", ["exec sleep 1000", "exit 1"], ids=["never answers", "ends at once"])
def test_a_process_that_cannot_read_is_an_error(monkeypatch, tmp_path, program_text):
    silent = tmp_path / "silent"
    silent.write_text(f"#!/bin/sh\n{program_text}\n")
    silent.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(silent))
    monkeypatch.setattr(process, "_PATIENCE", 0.2)
    with pytest.raises(SourceError):
        read([("a", program(1))])


def test_a_process_that_cannot_be_started_is_an_error(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(SourceError):
        read([("a", program(1))])


def test_whoever_stops_asking_leaves_no_process_behind():
    with Workers(2) as workers:
        answers = workers.read((f"c{number}", program(number)) for number in range(10_000))
        next(answers)
        started = [process._process for process in workers._processes]  # noqa: SLF001 - nobody else has them
    assert started
    assert all(process.returncode == -signal.SIGKILL for process in started)


_PARENT = """
import os, sys
from knownhands.harvest.content import workers as module
from knownhands.harvest.content.changed import Changed
busy = Changed("a.py", "", 0o100644, 0, None, b"".join(b"os.system(a%d)\\n" % number for number in range(42_000)))
with module.Workers(1) as workers:
    for name, _ in workers.read((str(number), [busy] if number else []) for number in range(1000)):
        print(*(process._process.pid for process in workers._processes), flush=True)
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.skipif(
    sys.platform != "linux",
    reason="only Linux signals a reader (O_ASYNC) that its parent died while it computes; elsewhere it ends at its next read",
)
def test_nothing_stays_behind_when_the_parent_is_stopped(monkeypatch, sign):
    monkeypatch.setenv("PYTHONPATH", str(SRC))
    command = [sys.executable, "-P", "-c", _PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as parent:
        assert parent.stdout
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.send_signal(sign)
        assert parent.wait() != 0
        ended, _, _ = select.select([child], [], [], 60)
        os.close(child)
    assert ended
