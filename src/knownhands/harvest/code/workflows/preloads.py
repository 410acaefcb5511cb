"""What a workflow has every shell or program start with: shells that are commands, and variables that load code."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.loaded import loads_code
from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.shell import note_script

if TYPE_CHECKING:
    from knownhands.harvest.code.workflows.model import Step, Workflow

_NEW = "workflow_new_action"
_OWN_PROGRAM = re.compile(
    r"(?:(?:ba|z|da)?sh\s+(?:-\S{1,40}\s+){0,5})?(?:\./|[\w.-]+/|\$\{?\{?\s?(?:GITHUB_WORKSPACE|github\.workspace))"
)
_LATER = re.compile(
    r"\b(?:echo|printf)[ \t]+[\"']?(\w{1,80})=([^\"'\n]{1,300}?)[\"']?[ \t]*(?:>>|\|[ \t]*tee[ \t]+(?:-a|--append))[ \t]*[\"']?\$\{?GITHUB_ENV\b"
)
_MOST = 500  # variables


def note_preloads(notes: Notes, workflow: Workflow) -> None:
    """Note each of them; what an ordinary one does not do, such as setting the size of a heap, is none."""
    for shell in workflow.shells:
        if _OWN_PROGRAM.match(shell.text):
            notes.add(shell.line, _NEW, "import", Ends("", "shell", shell.text))
        if " " in shell.text:
            note_script(notes, shell.text.replace("{0}", "SCRIPT"), shell.line)
    tables = {id(env): env for job in workflow.jobs for env in (*job.env, *(step.env for step in job.steps))}
    for name, _, value in islice((entry for env in tables.values() for entry in env.entries), _MOST):
        if loads_code(name, value.text):
            notes.add(value.line, _NEW, "import", Ends("", name, value.text))
            note_script(notes, value.text, value.line)
    for job in workflow.jobs:
        for step in job.steps:
            _note_later(notes, step)


def _note_later(notes: Notes, step: Step) -> None:
    """Note variables that a command sets for all later steps."""
    script = step.script
    for match in islice(_LATER.finditer(script.text), _MOST) if "GITHUB_ENV" in script.text else ():
        if loads_code(match[1], match[2]):
            line = script.line + script.text.count("\n", 0, match.start())
            notes.add(line, _NEW, "import", Ends("", match[1], match[2]))
