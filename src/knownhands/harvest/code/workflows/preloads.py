"""What a workflow has every shell or program start with: shells that are commands, and variables that load code."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.shell import note_script

if TYPE_CHECKING:
    from knownhands.harvest.code.workflows.model import Workflow

_NEW = "workflow_new_action"
_ALWAYS = frozenset({"BASH_ENV", "PROMPT_COMMAND", "PERL5OPT", "PYTHONSTARTUP", "GIT_EXTERNAL_DIFF"})
_OPTIONS = {
    "NODE_OPTIONS": re.compile(r"(?:^|\s)(?:-r|--(?:require|import|loader|experimental-loader))[=\s]"),
    "RUBYOPT": re.compile(r"(?:^|\s)-r"),
    "JAVA_TOOL_OPTIONS": re.compile(r"-(?:javaagent|agentpath)"),
    "MAVEN_OPTS": re.compile(r"-(?:javaagent|agentpath)"),
    "LD_PRELOAD": re.compile(r"(?:^|[\s:])(?:\.{0,2}/(?:tmp|home|dev)/|\./|\$|[\w-]+/)"),
    "DYLD_INSERT_LIBRARIES": re.compile(r"(?:^|[\s:])(?:/tmp/|\./|\$|[\w-]+/)"),
    "GIT_SSH_COMMAND": re.compile(r"(?:^|\s)(?!\S*ssh\b)[^-\s=]\S*/|[|;&`]|\$\("),
}
_OWN_PROGRAM = re.compile(r"(?:\./|[\w.-]+/|\$\{?\{?\s?(?:GITHUB_WORKSPACE|github\.workspace))")
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
        if value.text and (name in _ALWAYS or (name in _OPTIONS and _OPTIONS[name].search(value.text))):
            notes.add(value.line, _NEW, "import", Ends("", name, value.text))
            note_script(notes, value.text, value.line)
