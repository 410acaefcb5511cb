"""What a file says that asks for packages, as far as a change of it is compared."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from knownhands.harvest.dependencies.file_formats import FileFormat, FileFormats

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


class Manifest(FileFormat[Contents]):
    """Understands one format of files that ask for packages."""


# The largest real one seen has a tenth of this.
_MANIFESTS: FileFormats[Manifest, Contents] = FileFormats(__package__, "MANIFEST", NOTHING, largest=2_000_000, kept=8)
manifests, manifest_of, read_manifest = _MANIFESTS.all, _MANIFESTS.of, _MANIFESTS.read


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
