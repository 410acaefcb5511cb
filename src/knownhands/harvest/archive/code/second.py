"""The second process that reads files of a package; it is started by the first, and told what to read."""

from __future__ import annotations

import gc
import marshal
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from knownhands.harvest.archive.code.read import read_file

if TYPE_CHECKING:
    from knownhands.records import Observation

_LENGTH = 8


def serve() -> None:
    """Read pieces from standard input and answer on standard output, until there are no more."""
    gc.disable()  # syntax trees have no cycles, and looking for some takes a third of the time of making them
    while (piece := receive(sys.stdin.buffer)) is not None:
        send(sys.stdout.buffer, [_plain(observation) for path, body in piece for observation in read_file(path, body)])


def send(pipe: BinaryIO, piece: list[Any]) -> None:
    """Write one piece, its length before it.

    Raises:
        OSError: no one reads any more.
    """
    body = marshal.dumps(piece)
    pipe.write(len(body).to_bytes(_LENGTH) + body)
    pipe.flush()


def receive(pipe: BinaryIO) -> list[Any] | None:
    """Return the next piece; None at the end, or where a piece was cut off."""
    length = int.from_bytes(pipe.read(_LENGTH))
    body = pipe.read(length)
    return marshal.loads(body) if body and len(body) == length else None  # noqa: S302 - the other end is ourselves


def _plain(observation: Observation) -> tuple[str, int, str, str, str, str, str]:
    return (
        observation.path,
        observation.line,
        observation.capability,
        observation.trigger,
        observation.source,
        observation.sink,
        observation.target,
    )
