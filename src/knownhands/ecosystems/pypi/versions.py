"""How versions of Python packages are compared: as PEP 440 says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from packaging.version import InvalidVersion, Version

from knownhands.ecosystems._rules import VersionRule

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 256  # characters; numbers with thousands of digits cost time


@lru_cache(maxsize=1 << 16)
def place(version: str) -> Version | None:
    """Return where a version stands, or None where it is none.

    >>> place("1.0-RC.1") == place("1.0rc1") < place("1.0"), place("2004d")
    (True, None)
    """
    if len(version) > _LONGEST:
        return None
    try:
        return Version(version)
    except InvalidVersion:
        return None


def newest(versions: Iterable[str]) -> str | None:
    """Return what pip would take: the highest version that is no pre-release, else the highest of all.

    >>> newest(["9.0rc1", "10.0", "2.0", "odd"])
    '10.0'
    """
    read = [(known, text) for text in versions if (known := place(text)) is not None]
    return max(read, key=lambda pair: (not pair[0].is_prerelease, pair[0]), default=(None, None))[1]


def is_early(version: str) -> bool:
    """Whether a version is a pre-release.

    >>> is_early("1.0rc1"), is_early("1.0.post1"), is_early("odd")
    (True, False, False)
    """
    known = place(version)
    return known is not None and known.is_prerelease


VERSIONS = VersionRule(place, bound=place, newest=newest, is_early=is_early)
