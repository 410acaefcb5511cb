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
_STARTED_BY_HAND = re.compile(r"(?:^|/)launch\.json$")
_CHECKS = re.compile(
    rb"\b(?:mypy|(?:based)?pyright|ruff|black|isort|flake8|pylint|eslint|prettier|biome|shellcheck|shfmt|codespell|yamllint)\b"
)
_RUNS = re.compile(rb"\b(?:sh|bash|zsh|node|eval|source|exec)\b")
_PARTS = re.compile(rb"[;&|`]|\$\(")
_GOES_ON = (b",", b"(", b"[", b"\\")
_MOST_LINES = 20  # of one call
_MOST_CALLS = 200  # that only check a file
_INSTRUCTIONS = re.compile(r"\.(?:md|mdx|txt|rst)$", re.IGNORECASE)


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    texts = [file for file in files if file.new and len(file.new) < _MOST_BYTES and b"\0" not in file.new[:8000]]
    hidden = [file for file in texts if place_of(file.path).group == "elsewhere" and "/" in file.path][:_MOST_FILES]
    callers = [file for file in texts if place_of(file.path).group != "elsewhere"] if hidden else []
    callers = [file for file in callers if not _STARTED_BY_HAND.search(file.path)][:_MOST_FILES]
    names = [(_name(file.path), file) for file in hidden]
    for caller in callers:
        named = [(name, file) for name, file in names if name in (caller.new or b"")]
        added = Lines(caller.old or b"", caller.new or b"").only_added() if named else b""
        for name, file in named:
            at = _called(added, caller.new or b"", name)
            if at:
                _note(notes_of(caller.path), at, file, place_of(caller.path).id)


def _called(added: bytes, whole: bytes, name: bytes) -> int:
    """Return the first new line that names a file to do more than have it checked; 0 for none.

    Args:
        added: what is new of the caller, its other lines empty.
        whole: all of it.
        name: of the file.
    """
    lines = whole.split(b"\n")
    count = 0
    for number, line in enumerate(added.split(b"\n") if name in added else (), start=1):
        parts = line.split(name)
        for at in range(1, len(parts)):
            count += 1
            around = lines[max(number - _MOST_LINES, 0) : number]
            if count > _MOST_CALLS or not _is_checked(around, name.join(parts[:at])):
                return number
    return 0


def _is_checked(lines: Sequence[bytes], before: bytes) -> bool:
    """Whether a call hands a file to a formatter or checker, which reads it; the call goes on over its lines.

    Args:
        lines: up to the one with the file's name.
        before: of that one, what stands before the name.
    """
    call = [before]
    for line in reversed(lines[:-1]):
        if not line.rstrip().endswith(_GOES_ON):
            break
        call.insert(0, line)
    part = _PARTS.split(b" ".join(call))[-1]
    return bool(_CHECKS.search(part)) and not _RUNS.search(part)


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


COMPARER = Comparer(id="called_files", across=_across, leads=True)
