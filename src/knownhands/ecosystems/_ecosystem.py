"""What the folder of an ecosystem defines.

Its `__init__.py` holds an `ECOSYSTEM`; the parts stand in files beside it, by the names that the properties below
say, and are imported when somebody asks for them.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypedDict, Unpack, cast

from knownhands.documents.dependency import Dependency
from knownhands.documents.gaps import gap
from knownhands.errors import UsageError
from knownhands.plugins import discover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from types import ModuleType

    from packageurl import PackageURL

    from knownhands.documents.configuration import Configuration
    from knownhands.documents.dependency import Reader
    from knownhands.documents.registry import ReleaseFile
    from knownhands.ecosystems._rules import ArchiveRule, NameRule, RegistryRule, VersionRule

_WRITABLE = re.compile(r"[0-9a-z][0-9a-z.+!_~-]{0,255}", re.IGNORECASE)


class Details(TypedDict, total=False):
    """The fields of a dependency beside its purl, name, version and ecosystem."""

    hashes: tuple[str, ...]
    marker: str
    is_direct: bool | None
    brought_in_by: tuple[str, ...]
    source: str
    gap: str


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """One kind of registry, and everything that is particular to it.

    Attributes:
        id: the folder's name, the purl type, and `ecosystem` in every table.
        title: what people call it.
        osv: its name in the OSV schema.
        installer: the program whose settings say where packages are looked up.
        examples: how a package is named on the command line.
        pin: what its installer writes between a name and an exact version, where no other ecosystem's does so.
    """

    id: str
    title: str
    osv: str
    installer: str
    examples: tuple[str, ...]
    pin: str = ""

    @property
    def names(self) -> NameRule:
        """How packages are called: `NAMES` in names.py."""
        return cast("NameRule", self._part("names").NAMES)

    @property
    def versions(self) -> VersionRule:
        """How versions are compared: `VERSIONS` in versions.py."""
        return cast("VersionRule", self._part("versions").VERSIONS)

    @property
    def registry(self) -> RegistryRule:
        """What registries are asked: `REGISTRY` in registry.py."""
        return cast("RegistryRule", self._part("registry").REGISTRY)

    def configure(self, environment: Mapping[str, str], home: Path, folder: Path) -> Configuration:
        """Return where packages are looked up, as the installer was told: `configure` in configuration.py.

        Args:
            environment: names and values.
            home: the user's folder.
            folder: where the command is run.

        Raises:
            UsageError: the settings make no sense.
        """
        return cast("Configuration", self._part("configuration").configure(environment, home, folder))

    def choose(self, files: Iterable[ReleaseFile]) -> list[ReleaseFile]:
        """Return which files of a release to look at, in order: `choose` in files.py."""
        return cast("list[ReleaseFile]", self._part("files").choose(files))

    def release_of(self, filename: str) -> tuple[str, str] | None:
        """Return the name and version in an archive's file name, or None: `release_of` in files.py."""
        return cast("tuple[str, str] | None", self._part("files").release_of(filename))

    @property
    def archives(self) -> ArchiveRule | None:
        """How archives are read: `ARCHIVES` in archives.py; None where they have no form of their own."""
        has_rule = find_spec(f"knownhands.ecosystems.{self.id}.archives") is not None
        return cast("ArchiveRule", self._part("archives").ARCHIVES) if has_rule else None

    def locks(self) -> dict[str, Reader]:
        """Return the readers of its own dependency files, by id: one `READER` for each file in locks/."""
        name = f"knownhands.ecosystems.{self.id}.locks"
        if find_spec(name) is None:
            return {}
        return cast("dict[str, Reader]", discover(importlib.import_module(name), "READER"))

    def normalise(self, name: str) -> str:
        """Return the name by which the registry looks a package up.

        Raises:
            UsageError: no package can be called so.
        """
        if not self.names.is_possible(name):
            raise UsageError(f"{name!r} is no name of a package of {self.title}.", self.names.hint)
        return self.names.normalise(name)

    def purl(self, name: str, version: str | None = None) -> str:
        """Return the purl of a package, whose name is possible."""
        # NOTE: packageurl writes npm's names in lower case, by which the registry has another package or none.
        scope, _, short = self.names.normalise(name).rpartition("/")
        purl = str(_purl_type()("generic", scope or None, short, version).to_string())
        return purl.replace("pkg:generic/", f"pkg:{self.id}/", 1)

    def dependency(self, name: str, version: str | None, **details: Unpack[Details]) -> Dependency:
        """Make a dependency of what stands in a file.

        Args:
            name: in any spelling.
            version: exact, or None when the file leaves it open.
            details: the record's other fields. A gap that is given stays; otherwise an impossible name or version,
                or the lack of a version, is one.
        """
        is_name = self.names.is_possible(name)
        details["gap"] = details.get("gap", "") or self._doubt(name, version)
        purl = self.purl(name, version if version and _WRITABLE.fullmatch(version) else None) if is_name else ""
        return Dependency(purl, self.names.normalise(name) if is_name else name, version, self.id, **details)

    def _doubt(self, name: str, version: str | None) -> str:
        if not self.names.is_possible(name):
            return gap("not a possible name", name)
        if version is None:
            return gap("unpinned")
        return "" if _WRITABLE.fullmatch(version) else gap("not a possible version", version)

    def _part(self, name: str) -> ModuleType:
        return importlib.import_module(f"knownhands.ecosystems.{self.id}.{name}")


@cache
def _purl_type() -> Callable[..., PackageURL]:
    from packageurl import PackageURL

    return cast("Callable[..., PackageURL]", PackageURL)
