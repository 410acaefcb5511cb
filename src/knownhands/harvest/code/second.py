"""The second process that reads files of a package; it is started by the first, and told what to read."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from knownhands.harvest.code.messages import receive, send
from knownhands.harvest.code.read import read_file

if TYPE_CHECKING:
    from knownhands.records import Observation


def serve() -> None:
    """Read pieces from standard input and answer on standard output, until there are no more."""
    gc.disable()  # syntax trees have no cycles, and looking for some takes a third of the time of making them
    while (piece := receive(sys.stdin.buffer)) is not None:
        send(sys.stdout.buffer, [_plain(observation) for path, body in piece for observation in read_file(path, body)])


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
