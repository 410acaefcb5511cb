"""Let no git process outlive this one, however this one ends."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
from contextlib import suppress
from functools import cache

# The shell waits for a word that never comes. When this process ends, even by SIGKILL, the kernel closes the pipe, and the
# shell ends its process group: the gits that are in it, and itself. PR_SET_PDEATHSIG would need code of ours to run between
# fork and exec, where other threads may hold locks, and there is none outside Linux.
_SCRIPT = "trap '' TERM; read -r _; kill -KILL 0"


def process_group() -> int | None:
    """Return the process group that ends with this process; None where there can be none."""
    return _watched(os.getpid())  # a fork needs one of its own


def stop_all() -> None:
    """End every git process that runs now: for Ctrl-C, which a terminal does not send to this group."""
    group = process_group()
    if group is not None:
        with suppress(OSError):
            os.killpg(group, signal.SIGTERM)


@cache
def _watched(pid: int) -> int | None:
    try:
        shell = subprocess.Popen(  # noqa: S603 - our own words
            ["/bin/sh", "-c", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
    except OSError:
        return None
    atexit.register(_end, shell, pid)
    return shell.pid


def _end(shell: subprocess.Popen[bytes], pid: int) -> None:
    if shell.stdin and pid == os.getpid():
        shell.stdin.close()
        shell.wait()
