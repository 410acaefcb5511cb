"""Put versions in order: PEP 440 for PyPI, Semantic Versioning for npm."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Protocol

from packaging.version import InvalidVersion, Version

_LONGEST = 256  # characters; npm's own limit
_NUMBER = "(0|[1-9][0-9]*)"
_SEMVER = re.compile(rf"v?{_NUMBER}(?:\.{_NUMBER})?(?:\.{_NUMBER})?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?")


class Place(Protocol):
    """Where a version stands among those of its ecosystem."""

    def __lt__(self, other: Any, /) -> bool:  # noqa: ANN401 - another place of the same ecosystem
        """Whether this version comes before another."""
        ...

    def __le__(self, other: Any, /) -> bool:  # noqa: ANN401 - see above
        """Whether this version comes before another, or they are the same."""
        ...


@lru_cache(maxsize=1 << 16)
def place(ecosystem: str, version: str) -> Place | None:
    """Return where a version stands, or None where it is none.

    >>> place("pypi", "1.0rc1") < place("pypi", "1.0"), place("npm", "1.0.0-rc.2") < place("npm", "1.0.0-rc.10")
    (True, True)
    """
    if len(version) > _LONGEST:
        return None
    if ecosystem == "npm":
        return _semver(version)
    try:
        return Version(version)
    except InvalidVersion:
        return None


def _semver(version: str) -> Place | None:
    """Return the precedence of Semantic Versioning 2.0, section 11; what a bound leaves out, as in "2.0", is 0."""
    found = _SEMVER.fullmatch(version)
    if not found:
        return None
    major, minor, patch, before = found.groups()
    core = (int(major), int(minor or 0), int(patch or 0))
    if before is None:
        return (core, 1, ())
    parts = before.split(".")
    if any(not part or (part.isdecimal() and part != str(int(part))) for part in parts):
        return None
    return (core, 0, tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts))
