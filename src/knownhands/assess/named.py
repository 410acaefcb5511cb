"""Say which package of a registry a line of a dependency file names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems
from knownhands.errors import UsageError
from knownhands.harvest.registry.purls import PackageName

if TYPE_CHECKING:
    from knownhands.documents.dependency import Dependency

_OPEN = "unpinned"


def package_of(dependency: Dependency, *, may_be_open: bool = False) -> PackageName | None:
    """Return what to look up; None for what is in no registry that is asked here.

    Args:
        dependency: as a file names it.
        may_be_open: whether one whose version the file leaves open counts too, with the registry's latest.
    """
    is_open = may_be_open and dependency.gap.startswith(_OPEN)
    if dependency.ecosystem not in known_ecosystems() or not dependency.purl or (dependency.gap and not is_open):
        return None
    try:
        name = known_ecosystems()[dependency.ecosystem].normalise(dependency.name)
    except UsageError:
        return None
    return PackageName(dependency.ecosystem, name, dependency.version)
