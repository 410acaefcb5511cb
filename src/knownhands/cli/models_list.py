"""`knownhands models list`: the models that come with knownhands."""

from __future__ import annotations

from knownhands.cli._command import Command
from knownhands.cli._streams import write


def run() -> int:
    """List the models that come with knownhands; each subject is judged by the newest of its own."""
    from knownhands.learn.saved import load, models

    for name in models():
        write(f"{name}  sha256:{load(name).sha256}\n")
    return 0


COMMAND = Command(("models", "list"), run)
