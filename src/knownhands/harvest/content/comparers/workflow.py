"""What a change of a workflow loosens: rights, triggers, machines, and whose actions it runs at which version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.code.workflows.foreign import foreign_code
from knownhands.harvest.code.workflows.model import Use, Workflow
from knownhands.harvest.code.workflows.official import taken_for
from knownhands.harvest.code.workflows.read import PATHS, read_workflow
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.code.workflows.tree import Node
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_NOTHING = Workflow("")
_LEVELS = {"none": 0, "read": 1, "write": 2}
_OF_ALL = {"read-all": 1, "write-all": 2}
_EVERY = "every right"
_USUAL = ("./.github/", "./.forgejo/", "./.gitea/", "$/")  # where people look for actions of the repository itself
_EXACT = re.compile(r"#\s*(v?\d+\.\d+\.\d+\S*)")


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note what a workflow may do now that it might not do before."""
    after = _workflow(file.path, file.new)
    if after is None:
        return
    before = _workflow(file.old_path, file.old) or _NOTHING
    _compare_rights(notes, before, after)
    _compare_triggers(notes, before, after)
    _compare_code(notes, before, after)
    _compare_machines(notes, before, after)
    _compare_pins(notes, before, after)
    _compare_commits(notes, before, after, lines)


def across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    """Note whose actions the workflows of a change run that none of them ran before."""
    paths = [file for file in files if PATHS.search(file.path) or PATHS.search(file.old_path)]
    if not paths:
        return
    known = {
        _whose(use) for file in paths for use in (_workflow(file.old_path, file.old) or _NOTHING).all_uses()
    }  # fmt: skip
    for file in paths:
        for use in (_workflow(file.path, file.new) or _NOTHING).all_uses():
            is_elsewhere = use.owner == "." and not use.name.startswith(_USUAL)
            if (is_elsewhere or not use.is_own) and _whose(use) not in known:
                notes_of(file.path).add(use.line, "workflow_new_action", "import", Ends("", "uses", use.name))
                if meant := taken_for(use.name):
                    ends = Ends(use.owner, "uses", f"{use.name} is like {meant}")
                    notes_of(file.path).add(use.line, "dependency_alias", "import", ends)


def _whose(use: Use) -> str:
    """Return the owner of an action, or the folder of one that is in the repository itself."""
    return use.name if use.owner == "." else use.owner


def _workflow(path: str, body: bytes | None) -> Workflow | None:
    return read_workflow(path, body) if body is not None and PATHS.search(path) else None


def _compare_rights(notes: Notes, before: Workflow, after: Workflow) -> None:
    old = dict(_rights(before))
    is_said = before.permissions.line > 0 or any(job.permissions.line for job in before.jobs)
    for name, (level, line) in _rights(after):
        was = max(old.get(name, (0, 0))[0], old.get(_EVERY, (0, 0))[0])
        if name == _EVERY and level == _LEVELS["write"] > was:
            notes.add(line, "workflow_write_all", "import", Ends(target="write-all"))
        elif (
            name != _EVERY
            and level == _LEVELS["write"] > was
            and (is_said or before is _NOTHING or name in {"id-token", "actions"})
        ):
            notes.add(line, "workflow_more_permissions", "import", Ends(source=name, target="write"))
    if is_said and after.service == "github" and not after.permissions.line and after.jobs:
        silent = next((job for job in after.jobs if not job.permissions.line), None)
        if silent and (before.permissions.line or silent.id in {job.id for job in before.jobs if job.permissions.line}):
            notes.add(silent.line, "workflow_write_all", "import", Ends(target="no permissions said any more"))


