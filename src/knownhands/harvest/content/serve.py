"""The process that reads changes for another one; what it reads may end it, and then the other one starts it anew."""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from knownhands.harvest.code.messages import receive, send
from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.contents import as_message
from knownhands.harvest.content.read import count_parts, read_contents, read_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.content.contents import Contents

_MOST_MEMORY = 1_000_000_000  # bytes of addresses; the largest syntax tree of our budgets takes a fifth


def serve(alive: int) -> None:
    """Read what standard input says and answer on standard output, until there is no more.

    Each message holds with which part of the only change to begin (-1: read many changes, each as a whole), for each answer the seconds of
    processor time that it may take, and the changes.

    Args:
        alive: the number of a file whose other end closes when the process dies that wants the answers.
    """
    _die_with(alive)
    _limit()
    gc.disable()  # syntax trees have no cycles, and looking for some takes a third of the time of making them
    send(sys.stdout.buffer, [])
    read_contents(
        [Changed("", "", 0, 0, None, b"")]
    )  # whatever is made ready once is made while the other one asks git
    while (message := receive(sys.stdin.buffer)) is not None:
        first, seconds, changes = message
        answers = _answers(first, [[Changed(*file) for file in files] for files in changes])
        for limit in seconds:
            signal.setitimer(signal.ITIMER_PROF, limit)  # kills this process, whatever a parser written in C is at
            answer = as_message(next(answers))
            signal.setitimer(signal.ITIMER_PROF, 0)
            send(sys.stdout.buffer, answer)
        del message, changes, answers
        gc.collect()


def _answers(first: int, changes: list[list[Changed]]) -> Iterator[Contents]:
    if first < 0:
        return (read_contents(files) for files in changes)
    (files,) = changes
    return (read_part(files, part) for part in range(first, count_parts(files)))


def _die_with(alive: int) -> None:
    """Let the kernel end this process when the other one dies; elsewhere than on Linux it ends as soon as it wants more to read.

    NOTE: Linux can tell a child of its parent's death (PR_SET_PDEATHSIG), but means by it the thread that started the child.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks for the answers decides, and Ctrl-C is told to both
    if sys.platform == "linux":
        import fcntl

        fcntl.fcntl(alive, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(alive, fcntl.F_SETFL, os.O_ASYNC)  # SIGIO, which ends a process that does not handle it


def _limit() -> None:
    """Let this process have no more memory than it needs, and leave no core behind."""
    import resource

    for kind, most in ((resource.RLIMIT_AS, _MOST_MEMORY), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):  # it may have less already
            resource.setrlimit(kind, (most, most))
    gc.freeze()
