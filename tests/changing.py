"""What the comparers see in a change that a test writes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.harvest.content.changed import Changed
from knownhands.harvest.content.read import read_contents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.records import Observation

PLAIN = 0o100644


def changed(path: str, old: str | bytes | None, new: str | bytes | None, old_path: str = "") -> Changed:
    """Make one file of a change; None where it is not there."""
    before, after = (text.encode() if isinstance(text, str) else text for text in (old, new))
    was = "" if before is None else old_path or path
    return Changed(path, was, PLAIN if after is not None else 0, PLAIN if before is not None else 0, before, after)


def beyond_touching(observations: Iterable[Observation]) -> list[Observation]:
    """Leave out that a file in such a place was touched, which each change of one shows, whatever it does."""
    return [observation for observation in observations if not observation.capability.startswith("touches_")]


def seen(*files: Changed) -> list[Observation]:
    """Return what a change shows, beyond where it is."""
    return beyond_touching(sight.observation for sight in read_contents(files).sights)


def shown(*files: Changed) -> set[str]:
    """Return the capabilities that a change shows, beyond where it is."""
    return {observation.capability for observation in seen(*files)}
