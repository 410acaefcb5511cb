"""GitHub's workflows and actions, and those of Forgejo and Gitea, which are alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.harvest.code.workflows.model import Job, Step, Use, Workflow, image_use
from knownhands.harvest.code.workflows.tree import ABSENT, Node
from knownhands.harvest.code.workflows.values import values_of_file, values_of_job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OWN = frozenset({"actions", "github"})
_MOST_STEPS = 5_000
_LANGUAGES = {"python": "python", "python3": "python", "node": "javascript"}


def read_github(documents: Sequence[Node]) -> Workflow | None:
    """Read a workflow or an action; None for what is neither."""
    tree = documents[0] if documents else ABSENT
    if tree.get("runs").entries:
        return _action(tree)
    jobs = tree.get("jobs").entries
    if not jobs:
        return None
    workflow = Workflow("github", tree.get("on").names(), tree.get("permissions"))
    values = values_of_file(tree)
    left = _MOST_STEPS
    for name, line, node in jobs:
        job = _job(name, line, node, tree, left)
        left -= len(job.steps)
        job.values = {**values, **job.values} if job.values else values
        workflow.jobs.append(job)
    workflow.shells = _shells([tree, *(node for _, _, node in jobs)])
    return workflow


def _shells(nodes: Sequence[Node]) -> list[Node]:
    """Return every shell that is named, once each, for the file, its jobs and their steps."""
    shells = [node.get("defaults").get("run").get("shell") for node in nodes]
    shells += [step.get("shell") for node in nodes for step in node.get("steps").flat()[:_MOST_STEPS] if step.is_table]
    return list({shell.text: shell for shell in reversed(shells) if shell.text}.values())


def _job(name: str, line: int, node: Node, tree: Node, most: int) -> Job:
    runners = node.get("runs-on")
    shell = node.get("defaults").get("run").get("shell").text or tree.get("defaults").get("run").get("shell").text
    is_foreign = node.get("uses").text and not node.get("uses").text.startswith(("./", "$/"))
    secrets = node.get("secrets")
    return Job(
        name,
        line,
        runners={**runners.names(), **runners.get("labels").names()},
        permissions=node.get("permissions"),
        env=(tree.get("env"), node.get("env")),
        steps=[_step(step, shell) for step in node.get("steps").flat()[: max(most, 0)] if step.is_table],
        uses=list(_uses(node)),
        inherits=secrets.line if is_foreign and secrets.text == "inherit" else 0,
        values=values_of_job(node),
        condition=_condition(node),
        may_fail=node.get("continue-on-error").text == "true",
    )


def _action(tree: Node) -> Workflow:
    runs = tree.get("runs")
    steps = [_step(step, "") for step in runs.get("steps").flat()[:_MOST_STEPS] if step.is_table]
    image = runs.get("image")
    is_foreign = image.text.startswith("docker://")
    use = image_use(image.line, image.text) if is_foreign else None
    values = values_of_file(tree) | values_of_job(runs)
    job = Job("runs", runs.line, env=(runs.get("env"),), steps=steps, uses=[use] if use else [], values=values)
    return Workflow("action", jobs=[job], shells=_shells([runs]))


def _step(node: Node, shell: str) -> Step:
    use = action_use(node.get("uses"))
    script, language = node.get("run"), _language(node.get("shell").text or shell)
    if use and not script.text and use.name.lower() == "actions/github-script":
        script, language = node.get("with").get("script"), "javascript"
    return Step(
        node.line,
        name=node.get("name").text,
        script=script,
        language=language,
        use=use,
        inputs=node.get("with"),
        env=node.get("env"),
        condition=_condition(node),
        may_fail=node.get("continue-on-error").text == "true",
        id=node.get("id").text,
    )


def _language(shell: str) -> str:
    programs = (word.rpartition("/")[2] for word in shell.split()[:3])
    return next((_LANGUAGES[name] for name in programs if name in _LANGUAGES), "sh")


def _condition(node: Node) -> str:
    return node.get("if").text.strip().removeprefix("${{").removesuffix("}}").strip()


def _uses(node: Node) -> Iterator[Use]:
    reusable = action_use(node.get("uses"))
    if reusable:
        yield reusable
    container = node.get("container")
    images = [container, container.get("image")]
    images += [service.get("image") for _, _, service in node.get("services").entries]
    for image in images:
        use = image_use(image.line, image.text)
        if use:
            yield use


def action_use(node: Node) -> Use | None:
    """Read what `uses:` names; None where it names nothing."""
    text = node.text.strip()
    if not text:
        return None
    if text.startswith("docker://"):
        return image_use(node.line, text)
    name, _, version = text.partition("@")
    owner = "." if name.startswith(("./", "../", "$/")) else name.partition("/")[0].lower()
    return Use(node.line, owner, name, version, is_own=owner == "." or owner in _OWN)
