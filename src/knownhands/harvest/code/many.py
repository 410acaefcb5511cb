"""Read all files of a package: in two processes at once, where that is quicker."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, BinaryIO

from knownhands.harvest.code.messages import receive, send
from knownhands.harvest.code.read import read_file
from knownhands.records import Observation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    File = tuple[str, bytes]

WORTH_IT = 1_500_000  # bytes of source, for about 0.2 s; the second process needs 0.1 s before it reads anything
_PIECE = 150_000  # bytes of source; at the end one piece is read by both
_PARSED = (".py", ".pyw", ".js", ".cjs", ".mjs", ".jsx")
_OTHERS = 10  # bytes of other files take as long as one of source
_START = "from knownhands.harvest.code.second import serve; serve()"


def read_files(files: Sequence[File], worth_it: int = WORTH_IT) -> list[Observation]:
    """Say what files do or hold, in their order.

    The second process begins at the front and this one at the back, until they meet. Nothing waits for the second one:
    where it cannot be started, dies or hangs, this one reads everything.

    Args:
        files: the path inside the archive and the body of each.
        worth_it: how much source there must be for a second process.
    """
    pieces = list(_pieces(files))
    answers: list[list[Observation] | None] = [None] * len(pieces)
    is_worth_it = sum(_cost(file) for file in files) >= worth_it and _has_two_cores()
    with _second(pieces, answers) if is_worth_it else _alone():
        for place in reversed(range(len(pieces))):
            if answers[place] is not None:
                break
            answers[place] = [observation for path, body in pieces[place] for observation in read_file(path, body)]
    return [observation for piece in answers for observation in piece or ()]


@contextmanager
def _second(pieces: list[list[File]], answers: list[list[Observation] | None]) -> Iterator[None]:
    """Let a second process fill in what it finds, from the first piece on, and end it afterwards."""
    import subprocess
    from threading import Thread

    # NOTE: -P keeps the folder in which a person happens to be, often one under study, off the path of modules.
    command = [sys.executable, "-P", "-c", _START]
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        yield
        return
    threads = (Thread(target=_tell, args=(process.stdin, pieces)), Thread(target=_hear, args=(process.stdout, answers)))
    try:
        for thread in threads:
            thread.start()
        yield
    finally:
        process.kill()
        for thread in threads:
            thread.join()
        process.wait()


@contextmanager
def _alone() -> Iterator[None]:
    yield


def _tell(pipe: BinaryIO, pieces: list[list[File]]) -> None:
    with suppress(OSError), pipe:  # it was ended, or has died: then what it has not read is read here
        for piece in pieces:
            send(pipe, piece)


def _hear(pipe: BinaryIO, answers: list[list[Observation] | None]) -> None:
    with pipe:
        for place in range(len(answers)):
            answer = receive(pipe)
            if answer is None:
                return
            answers[place] = [Observation(*row) for row in answer]


def _pieces(files: Sequence[File]) -> Iterator[list[File]]:
    piece: list[File] = []
    cost = 0
    for file in files:
        piece.append(file)
        cost += _cost(file)
        if cost >= _PIECE:
            yield piece
            piece, cost = [], 0
    if piece:
        yield piece


def _cost(file: File) -> int:
    path, body = file
    return len(body) if path.endswith(_PARSED) else len(body) // _OTHERS


def _has_two_cores() -> bool:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return bool(sys.executable) and usable > 1
