"""Find a kind of subject by its id."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import knownhands.kinds
from knownhands.errors import UsageError
from knownhands.plugins import discover

if TYPE_CHECKING:
    from knownhands.declarations import Kind


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind of subject, by id."""
    return cast("dict[str, Kind]", discover(knownhands.kinds, "KIND"))


def kind_of(name: str) -> Kind:
    """Return a kind of subject.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in kinds():
        raise UsageError(f"There is no kind of subject {name!r}.", f"Known are: {', '.join(kinds())}.")
    return kinds()[name]
