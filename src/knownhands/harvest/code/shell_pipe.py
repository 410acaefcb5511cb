"""One command of a script while it is read, and whether it runs what another one answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knownhands.harvest.code.shell_programs import Run
    from knownhands.harvest.code.shell_words import Stage, Word

Pipeline = list[str]
"""Commands in plain form, each of which feeds the next."""


@dataclass(slots=True)
class Pipe:
    """One command while it is read: its stages, what they are in plain form, and the pipelines that feed them.

    Attributes:
        here: the documents that are written below it.
        depth: how many commands it stands within.
        stages: of it.
        plain: those that were read, in plain form.
        more: the pipelines that feed them.
        grouped: what stands in brackets in place of a program, but for the last command there.
    """

    here: tuple[str, ...]
    depth: int
    stages: list[Stage]
    plain: Pipeline = field(default_factory=list)
    more: list[Pipeline] = field(default_factory=list)
    grouped: list[Pipeline] = field(default_factory=list)


def is_run(inner: str, run: Run, words: list[Word], stage: Stage) -> bool:
    """Whether what a command answers is run by the one that it is substituted in.

    Args:
        inner: the command.
        run: what the other one runs.
        words: of the other one.
        stage: as it is written.
    """
    if run.way in {"code", "file"} and run.code is not None:
        return run.code.begins_with_inner and run.code.inner[0][1] == inner
    if run.way == "stdin":
        return any(operator.startswith("<") and inner in word.text for operator, word in stage.redirects)
    return words[0].text == f"$({inner})"
