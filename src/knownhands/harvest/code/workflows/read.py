"""Which files tell CI what to do, and what they say."""

from __future__ import annotations

import re
from functools import lru_cache

from knownhands.harvest.code.workflows.github import read_github
from knownhands.harvest.code.workflows.model import Workflow
from knownhands.harvest.code.workflows.others import read_pipeline
from knownhands.harvest.code.workflows.tree import parse_tree

_SERVICES = {
    "github": r"(?:^|/)\.(?:github|forgejo|gitea)/(?:workflows|actions)/[^\n]+\.ya?ml$|(?:^|/)action\.ya?ml$",
    "gitlab": r"(?:^|/)\.?gitlab-ci[^/]*\.ya?ml$|(?:^|/)\.gitlab/[^\n]+\.ya?ml$",
    "circleci": r"(?:^|/)\.circleci/[^\n]+\.ya?ml$",
    "azure": r"(?:^|/)\.?azure-pipelines[^/]*\.ya?ml$|(?:^|/)\.?azure-pipelines/[^\n]+\.ya?ml$",
    "bitbucket": r"(?:^|/)bitbucket-pipelines\.ya?ml$",
    "buildkite": r"(?:^|/)\.buildkite/[^\n]+\.ya?ml$",
    "drone": r"(?:^|/)\.drone\.ya?ml$|(?:^|/)\.woodpecker(?:\.ya?ml$|/[^\n]+\.ya?ml$)",
    "other": r"(?:^|/)\.?(?:travis|appveyor|cirrus|codebuild|wercker|bitrise|buildspec|cloudbuild)[^/]*\.ya?ml$|(?:^|/)\.semaphore/[^\n]+\.ya?ml$",
}
_MOST_TEXT = 300_000  # characters of scripts of one file, however often it repeats them
PATHS = re.compile("|".join(f"(?P<{service}>{pattern})" for service, pattern in _SERVICES.items()), re.IGNORECASE)


@lru_cache(maxsize=24)
def read_workflow(path: str, body: bytes) -> Workflow | None:
    """Read a file that tells CI what to do.

    Args:
        path: where it is, which says for what service.
        body: all of it.

    Returns:
        What it says; None where it is no YAML. A file that holds something else says nothing.
    """
    documents = parse_tree(body)
    if documents is None:
        return None
    match = PATHS.search(path)
    service = (match.lastgroup if match else None) or "other"
    workflow = read_github(documents) if service == "github" else read_pipeline(service, documents)
    workflow = workflow or Workflow(service)
    workflow.texts = tuple(text for document in documents for text in document.texts())
    _cut(workflow)
    return workflow


def _cut(workflow: Workflow) -> None:
    """Leave out the steps of a file that repeats them by aliases until nobody could read them all."""
    left = _MOST_TEXT
    for job in workflow.jobs:
        steps = []
        for step in job.steps:
            size = len(step.script.text) + 10
            if size <= left:
                left -= size
                steps.append(step)
        workflow.is_cut = workflow.is_cut or len(steps) < len(job.steps)
        job.steps = steps
