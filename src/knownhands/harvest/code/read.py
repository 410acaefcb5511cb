"""Read one file of a package by what its name says it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.harvest.code.javascript import read_javascript
from knownhands.harvest.code.models import read_model
from knownhands.harvest.code.python import read_python
from knownhands.harvest.code.start import read_start
from knownhands.harvest.code.text import read_text

if TYPE_CHECKING:
    from knownhands.records import Observation


def read_file(path: str, body: bytes) -> tuple[Observation, ...]:
    """Say what a file does or holds; it is never run, and nothing in it can make this raise.

    Args:
        path: inside the archive, with forward slashes; its name decides how the file is read.
        body: all of the file.

    Returns:
        What was seen; empty where there is nothing to say.
    """
    is_python = path.endswith((".py", ".pyw"))
    observations = [*read_start(path, body), *read_model(path, body), *(read_python(path, body) if is_python else ())]
    if path.endswith((".js", ".cjs", ".mjs", ".jsx")):
        observations.extend(read_javascript(path, body))
    if is_python or b"\0" not in body[:8000]:
        observations.extend(read_text(path, body))
    return tuple(observations)
