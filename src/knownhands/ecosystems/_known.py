"""Which ecosystems there are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import knownhands.ecosystems
from knownhands.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.ecosystems._ecosystem import Ecosystem


@cache
def known_ecosystems() -> Mapping[str, Ecosystem]:
    """Return every ecosystem, by id."""
    return cast("Mapping[str, Ecosystem]", discover(knownhands.ecosystems, "ECOSYSTEM"))
