"""Workflows and pipelines of CI: what they hand out, what they run, and whose words they obey."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import note_script
from knownhands.harvest.code.workflows.foreign import note_injections
from knownhands.harvest.code.workflows.held import EXPRESSION
from knownhands.harvest.code.workflows.kept import kept_by_text
from knownhands.harvest.code.workflows.preloads import note_preloads
from knownhands.harvest.code.workflows.read import PATHS, read_workflow
from knownhands.harvest.code.workflows.values import assignments, variants

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.harvest.code.workflows.model import Job, Step, Workflow
    from knownhands.harvest.code.workflows.tree import Node
    from knownhands.records import Observation

_EVERY_SECRET = re.compile(r"\btojson\(\s*secrets\s*\)|\bsecrets\s*\|\s*tojson", re.IGNORECASE)
_VARIABLE = re.compile(r"\s*(?:secrets|env|vars)\.(\w{1,80})\s*")
_PUSHES = re.compile(
    r"\bgit\b[^\n|;&]{0,200}\spush\b(?![^\n|;&]{0,80}--dry-run)|\bgh\s+repo\s+(?:create|fork)\b|\bapi\.github\.com/(?:user|orgs/[^/\s]{1,80})/repos\b|\bgh\s+api\s[^\n]{0,200}\b(?:user/repos|git/refs|contents/)"
)
_MOST = 50  # places of one text that show the same
_MOST_LINES = 100_000  # bytes of a file that is no YAML


def read(notes: Notes, body: bytes) -> None:
    """Note what a file tells CI to do."""
    from knownhands.harvest.code.workflows.secrets import note_secrets  # most changes touch no workflow

    workflow = read_workflow(notes.path, body)
    if workflow is None:
        notes.add(0, "workflow_unparsable", "import", Ends(target="no YAML that CI could read"))
        note_script(notes, body[:_MOST_LINES].decode("utf-8", "replace"), 1)
        return
    if not workflow.jobs and workflow.service == "github":
        for text in workflow.texts:
            _note_commands(notes, text.text, text.line)
    if workflow.is_cut:
        notes.add(0, "workflow_unparsable", "import", Ends(target="more steps than anybody reads"))
    for job in workflow.jobs:
        note_secrets(notes, job)
        for step in job.steps:
            _note_step(notes, step, job.values)
        _note_inherited(notes, job)
    note_injections(notes, workflow)
    note_preloads(notes, workflow)
    _note_every_secret(notes, workflow)


def _note_step(notes: Notes, step: Step, values: Mapping[str, tuple[str, ...]]) -> None:
    """Note what a script does, by the reader of its language."""
    script = EXPRESSION.sub(lambda match: _plain(match[1] or "", step.language), step.script.text)
    if not script:
        return
    if step.language == "sh":
        own = {f"env.{name}": (value.text,) for name, _, value in step.env.entries if "${{" not in value.text}
        _note_script(notes, script, step.script, {**values, **own} if own else values)
    else:
        from knownhands.harvest.code.javascript import read_javascript
        from knownhands.harvest.code.python import read_python

        reader = read_python if step.language == "python" else read_javascript
        reader(notes.path, b"\n" * (step.script.line - 1) + script.encode("utf-8", "replace"), notes)
    for line, sink in _pushes(step.script.text):
        notes.add(step.script.line + line, "workflow_pushes", "import", Ends(sink=sink))


@kept_by_text
def _pushes(script: str) -> tuple[tuple[int, str], ...]:
    """Return where a script writes to a repository, on lines from 0, and how."""
    return tuple(
        (script.count("\n", 0, match.start()), " ".join(match[0].split())[:20])
        for match in islice(_PUSHES.finditer(script), _MOST)
    )


def _note_script(notes: Notes, script: str, node: Node, values: Mapping[str, tuple[str, ...]]) -> None:
    """Note what a script shows, and what it shows beyond that with the values of its expressions."""
    line = node.line
    shown = _note_commands(notes, script, line, assignments(script, values))
    for variant in variants(node.text, values):
        before = assignments(variant, values)
        for each in _commands(before + variant):
            at = line + min(each.line - bool(before), node.text.count("\n"))
            if (at, each.capability) not in shown:
                notes.add(at, each.capability, each.trigger, Ends(each.source, each.sink, each.target))


def _note_commands(notes: Notes, script: str, line: int, before: str = "") -> set[tuple[int, str]]:
    """Note what commands show, and return that with its lines.

    Args:
        notes: where to gather.
        script: the commands.
        line: of the first of them.
        before: a line that stands before all of them; "" for none.
    """
    found = _commands(before + script)
    first = line - bool(before)
    for each in found:
        notes.add(first + each.line, each.capability, each.trigger, Ends(each.source, each.sink, each.target))
    return {(first + each.line, each.capability) for each in found}


@kept_by_text
def _commands(script: str) -> tuple[Observation, ...]:
    """Return what a script shows, on lines from 0; kept, since a change touches few of the scripts in its files."""
    notes = Notes("", every_line=True, is_program=True)
    note_script(notes, script, 0)
    return notes.observations()


def _plain(expression: str, language: str) -> str:
    """Return what stands for an expression, so that the script around it can be read as one."""
    if language != "sh":
        return "EXPRESSION"
    variable = _VARIABLE.fullmatch(expression)
    return f"${{{variable[1]}}}" if variable else "EXPRESSION"


def _note_inherited(notes: Notes, job: Job) -> None:
    """Note a workflow of another repository that is handed the secrets; many honest ones are shared that way."""
    if job.inherits:
        use = next((use for use in job.uses if not use.is_own), None)
        ends = Ends(source="secrets", target=use.name if use else "")
        notes.add(job.inherits, "workflow_more_permissions", "import", ends)


def _note_every_secret(notes: Notes, workflow: Workflow) -> None:
    for text in workflow.texts:
        for match in islice(_EVERY_SECRET.finditer(text.text), _MOST):
            line = text.line + text.text.count("\n", 0, match.start())
            notes.add(line, "workflow_all_secrets", "import", Ends(target="toJSON(secrets)"))


READER = Reader(id="workflow", paths=PATHS, read=read)
