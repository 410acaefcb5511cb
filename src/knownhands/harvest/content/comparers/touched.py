"""Which files a change touches that something runs or obeys by itself, or that say who may change what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    for file in files:
        place = place_of(file.path)
        if place.runs_by_itself or place.id == "policy":
            notes_of(file.path).add(0, f"touches_{place.id}", "import")


COMPARER = Comparer(id="touched", across=_across)
