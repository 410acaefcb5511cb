"""Where a workflow does what strangers say: runs their code with the project's rights, or puts their words into its commands."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.workflows.held import EXPRESSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.harvest.code.workflows.model import Job, Step, Workflow
    from knownhands.harvest.code.workflows.tree import Node

# After GitHub's own list of what anybody can write: https://securitylab.github.com/resources/github-actions-untrusted-input
_WRITTEN_BY_ANYBODY = re.compile(
    r"""github\.(?:head_ref\b|event\.(?:
        (?:issue|pull_request|discussion|comment|review|review_comment)\.(?:title|body)\b|
        pull_request\.head\.(?:ref|label|repo\.(?:default_branch|description|homepage))\b|
        workflow_run\.(?:head_branch|display_title|head_commit\.(?:message|author\.(?:name|email))|head_repository\.description)\b|
        (?:head_commit|commits(?:\[[^\]]{0,20}\]|\.\*))\.(?:message|author\.(?:name|email))\b|
        pages(?:\[[^\]]{0,20}\]|\.\*)\.page_name\b))""",
    re.VERBOSE | re.IGNORECASE,
)
_AZURE = re.compile(
    r"\$\((?:Build\.SourceVersionMessage|System\.PullRequest\.SourceBranch|Build\.SourceBranchName)\)", re.IGNORECASE
)
_TESTED = re.compile(r"(?:contains|startsWith|endsWith|hashFiles)\(|[=!<>]=", re.IGNORECASE)
_ENV = re.compile(r"\benv\.(\w{1,80})")
_FOREIGN_REF = re.compile(
    r"head\.(?:sha|ref)|head_(?:ref|sha|branch|commit)|refs/(?:remotes/)?pull/|pull_request\.number|issue\.number|head\.repo|"
    r"merge_commit_sha|refs/pull|outputs\.[\w-]*(?:sha|ref|branch|head)",
    re.IGNORECASE,
)
_FOREIGN_REPOSITORY = re.compile(r"head\.repo|head_repository", re.IGNORECASE)
_PULLS = re.compile(r"\bgit\s|\bgh\s+pr\s+checkout\b|\bhub\s+(?:pr\s+checkout|checkout\s+https?:)")
_FETCHES = re.compile(r"\b(?:fetch|pull|clone|checkout)\b")
_FOREIGN_NAME = re.compile(r"\bgh\s+pr\s+checkout\b|\bhub\s|pull/|refs/pull|head\.|head_|\bPR_|HEAD_")
_MOST = 200  # variables or expressions that are looked at
_LONGEST = 6_000
_RUNS = re.compile(
    r"\b(?:npm|npx|pnpm|yarn|bun|pip3?|pipx|uv|uvx|poetry|tox|nox|pytest|make|cmake|ninja|meson|gradle|mvn|ant|go|cargo|dotnet|msbuild|bundle|rake|"
    r"composer|php|ruby|perl|python[\d.]*|node|deno|docker|docker-compose|bazel|sbt|mix|swift|hatch|pdm|pre-commit|just|task|cypress|jest)\b(?!\.(?:io|com|org))"
    r"|(?:^|[\s;&|])(?:\./|(?:ba|z)?sh\s+[\w./-]+|source\s|\.\s+\./|\./gradlew)",
    re.MULTILINE,
)
_OWN_ONLY = re.compile(r"head\.repo\.full_name\s*==\s*github\.repository|github\.repository\s*==\s*github\.event\.pull_request\.head\.repo|head\.repo\.fork\s*==\s*false|!\s*github\.event\.pull_request\.head\.repo\.fork|github\.actor\s*==\s*'dependabot\[bot\]'")  # fmt: skip
_DANGEROUS = frozenset(
    {"pull_request_target", "workflow_run", "issue_comment", "issues", "discussion", "discussion_comment"}
)


class ForeignCode(NamedTuple):
    """A step that fetches what a stranger wrote, where a later one runs it.

    Attributes:
        line: of the first one.
        trigger: what a stranger does.
        job: in which.
        runner: the name of the later one.
    """

    line: int
    trigger: str
    job: str
    runner: str


def note_injections(notes: Notes, workflow: Workflow) -> None:
    """Note words of strangers inside commands."""
    for job in workflow.jobs:
        foreign = _foreign_variables(job.env)
        for step in job.steps:
            _note_injection(notes, step, foreign, workflow.service)


def foreign_code(workflow: Workflow) -> list[ForeignCode]:
    """Return where code of strangers is run with the rights of the project, at most once for each job."""
    triggers = workflow.triggers.keys() & _DANGEROUS
    if not triggers:
        return []
    return [found for job in workflow.jobs if (found := _code(job, min(triggers)))]


def _code(job: Job, trigger: str) -> ForeignCode | None:
    if _OWN_ONLY.search(job.condition):
        return None
    fetched: Step | None = None
    for step in job.steps:
        if fetched and _is_run(step):
            line = fetched.use.line if fetched.use else fetched.script.line
            return ForeignCode(line, trigger, job.id, step.name or (step.use.name if step.use else "a command"))
        if _is_fetched(step) and not _OWN_ONLY.search(step.condition):
            fetched = step
    return None


def _is_fetched(step: Step) -> bool:
    if step.use is not None and step.use.name.lower().endswith("/checkout"):
        ref, repository = step.inputs.get("ref").text, step.inputs.get("repository").text
        return bool(_FOREIGN_REF.search(ref) or _FOREIGN_REPOSITORY.search(repository))
    lines = step.script.text[:_LONGEST].split("\n")
    return any(_PULLS.search(line) and _FETCHES.search(line) and _FOREIGN_NAME.search(line) for line in lines)


def _is_run(step: Step) -> bool:
    if step.use is not None and step.use.owner == ".":
        return True
    return step.language == "sh" and bool(_RUNS.search(step.script.text))


def _foreign_variables(env: Iterable[Node]) -> frozenset[str]:
    """Return which variables hold words of strangers."""
    return frozenset(
        name
        for variables in env
        for name, _, value in variables.entries[:_MOST]
        if any(_is_foreign(match[1] or "") for match in EXPRESSION.finditer(value.text[:_LONGEST]))
    )


def _note_injection(notes: Notes, step: Step, foreign: frozenset[str], service: str) -> None:
    """Note words of strangers that become part of a command before any shell sees it."""
    script = step.script
    if service == "azure":
        for match in islice(_AZURE.finditer(script.text), _MOST):
            _note(notes, script.line + script.text.count("\n", 0, match.start()), match[0])
    if "{{" not in script.text:
        return
    foreign |= _foreign_variables((step.env,))
    for match in islice(EXPRESSION.finditer(script.text), _MOST):
        expression = match[1] or ""
        named = _ENV.search(expression)
        if _is_foreign(expression) or (named and named[1] in foreign):
            _note(notes, script.line + script.text.count("\n", 0, match.start()), expression.strip())


def _is_foreign(expression: str) -> bool:
    return bool(_WRITTEN_BY_ANYBODY.search(expression)) and not _TESTED.search(expression)


def _note(notes: Notes, line: int, expression: str) -> None:
    notes.add(line, "workflow_injection", "import", Ends(source=expression))
