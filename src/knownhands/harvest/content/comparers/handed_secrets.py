"""Secrets that a workflow hands to a script of the same change by its environment: what the script sends, prints or keeps of them.

Why: the workflow shows no more than a variable and the script no more than a variable's name, which need not say what it holds.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.workflows.read import PATHS, read_workflow
from knownhands.harvest.code.workflows.tree import Node
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from knownhands.harvest.code.workflows.model import Job, Step
    from knownhands.harvest.content.changed import Changed
    from knownhands.records import Observation

_SCRIPT = re.compile(r"\.(?:sh|bash|zsh|ksh)$|(?:^|/)[^/.]+$")
_NAME = re.compile(r"[\w./-]{1,200}")
_LARGEST = 200_000  # bytes of a script
_MOST_BYTES = 1_000_000  # of all that are read
_MOST_FILES = 100  # of each sort


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    workflows = [file for file in files if PATHS.search(file.path) and file.new][:_MOST_FILES]
    found = [file for file in files if file.new and _SCRIPT.search(file.path)]
    scripts = {file.path: file for file in found[:_MOST_FILES]}
    if not workflows or not scripts:
        return
    old = [(file.old_path, file.old) for file in workflows], {path: file.old for path, file in scripts.items()}
    new = [(file.path, file.new) for file in workflows], {path: file.new for path, file in scripts.items()}
    before = {(path, *_ends(each)) for path, each in _shown(*old)}
    for path, each in _shown(*new):
        if (path, *_ends(each)) not in before:
            notes_of(path).add(each.line, each.capability, each.trigger, _ends(each))


def _ends(observation: Observation) -> Ends:
    return Ends(observation.source, observation.sink, observation.target)


def _shown(
    workflows: Sequence[tuple[str, bytes | None]], scripts: Mapping[str, bytes | None]
) -> Iterator[tuple[str, Observation]]:
    """Yield what each script shows that is run with secrets, read as if it stood in the step that runs it."""
    from knownhands.harvest.code.workflows.secrets import note_secrets  # most changes touch no workflow

    left = _MOST_BYTES
    known: set[tuple[str, ...]] = set()
    for name, job, step in _runs(workflows, scripts):
        env = [entry for env in (*job.env, step.env) for entry in env.entries]
        given = (name, *(f"{variable}={value.text}" for variable, _, value in env))
        if given in known or not any("secrets" in value.text for _, _, value in env):
            continue
        known.add(given)
        text = (scripts[name] or b"")[:_LARGEST].decode("utf-8", "replace")
        left -= len(text)
        if left < 0:
            return
        notes = Notes(name, every_line=True, is_program=True)
        note_secrets(notes, replace(job, steps=[replace(step, script=Node(1, text), use=None)]))
        yield from ((name, each) for each in notes.observations())


def _runs(
    workflows: Sequence[tuple[str, bytes | None]], scripts: Mapping[str, bytes | None]
) -> Iterator[tuple[str, Job, Step]]:
    """Yield each script that a step names, with the job and the step."""
    by_tail = {tail: path for path in scripts for tail in _tails(path)}
    for path, body in workflows:
        workflow = read_workflow(path, body) if body and PATHS.search(path) else None
        for job in workflow.jobs if workflow else ():
            for step in job.steps:
                yield from ((name, job, step) for name in _named(step.script.text, by_tail))


def _named(commands: str, by_tail: Mapping[str, str]) -> list[str]:
    """Return the scripts that commands name, from the top of the repository or from a folder below it."""
    words = {word.removeprefix("./") for word in _NAME.findall(commands)}
    return sorted({by_tail[word] for word in words & by_tail.keys()})


def _tails(path: str) -> Iterator[str]:
    """Yield a path as it is named from each folder above it."""
    parts = path.split("/")
    yield from ("/".join(parts[at:]) for at in range(len(parts)))


COMPARER = Comparer(id="handed_secrets", across=_across)
