"""How versions of npm's packages are compared: as node-semver does, by Semantic Versioning 2.0.

Source: https://semver.org, section 11; node-semver's limits.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from knownhands.ecosystems._rules import VersionRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.ecosystems._rules import Place

_LONGEST = 256  # characters
_HIGHEST = 2**53 - 1  # the highest number that JavaScript counts to
_NUMBER = "(0|[1-9][0-9]{0,15})"
_BEHIND = r"(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
_VERSION = re.compile(rf"v?{_NUMBER}\.{_NUMBER}\.{_NUMBER}{_BEHIND}")
_BOUND = re.compile(rf"v?{_NUMBER}(?:\.{_NUMBER})?(?:\.{_NUMBER})?{_BEHIND}")


@lru_cache(maxsize=1 << 16)
def place(version: str) -> Place | None:
    """Return where a version stands, or None where it is none.

    >>> place("1.0.0-rc.2") < place("1.0.0-rc.10") < place("1.0.0") == place("v1.0.0+build"), place("1.0")
    (True, None)
    """
    return _place(_VERSION.fullmatch(version[: _LONGEST + 1]), version)


@lru_cache(maxsize=1 << 16)
def bound(version: str) -> Place | None:
    """Return where a version stands that a person wrote; what it leaves out is 0.

    >>> bound("2") == place("2.0.0")
    True
    """
    return _place(_BOUND.fullmatch(version[: _LONGEST + 1]), version)


def _place(match: re.Match[str] | None, version: str) -> Place | None:
    if not match or len(version) > _LONGEST:
        return None
    major, minor, patch, before = match.groups()
    core = (int(major), int(minor or 0), int(patch or 0))
    if max(core) > _HIGHEST:
        return None
    if before is None:
        return (core, 1, ())
    parts = before.split(".")
    if any(not part or (part.isdecimal() and part != str(int(part))) for part in parts):
        return None
    return (core, 0, tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts))


def no_newest(_versions: Iterable[str]) -> None:
    """Return none: npm installs what the tag `latest` says, or nothing."""


def is_early(version: str) -> bool:
    """Whether a version is a pre-release.

    >>> is_early("1.0.0-rc.1"), is_early("1.0.0"), is_early("odd")
    (True, False, False)
    """
    match = _VERSION.fullmatch(version[: _LONGEST + 1])
    return match is not None and match[4] is not None


VERSIONS = VersionRule(place, bound=bound, newest=no_newest, is_early=is_early)
