"""A git process ends with the process that started it."""

import os
import select
import signal
import subprocess
import sys

import pytest

from knownhands.errors import SourceError
from knownhands.harvest.git import process
from knownhands.harvest.git.process import call

LEAVE_BEHIND = """
import sys
from knownhands.harvest.git.process import call
call(["sh", "-c", "echo $$ > $0; exec cat $0.pipe", sys.argv[1]])
"""
STOP = """
from subprocess import PIPE, Popen, run
from knownhands.harvest.git.watch import process_group, stop_all
with Popen(["cat"], stdin=PIPE, process_group=process_group()) as child:
    stop_all()
    print(child.wait(), run(["true"], process_group=process_group()).returncode)
"""


@pytest.mark.skipif(
    not hasattr(os, "pidfd_open"),
    reason="a grandchild can be waited for without polling only by pidfd, which only Linux has",
)
def test_git_ends_when_we_are_killed(tmp_path):
    os.mkfifo(tmp_path / "pid.pipe")
    with subprocess.Popen([sys.executable, "-c", LEAVE_BEHIND, str(tmp_path / "pid")]) as ours:
        writer = os.open(tmp_path / "pid.pipe", os.O_WRONLY)  # returns when the process reads from it
        left = os.pidfd_open(int((tmp_path / "pid").read_text()))
        ours.send_signal(signal.SIGKILL)
    has_ended = bool(select.select([left], [], [], 60)[0])
    os.close(writer)
    os.close(left)
    assert has_ended


def test_what_runs_too_long_is_stopped():
    with pytest.raises(SourceError, match="did not end within"):
        call(["sh", "-c", "read x < /dev/zero"], seconds=0.1)


def test_without_a_watch_git_runs_all_the_same(monkeypatch):
    with subprocess.Popen(["true"], process_group=0) as ended:
        pass
    monkeypatch.setattr(process, "process_group", lambda: ended.pid)
    assert call(["true"]).returncode == 0


def test_all_gits_can_be_stopped_and_others_started():
    done = subprocess.run([sys.executable, "-c", STOP], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"-15 0\n", b"")
