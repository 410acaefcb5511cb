"""Pipelines of GitLab, CircleCI, Azure, Bitbucket, Travis, Buildkite, Drone and the like, which differ in names only.

Each has scripts under a few known names, and each has its own way to take in what others wrote.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.workflows.model import Job, Step, Use, Workflow, address_use, image_use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from knownhands.harvest.code.workflows.tree import Node

_SCRIPTS = frozenset({
    "script", "before_script", "after_script", "before_install", "install", "after_success", "after_failure", "before_deploy",
    "deploy_script", "run", "command", "commands", "bash", "pwsh", "powershell", "after-script", "build_script", "test_script",
    "install_script", "before_build", "after_build", "before_test", "after_test", "init", "on_finish", "on_success", "args",
    "entrypoint", "pre_command", "background_script", "execution", "inlinescript",
})  # fmt: skip
_VARIABLES = frozenset({"variables", "env", "environment"})
_MOST_VARIABLES = 300
_IMAGES = frozenset({"image", "container", "docker"})
_MOST_NODES = 50_000


class _Place(NamedTuple):
    name: str
    line: int
    node: Node
    job: str


def read_pipeline(service: str, documents: Sequence[Node]) -> Workflow | None:
    """Read a pipeline of a service that is not GitHub; None where there is nothing to run."""
    workflow = Workflow(service)
    jobs: dict[str, Job] = {}
    foreign = _FOREIGN.get(service, _nothing)
    values: dict[str, tuple[str, ...]] = {}
    for place in _places(documents):
        job = jobs.setdefault(place.job, Job(place.job, place.line))
        name = place.name.lower()
        if name in _SCRIPTS and not place.node.is_table:
            job.steps += [Step(text.line, name=place.job, script=text) for text in place.node.flat() if text.text]
        elif name in _IMAGES:
            image = place.node.get("name") if place.node.is_table else place.node
            use = image_use(image.line, image.text)
            job.uses += [use] if use else []
        elif name in _VARIABLES and len(values) < _MOST_VARIABLES:
            values |= {f"env.{key}": (text,) for key, text in _constants(place.node)}
        elif name in {"allow_failure", "continueonerror"}:
            job.may_fail = job.may_fail or place.node.text == "true"
        elif name == "when" and place.node.text == "never":
            job.condition = "false"
        workflow.uses += foreign(place)
    workflow.jobs = list(jobs.values())
    for job in workflow.jobs:
        job.values = values
    return workflow if any(job.steps or job.uses for job in workflow.jobs) or workflow.uses else None


def _constants(variables: Node) -> Iterator[tuple[str, str]]:
    """Yield the variables whose text stands in the file."""
    for key, _, value in variables.entries[:_MOST_VARIABLES]:
        text = value.text or value.get("value").text
        if text and "$" not in text:
            yield key, text


def _places(documents: Sequence[Node]) -> Iterator[_Place]:
    """Yield every named value, each once however many aliases lead there, with the job that it belongs to."""
    waiting = [("", document, "") for document in reversed(documents)]
    seen = {id(document) for document in documents}
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        parent, node, job = waiting.pop()
        children: list[tuple[str, Node, str]] = []
        for name, line, value in node.entries:
            named = value.get("name").text or value.get("label").text or value.get("displayName").text
            inside = job if job and not named else named or name
            yield _Place(name, line, value, inside)
            children.append((name, value, inside))
        for item in node.items:
            named = item.get("name").text or item.get("label").text or item.get("displayName").text
            children.append((parent, item, named or job))
        for child in children[::-1]:
            if id(child[1]) not in seen and (child[1].items or child[1].entries):
                seen.add(id(child[1]))
                waiting.append(child)


def _nothing(_place: _Place) -> Iterator[Use]:
    """Yield nothing: the service runs images at most."""
    return iter(())


def _gitlab(place: _Place) -> Iterator[Use]:
    """Yield what GitLab includes: files of other hosts, projects and components."""
    if place.name != "include":
        return
    for item in [place.node, *place.node.items]:
        for address in (item, item.get("remote")):
            use = address_use(address.line, address.text)
            if use:
                yield use
        project, component = item.get("project"), item.get("component")
        if project.text:
            ref = item.get("ref").text
            yield Use(project.line, project.text.partition("/")[0].lower(), project.text, ref)
        if component.text:
            name, _, version = component.text.partition("@")
            owner = "/".join(name.split("/")[:2]).lower()
            yield Use(component.line, owner, name, version)


def _circle(place: _Place) -> Iterator[Use]:
    """Yield orbs, which are called by namespace."""
    if place.name == "orbs":
        for _, _, orb in place.node.entries:
            name, _, version = orb.text.partition("@")
            owner = name.partition("/")[0].lower()
            if owner:
                yield Use(orb.line, owner, name, version, is_own=owner == "circleci")


def _azure(place: _Place) -> Iterator[Use]:
    """Yield the repositories that templates come from."""
    if place.name == "repositories":
        for item in place.node.items:
            name, kind = item.get("name"), item.get("type").text
            if name.text and kind in {"github", "githubenterprise", "bitbucket"}:
                yield Use(name.line, name.text.partition("/")[0].lower(), name.text, item.get("ref").text)


def _bitbucket(place: _Place) -> Iterator[Use]:
    """Yield pipes."""
    if place.name == "pipe":
        name, _, version = place.node.text.removeprefix("docker://").partition(":")
        owner = name.partition("/")[0].lower()
        yield Use(place.node.line, owner, name, version, is_own=owner == "atlassian")


def _buildkite(place: _Place) -> Iterator[Use]:
    """Yield plugins."""
    if place.name == "plugins":
        names = [
            *place.node.names().items(),
            *((key, line) for item in place.node.items for key, line, _ in item.entries),
        ]
        for text, line in names:
            name, _, version = text.partition("#")
            match = re.search(r"github\.com[/:]([^/]+)", name)
            owner = match[1] if match else name.partition("/")[0] if "/" in name else "buildkite-plugins"
            yield Use(line, owner.lower(), name, version, is_own=owner == "buildkite-plugins")


_FOREIGN: dict[str, Callable[[_Place], Iterator[Use]]] = {
    "gitlab": _gitlab,
    "circleci": _circle,
    "azure": _azure,
    "bitbucket": _bitbucket,
    "buildkite": _buildkite,
}
