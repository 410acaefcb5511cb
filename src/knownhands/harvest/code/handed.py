"""Read as Python what a program runs out of a file that is not called one."""

from __future__ import annotations

from dataclasses import replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from knownhands.harvest.code.python import RUNS_FILES, read_python

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.records import Observation

_READ_ANYWAY = (".py", ".pyw")


def read_handed(files: Sequence[tuple[str, bytes]], observations: Sequence[Observation]) -> list[Observation]:
    """Return what files do that are known to be run, with the trigger of whatever runs them; paths begin at the top or beside it.

    Args:
        files: path inside the archive and body of each.
        observations: what was seen in all of them.
    """
    bodies = dict(files)
    handed: dict[str, list[Observation]] = {}
    for runs in observations:
        name = runs.target if runs.source == "file" and runs.capability in RUNS_FILES else ""
        for path in (normpath(name), normpath(join(dirname(runs.path), name))) if name else ():
            if path in bodies and path not in handed and not path.endswith(_READ_ANYWAY):
                read = read_python(path, bodies[path])
                handed[path] = [
                    replace(observation, trigger=runs.trigger) if observation.trigger == "import" else observation
                    for observation in read
                ]
    return [observation for read in handed.values() for observation in read]
