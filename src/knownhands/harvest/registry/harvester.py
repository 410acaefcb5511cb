"""What a file about one kind of registry defines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # httpx takes a third of a second, and whoever is offline needs none of it
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

    from knownhands.harvest.registry.http import Http
    from knownhands.harvest.registry.records import Body, Row, Target, Validators


@dataclass(frozen=True, slots=True)
class Harvester:
    """One kind of registry.

    Attributes:
        id: the file's name, and the ecosystem in every table.
        version: raised whenever another question is asked or an answer is read differently.
        fetch: yields raw bodies.
        parse: yields the rows of one body; pure.
        normalise: returns the name that the registry looks a package up by; raises UsageError.
    """

    id: str
    version: int
    fetch: Callable[[Target, Mapping[str, Validators], Http], AsyncIterator[Body]]
    parse: Callable[[Body], Iterator[Row]]
    normalise: Callable[[str], str]
