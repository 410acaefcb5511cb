"""Which checks a change takes out of CI, or lets fail: tests, linters, scanners, signatures.

A check that moves to another file of the change, or gives way to another one of its kind, is not removed. What the files that
a change does not touch still check is not looked up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.code.workflows.kept import kept_by_text
from knownhands.harvest.code.workflows.read import PATHS, read_workflow
from knownhands.harvest.content.comparers._comparer import Comparer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.code.workflows.model import Workflow
    from knownhands.harvest.content.changed import Changed

_KINDS = {
    "tests": r"\b(?:pytest|tox|nox|unittest|ctest|go test|cargo (?:nextest|test)|(?:npm|yarn|pnpm|bun)(?: run)? test|vitest|jest|mocha|rspec|phpunit|dotnet test|bazel test|swift test|rake test|(?:gradlew?|mvnw?)\b[^\n]{0,80}\b(?:test|check|verify)|make [^\n]{0,40}(?:check|test)|meson test)\b",
    "linters": r"\b(?:ruff|flake8|pylint|eslint|golangci-lint|clippy|rubocop|mypy|pyright|black --check|prettier --check|pre-commit|shellcheck|clang-tidy|(?:npm|yarn|pnpm|bun)(?: run)? lint|make lint)\b",
    "scanners": r"\b(?:codeql|semgrep|trivy|grype|snyk|bandit|gosec|zizmor|scorecard|gitleaks|trufflehog|osv-scanner|dependency-review|govulncheck|pip-audit|npm audit|cargo[ -](?:audit|deny)|harden-runner|checkov|sonar\w*)\b",
    "signatures": r"\b(?:cosign|sigstore|attest(?:-build-provenance)?|slsa[\w-]*|gpg [^\n]{0,80}--(?:verify|sign|detach-sign)|minisign|sha(?:256|512)sum [^\n]{0,40}(?:-c|--check)\b|gh attestation verify)\b",
}
_BY_TOOL = frozenset({"scanners", "signatures"})
_TOOL = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()), re.IGNORECASE)
_LETS_FAIL = re.compile(r"\|\|\s*(?:true|:|exit 0)\b|\|\|\s*:(?=\s|$)|\s--no-verify\b|\s--exit-zero\b")
_BEGINS = frozenset({"push", "pull_request", "pull_request_target", "merge_group", "workflow_call", "workflow_run"})
_MOST_TEXT = 300_000  # characters of scripts of one file that are looked at


class _Check(NamedTuple):
    """One check.

    Attributes:
        kind: of `_KINDS`.
        tool: which is run.
        key: what the step is known by before and after.
        line: where it is.
        is_weak: whether CI goes on where it fails, or never runs it.
    """

    kind: str
    tool: str
    key: str
    line: int
    is_weak: bool


def across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    """Note checks that the workflows of a change made before and make no more."""
    touched = [file for file in files if PATHS.search(file.path) or PATHS.search(file.old_path)]
    if not touched:
        return
    before = {file.path: list(_checks(file.old_path, file.old)) for file in touched}
    after = {file.path: list(_checks(file.path, file.new)) for file in touched}
    tools_before = {(c.kind, c.tool) for checks in before.values() for c in checks if not c.is_weak}
    tools_after = {(c.kind, c.tool) for checks in after.values() for c in checks}
    gains = {kind for kind, _ in tools_after - tools_before}
    kept = {kind for kind, _ in tools_after}
    for file in touched:
        for kind, tool in sorted({(c.kind, c.tool) for c in before[file.path] if not c.is_weak} - tools_after):
            if kind not in gains and (kind not in kept or kind in _BY_TOOL):
                notes_of(file.path).add(0, "workflow_removed_checks", "import", Ends(kind, "removed", tool))
        _note_weakened(notes_of, file, before[file.path], after[file.path])
        _note_stopped(notes_of, file)


def _note_weakened(notes_of: Callable[[str], Notes], file: Changed, before: list[_Check], after: list[_Check]) -> None:
    strong = {check.key for check in before if not check.is_weak}
    still = {check.key for check in after if not check.is_weak}
    for check in after:
        if check.is_weak and check.key in strong - still:
            ends = Ends(check.kind, "may fail", check.tool)
            notes_of(file.path).add(check.line, "workflow_removed_checks", "import", ends)


def _note_stopped(notes_of: Callable[[str], Notes], file: Changed) -> None:
    """Note checks that no change sets off any more."""
    old, new = _workflow(file.old_path, file.old), _workflow(file.path, file.new)
    if (
        old
        and new
        and old.triggers
        and new.triggers
        and old.triggers.keys() & _BEGINS
        and not new.triggers.keys() & _BEGINS
    ):
        check = next(_checks(file.path, file.new), None)
        if check:
            ends = Ends(check.kind, "not run", check.tool)
            notes_of(file.path).add(min(new.triggers.values()), "workflow_removed_checks", "import", ends)


def _workflow(path: str, body: bytes | None) -> Workflow | None:
    return read_workflow(path, body) if body is not None and PATHS.search(path) else None


def _checks(path: str, body: bytes | None) -> Iterator[_Check]:
    workflow = _workflow(path, body)
    left = _MOST_TEXT
    for job in workflow.jobs if workflow else ():
        is_weak = job.may_fail or job.condition == "false"
        for use in job.uses:
            yield from _found(use.name, f"{job.id} {use.name}", use.line, is_weak=is_weak)
        for step in job.steps:
            text = f"{step.use.name if step.use else ''}\n{step.script.text}"
            left -= len(text)
            if left < 0:
                return
            if not _names_tool(text):
                continue
            weak = is_weak or step.may_fail or step.condition == "false"
            for offset, line in enumerate(text.split("\n")[:2_000], start=-1):
                lets_fail = _LETS_FAIL.search(line)
                plain = " ".join(_LETS_FAIL.sub("", line).split())
                at = step.script.line + offset if step.script.text else step.line
                yield from _found(line, f"{job.id} {plain}", max(at, step.line), is_weak=weak or bool(lets_fail))


@kept_by_text
def _names_tool(text: str) -> bool:
    return bool(_TOOL.search(text))


def _found(text: str, key: str, line: int, *, is_weak: bool) -> Iterator[_Check]:
    for match in _TOOL.finditer(text):
        yield _Check(match.lastgroup or "", match[0].lower()[:60], key[:200], line, is_weak)


COMPARER = Comparer(id="workflow_checks", across=across)
