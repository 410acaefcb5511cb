"""What a dependency file says, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.documents.document import Document


@dataclass(frozen=True, slots=True)
class Dependency:
    """One package that a file asks for.

    Attributes:
        purl: names the package and, where it is known, the version; empty when the entry names no possible package.
        name: as its registry spells it; for an entry without a name, the entry's own words.
        version: exact; None when the file leaves the choice open.
        ecosystem: the purl's type.
        hashes: as the file writes them, "sha256:…" or "sha512-…".
        marker: when it applies, in the file's own words; empty for always.
        is_direct: whether the project itself asks for it; None when the file does not say.
        brought_in_by: purls of the shortest path from a direct dependency, without this one; empty when it is direct,
            when no path is known, and past `graph.LONGEST` steps.
        source: where it stands, "file:line" or "file#/json/pointer".
        gap: why it cannot be looked up in its registry, as `gap()` words it; empty when it can.
    """

    purl: str
    name: str
    version: str | None
    ecosystem: str
    hashes: tuple[str, ...] = ()
    marker: str = ""
    is_direct: bool | None = None
    brought_in_by: tuple[str, ...] = ()
    source: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class DependencyFile:
    """A file's packages.

    Attributes:
        format: id of the reader that understood it.
        path: of the file, as it was given.
        dependencies: in the file's order, each once.
        gaps: what the file points at and could not be read, as (place, why).
    """

    format: str
    path: str
    dependencies: tuple[Dependency, ...]
    gaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found in one document; fields as in `DependencyFile`."""

    dependencies: tuple[Dependency, ...]
    gaps: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Understands one format.

    Attributes:
        id: the name of the file that defines it.
        title: what people call the format.
        names: shell patterns of the usual file names, in lower case.
        recognises: whether a file of another name is of this format; cheap, and wrong only for odd files.
        read: raises Unparsable with the place when the document makes no sense.
    """

    id: str
    title: str
    names: tuple[str, ...]
    recognises: Callable[[Document], bool]
    read: Callable[[Document], Found]
