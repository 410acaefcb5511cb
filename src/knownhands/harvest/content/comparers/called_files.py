"""What a document, test or data file does counts where a program or something that runs by itself calls it from."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from knownhands.capabilities.load import capabilities
from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.lines import Lines
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.records import Observation

_GRAVE = frozenset({"sabotage", "hidden-text", "agent-instructions"})
"""Behaviours that count wherever they are called from, beside what is suspicious by itself."""
_MOST_BYTES = 1_000_000
_MOST_FILES = 200  # of each side; a change of more is no hidden payload
_INSTRUCTIONS = re.compile(r"\.(?:md|mdx|txt|rst)$", re.IGNORECASE)


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    texts = [file for file in files if file.new and len(file.new) < _MOST_BYTES and b"\0" not in file.new[:8000]]
    hidden = [file for file in texts if place_of(file.path).group == "elsewhere" and "/" in file.path][:_MOST_FILES]
    callers = [file for file in texts if place_of(file.path).group != "elsewhere"][:_MOST_FILES] if hidden else []
    names = [(_name(file.path), file) for file in hidden]
    for caller in callers:
        named = [(name, file) for name, file in names if name in (caller.new or b"")]
        added = Lines(caller.old or b"", caller.new or b"").only_added() if named else b""
        for name, file in named:
            at = added.find(name)
            if at >= 0:
                _note(notes_of(caller.path), added.count(b"\n", 0, at) + 1, file, place_of(caller.path).id)


def _name(path: str) -> bytes:
    """Return how a line names a file, as few or as many folders as it gives: with its last folder, and without its ending."""
    pure = PurePosixPath(path)
    return f"{pure.parent.name}/{pure.stem}".encode()


def _note(notes: Notes, line: int, file: Changed, place: str) -> None:
    for observation in _done(file, place):
        ends = Ends(observation.source, observation.sink, clip(f"{file.path}:{observation.line}"))
        notes.add(line, observation.capability, observation.trigger, ends)


def _done(file: Changed, place: str) -> Iterator[Observation]:
    """Yield what a file would show if it stood among programs, or among an agent's instructions."""
    from knownhands.harvest.content.read import read_file

    name = PurePosixPath(file.path).name
    is_obeyed = place == "editor" and _INSTRUCTIONS.search(name)
    there = replace(file, path="AGENTS.md" if is_obeyed else name, old_path="", names=("", ""))
    for sight in read_file(there):
        capability = capabilities()[sight.observation.capability]
        if capability.is_suspicious or (capability.behaviour in _GRAVE and capability.id != "agent_instructions"):
            yield sight.observation


COMPARER = Comparer(id="called_files", across=_across)
