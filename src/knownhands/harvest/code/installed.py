"""Which files of a package its installer runs, so that what these files do is known to happen at install."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from knownhands.records import Observation


def installed_files(form: str, files: Sequence[tuple[str, bytes]]) -> set[str]:
    """Name the files that an install runs, by the rules of every ecosystem that an archive of this form may be of.

    Args:
        form: of the archive; one that is of no ecosystem may be of any.
        files: path inside the archive and body of each.
    """
    rules = [rule for ecosystem in known_ecosystems().values() if (rule := ecosystem.archives)]
    own = [rule for rule in rules if form in {own.id for own in rule.forms}] or rules
    return {path for rule in own for path in rule.installed(files)}


def at_install(observations: Iterable[Observation], installed: set[str]) -> list[Observation]:
    """Move what the installed files do when they are run to the moment of the install."""
    return [
        replace(observation, trigger="install")
        if observation.trigger == "import" and observation.path in installed
        else observation
        for observation in observations
    ]
