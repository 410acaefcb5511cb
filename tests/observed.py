"""What observations say, for tests of readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.capabilities.load import capabilities

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.records import Observation


def behaviours(observations: Iterable[Observation]) -> set[str]:
    """Return what kinds of things were observed."""
    return {capabilities()[observation.capability].behaviour for observation in observations}


def ids(observations: Iterable[Observation]) -> set[str]:
    """Return the capabilities that were observed."""
    return {observation.capability for observation in observations}
