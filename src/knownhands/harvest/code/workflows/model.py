"""What a file tells CI, in the words of no service: when it runs, on what, with which rights, and its steps."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.workflows.tree import ABSENT, Node

if TYPE_CHECKING:
    from collections.abc import Mapping

FOREIGN_TRIGGERS = frozenset({
    "pull_request_target", "workflow_run", "issue_comment", "issues", "discussion", "discussion_comment", "fork", "watch",
    "pull_request_review", "pull_request_review_comment", "gollum",
})  # fmt: skip
"""What anybody can set off, while the workflow has the secrets of the project or its right to write."""

_COMMIT = re.compile(r"(?:sha256:)?[0-9a-f]{40}(?:[0-9a-f]{24})?")
_VERSION = re.compile(r"v?\d[\w.+-]*|[\w.+/-]*[@/_-]v?\d+(?:\.[\w.+-]*)?", re.IGNORECASE)


class Use(NamedTuple):
    """Something that others wrote and that CI runs: an action, a reusable workflow, an orb, an image, an included file.

    Attributes:
        line: where it is named.
        owner: who wrote it: an account, the namespace of an image, or the host of an address.
        name: all but the version.
        version: after that; "" for none.
        is_own: whether it is part of the repository or comes from the service itself.
    """

    line: int
    owner: str
    name: str
    version: str
    is_own: bool = False

    @property
    def is_pinned(self) -> bool:
        """Whether its version is the name of a commit or of contents, which nobody can move."""
        return bool(_COMMIT.fullmatch(self.version))

    @property
    def is_branch(self) -> bool:
        """Whether its version looks like a branch, which moves with every commit, and not like a number."""
        return not self.is_pinned and not _VERSION.fullmatch(self.version[:200])


@dataclass(slots=True)
class Step:
    """One step of a job.

    Attributes:
        line: where it begins.
        name: what it is called.
        script: the commands that it runs, and the line of the first; empty for none.
        language: of the script: "sh", "python", "javascript".
        use: what of others it runs.
        inputs: what that is given.
        env: variables that it sets.
        condition: when it runs; "" for always.
        may_fail: whether the job goes on where it fails.
        id: what later steps call it.
    """

    line: int
    name: str = ""
    script: Node = ABSENT
    language: str = "sh"
    use: Use | None = None
    inputs: Node = ABSENT
    env: Node = ABSENT
    condition: str = ""
    may_fail: bool = False
    id: str = ""


@dataclass(slots=True)
class Job:
    """One job: steps that run on one machine, one after the other.

    Attributes:
        id: what the file calls it.
        line: where it begins.
        runners: labels of the machines that it may run on.
        permissions: what its token may do; absent where it does not say.
        env: variables for all of its steps, those of the whole file among them; the later the nearer.
        steps: in their order.
        uses: what of others it is made of but for its steps: a reusable workflow, images.
        inherits: where it hands on every secret; 0 for nowhere.
        values: what names in expressions stand for, such as `matrix.clay`.
        condition, may_fail: as of steps.
    """

    id: str
    line: int
    runners: Mapping[str, int] = field(default_factory=dict)
    permissions: Node = ABSENT
    env: tuple[Node, ...] = ()
    steps: list[Step] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    inherits: int = 0
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    condition: str = ""
    may_fail: bool = False


@dataclass(slots=True)
class Workflow:
    """All that a file tells CI.

    Attributes:
        service: which reads it.
        triggers: what sets it off, each with its line.
        permissions: what the token of every job may do; absent where it does not say.
        jobs: in their order.
        uses: what of others it includes.
        shells: the programs that scripts are run with, where it names any.
        texts: every text of the file.
        is_cut: whether it has more steps, or the same ones more often, than are looked at.
    """

    service: str
    triggers: Mapping[str, int] = field(default_factory=dict)
    permissions: Node = ABSENT
    jobs: list[Job] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    shells: list[Node] = field(default_factory=list)
    texts: tuple[Node, ...] = ()
    is_cut: bool = False

    @property
    def foreign_triggers(self) -> dict[str, int]:
        """What sets it off that anybody can do."""
        return {name: line for name, line in self.triggers.items() if name in FOREIGN_TRIGGERS}

    def all_uses(self) -> list[Use]:
        """Return everything of others, in the order of the file."""
        of_jobs = [
            use for job in self.jobs for use in (*job.uses, *(step.use for step in job.steps if step.use is not None))
        ]
        return sorted({*self.uses, *of_jobs})


def image_use(line: int, image: str) -> Use | None:
    """Read the name of an image; None where there is none, or it is put together only when it runs."""
    image = image.strip().removeprefix("docker://")
    if not image or "$" in image or " " in image:
        return None
    name, _, digest = image.partition("@")
    last = name.rpartition("/")[2]
    tag = digest or last.partition(":")[2]
    if ":" in last:
        name = name[: len(name) - len(last) + last.index(":")]
    parts = name.split("/")
    has_host = len(parts) > 1 and ("." in parts[0] or ":" in parts[0])
    owner = "/".join(parts[: 2 if has_host else 1]) if len(parts) > 1 else "library"
    return Use(line, owner.lower(), name, tag or "latest", is_own=owner == "library")


def address_use(line: int, address: str) -> Use | None:
    """Read an address that CI fetches what it runs from; None where it is none."""
    match = _ADDRESS.match(address.strip())
    return Use(line, match[1].lower(), address.strip(), "") if match else None


_ADDRESS = re.compile(r"[a-z+]{2,9}://(?:[^\s/@]{1,80}@)?([A-Za-z0-9.-]{1,120})|git@([A-Za-z0-9.-]{1,120}):")
