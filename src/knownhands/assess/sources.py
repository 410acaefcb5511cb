"""Choose whom to ask about packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems
from knownhands.harvest.registry.sources import Offline, Online

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from knownhands.harvest.registry.sources import Source


def find_sources(
    ecosystems: Iterable[str], now: int, place: tuple[Mapping[str, str], Path, Path], say: Callable[[str], None]
) -> dict[str, Source]:
    """Return ecosystem → whom to ask online.

    Args:
        ecosystems: which ones are needed; the configuration of others is not read.
        now: seconds since 1970-01-01 UTC.
        place: the environment, the user's folder and the current one, where installers keep their settings.
        say: called with what a person should know of the configuration.

    Raises:
        UsageError: the settings of an installer make no sense.
    """
    sources = {}
    for name in sorted(ecosystems):
        ecosystem = known_ecosystems()[name]
        configuration = ecosystem.configure(*place)
        for note in configuration.notes:
            say(note)
        sources[name] = Online(ecosystem, configuration, now)
    return {**sources}


def configured_indexes(ecosystem: str, place: tuple[Mapping[str, str], Path, Path]) -> frozenset[str]:
    """Return the addresses at which an ecosystem's packages are looked up; `place` as in `find_sources`."""
    return frozenset(registry.address for registry in known_ecosystems()[ecosystem].configure(*place).registries)


def offline_sources(ecosystems: Iterable[str]) -> dict[str, Source]:
    """Return ecosystem → the store alone."""
    return {name: Offline(known_ecosystems()[name]) for name in ecosystems}
