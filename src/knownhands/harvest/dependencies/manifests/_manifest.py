"""What a file says that asks for packages, as far as a change of it is compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

from knownhands.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 2_000_000  # bytes; the largest real one seen has a tenth
_LIKE = re.compile(r"[-_.]+")


class Wish(NamedTuple):
    """One package that a file asks for.

    Attributes:
        ecosystem: a purl's type.
        name: as it stands there.
        part: of the file, such as `dependencies`.
        text: the range or version; "" where the file says none.
        address: of what is not from a registry: a URL, a repository or a path; "" for what is.
        package: what comes under that name, where it is another package; "" where it is not.
        builds: whether it is there when the project is built.
        is_override: whether it asks for nothing itself, and only says which one others get.
    """

    ecosystem: str
    name: str
    part: str
    text: str = ""
    address: str = ""
    package: str = ""
    builds: bool = False
    is_override: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What is the same for all spellings of a name."""
        return self.ecosystem, like(self.ecosystem, self.name)


class Index(NamedTuple):
    """One place that packages are looked up in.

    Attributes:
        ecosystem: a purl's type.
        setting: what the file calls it.
        address: a URL, host or path.
        scope: the names for which it holds; "" for all.
    """

    ecosystem: str
    setting: str
    address: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file says.

    Attributes:
        wishes: the packages that it asks for.
        indexes: where it has them looked up.
    """

    wishes: tuple[Wish, ...] = ()
    indexes: tuple[Index, ...] = ()


NOTHING = Contents()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Understands one format.

    Attributes:
        id: the file's name.
        ecosystem: a purl's type.
        paths: which files, searched in the whole path.
        read: what a body says; it raises nothing.
    """

    id: str
    ecosystem: str
    paths: re.Pattern[str]
    read: Callable[[bytes], Contents]


@cache
def manifests() -> tuple[Manifest, ...]:
    """Return every format, by name."""
    found = discover("knownhands.harvest.dependencies.manifests", "MANIFEST")
    return tuple(cast("dict[str, Manifest]", found).values())


@lru_cache(maxsize=10_000)
def manifest_of(path: str) -> Manifest | None:
    """Return the format of a file by its path; None where it is no such file."""
    return next((manifest for manifest in manifests() if manifest.paths.search(path)), None)


@lru_cache(maxsize=8)
def read_manifest(path: str, body: bytes | None) -> Contents:
    """Read a file; one of no known format, and one that makes no sense, says nothing."""
    manifest = manifest_of(path)
    return manifest.read(body) if manifest and body and len(body) <= LARGEST else NOTHING


def like(ecosystem: str, name: str) -> str:
    """Return a name in the one spelling by which names of an ecosystem are compared.

    >>> like("pypi", "Zope_Interface"), like("golang", "kiln.example/pot/v3")
    ('zope-interface', 'kiln.example/pot')
    """
    if ecosystem == "pypi":
        return _LIKE.sub("-", name).lower()
    if ecosystem == "golang":
        return re.sub(r"(?:/|\.)v\d+\Z", "", name)
    return name
