"""One Python requirement, as PEP 508 writes it, made a dependency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.gaps import gap, origin
from knownhands.ecosystems.pypi import ECOSYSTEM

if TYPE_CHECKING:
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    from knownhands.documents.dependency import Dependency

MAX_LENGTH = 10_000
"""Characters in a requirement; the parser's time grows with them."""


def parse_requirement(text: str) -> Requirement | None:
    """Parse a requirement; None when it is none."""
    from packaging.requirements import InvalidRequirement, Requirement

    if len(text) > MAX_LENGTH:
        return None
    try:
        return Requirement(text)
    except (InvalidRequirement, RecursionError):
        return None


def exact(specifiers: SpecifierSet) -> str | None:
    """Return the version that a specifier pins, or None when it leaves a choice."""
    pins = {item.version for item in specifiers if item.operator in ("==", "===") and not item.version.endswith(".*")}
    return pins.pop() if len(pins) == 1 else None


def from_requirement(
    text: str, source: str, hashes: tuple[str, ...] = (), *, is_direct: bool | None = True
) -> Dependency:
    """Make a dependency of a requirement; what cannot be parsed becomes one with a gap, never nothing."""
    requirement = parse_requirement(text)
    if requirement is None:
        why = origin(text) or gap("not a requirement", text)
        return ECOSYSTEM.dependency(text[:MAX_LENGTH], None, hashes=hashes, is_direct=is_direct, source=source, gap=why)
    version = exact(requirement.specifier)
    why = ""
    if requirement.url:
        why = origin(requirement.url) or gap("url", requirement.url)
    elif version is None:
        why = gap("unpinned", str(requirement.specifier))
    marker = str(requirement.marker or "")
    return ECOSYSTEM.dependency(
        requirement.name, version, hashes=hashes, marker=marker, is_direct=is_direct, source=source, gap=why
    )
