"""A wrapper of Gradle or Maven that fetches the tool itself from another place.

Why: what the wrapper downloads runs in every build, and a reviewer sees no more than a version in a long line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.documents.address import without_credentials
from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.dependencies.hosts import is_home, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_SETTING = re.compile(r"\s*(distributionUrl|wrapperUrl)\s*[=:]\s*(\S{1,1000})")
_HOMES = frozenset({"gradle.org", "gradle.com", "github.com/gradle"})


def compare(notes: Notes, _file: Changed, lines: Lines) -> None:
    """Note each place that the file did not name before; the home of the tool is new only where it was known by another."""
    known = {_place(address) for _, _, address in _addresses(lines.before)}
    is_known = not known.isdisjoint(_HOMES)
    for number, setting, address in _addresses(lines.after):
        place = _place(address)
        is_own = is_home("maven", address) or (place in _HOMES and not is_known)
        if number in lines.added and place and place not in known and not is_own:
            ends = Ends(owner_of(address), setting, without_credentials(address))
            notes.add(number, "dependency_from_address", "build", ends)


def _addresses(lines: list[bytes]) -> Iterator[tuple[int, str, str]]:
    for number, raw in enumerate(lines, start=1):
        match = _SETTING.match(raw[:2_000].decode("utf-8", "replace"))
        if match:
            yield number, match[1], match[2].replace("\\:", ":")


def _place(address: str) -> str:
    """Return the part of a host's name that somebody registered, or the owner on a forge."""
    owner = owner_of(address)
    return owner if "/" in owner else ".".join(owner.split(".")[-2:])


COMPARER = Comparer("wrapper_source", re.compile(r"(?:^|/)(?:gradle|maven)-wrapper\.properties$"), compare)
