"""Which file of a release to look at, there is but one; and which release a file is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.ecosystems.npm.names import NAMES
from knownhands.ecosystems.npm.versions import place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.documents.registry import ReleaseFile

_ENDING = re.compile(r"\.(?:(tgz)|tar(?:\.[a-z0-9]+)?|zip|whl)$", re.IGNORECASE)


def choose(files: Iterable[ReleaseFile]) -> list[ReleaseFile]:
    """Return the one archive."""
    archives = [file for file in files if file.kind == "tgz"]
    return sorted(archives, key=lambda file: file.filename)[:1]


def release_of(filename: str) -> tuple[str, str] | None:
    """Return the name and version in what `npm pack` calls an archive, or a folder is called, None where there are none.

    >>> release_of("kiln-pots-1.2.0-rc.1.tgz"), release_of("pots-1.2.tgz")
    (('kiln-pots', '1.2.0-rc.1'), None)
    """
    ending = _ENDING.search(filename)
    if ending and not ending[1]:
        return None
    stem = filename[: ending.start()] if ending else filename
    cuts = (match.start() for match in re.finditer("-", stem))
    pairs = ((stem[:cut], stem[cut + 1 :]) for cut in cuts)
    return next((pair for pair in pairs if NAMES.is_possible(pair[0]) and place(pair[1]) is not None), None)