def _rights(workflow: Workflow) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each right with its highest level and the line of that."""
    highest: dict[str, tuple[int, int]] = {}
    for node in (workflow.permissions, *(job.permissions for job in workflow.jobs)):
        for name, level, line in _levels(node):
            if level > highest.get(name, (-1, 0))[0]:
                highest[name] = (level, line)
    yield from highest.items()


def _levels(node: Node) -> Iterator[tuple[str, int, int]]:
    if node.text in _OF_ALL:
        yield _EVERY, _OF_ALL[node.text], node.line
    for name, line, value in node.entries:
        yield name, _LEVELS.get(value.text, 0), line


def _compare_triggers(notes: Notes, before: Workflow, after: Workflow) -> None:
    """Note what anybody can set off now, or what does more than it did when that was allowed."""
    known = before.triggers if _runs_code(before) or not _runs_code(after) else {}
    capability = "workflow_foreign_trigger" if _runs_code(after) else "workflow_more_permissions"
    for name, line in after.foreign_triggers.items():
        if name not in known:
            notes.add(line, capability, "import", Ends(source=name))


def _runs_code(workflow: Workflow) -> bool:
    """Whether a workflow does more than run actions that are given nothing of a repository, such as one that sets labels."""
    return any(
        job.uses or any(step.script.text or _brings_code(step.use) for step in job.steps) or not job.steps
        for job in workflow.jobs
    )


def _brings_code(use: Use | None) -> bool:
    return use is not None and (use.owner == "." or use.name.lower().endswith("/checkout"))


def _compare_code(notes: Notes, before: Workflow, after: Workflow) -> None:
    known = {(code.job, code.trigger) for code in foreign_code(before)}
    for code in foreign_code(after):
        if (code.job, code.trigger) not in known:
            notes.add(code.line, "workflow_runs_foreign_code", "import", Ends(sink=code.trigger, target=code.runner))


def _compare_machines(notes: Notes, before: Workflow, after: Workflow) -> None:
    if any("self-hosted" in job.runners for job in before.jobs):
        return
    for job in after.jobs:
        if "self-hosted" in job.runners:
            trigger = next((name for name in after.triggers if name in {"pull_request", *after.foreign_triggers}), "")
            notes.add(job.runners["self-hosted"], "workflow_self_hosted", "import", Ends(target=trigger))


def _compare_pins(notes: Notes, before: Workflow, after: Workflow) -> None:
    pinned = {use.name.lower() for use in before.all_uses() if use.is_pinned}
    known = {use.name.lower() for use in before.all_uses()}
    loose = {(use.name.lower(), use.version) for use in before.all_uses()}
    for use in after.all_uses():
        name = use.name.lower()
        if use.owner == "." or use.is_pinned or (name, use.version) in loose or not use.version:
            continue
        if name in pinned or (name not in known and not use.is_own and use.is_branch and not _is_image(use)):
            notes.add(use.line, "workflow_unpinned", "import", Ends(use.owner, "uses", f"{use.name}@{use.version}"))


def _is_image(use: Use) -> bool:
    return use.version == "latest" or use.name.count("/") == 0


def _compare_commits(notes: Notes, before: Workflow, after: Workflow, lines: Lines) -> None:
    """Note a pin that goes to another commit while the version beside it, which only people read, stays the same."""
    old = _commits(before, lines.before)
    for (name, version), commits in _commits(after, lines.after).items():
        for commit, use in commits.items():
            if (name, version) in old and commit not in old[name, version]:
                ends = Ends(use.owner, "uses", f"{use.name} {version}")
                notes.add(use.line, "workflow_impostor_pin", "import", ends)


def _commits(workflow: Workflow, lines: Sequence[bytes]) -> dict[tuple[str, str], dict[str, Use]]:
    commits: dict[tuple[str, str], dict[str, Use]] = {}
    for use in workflow.all_uses():
        if use.is_pinned and 0 < use.line <= len(lines):
            comment = _EXACT.search(lines[use.line - 1].decode("utf-8", "replace"))
            if comment:
                commits.setdefault((use.name.lower(), comment[1].removeprefix("v")), {})[use.version] = use
    return commits


COMPARER = Comparer(id="workflow", paths=PATHS, compare=compare, across=across)
