"""NuGet.config and project files of .NET: package sources and packages, by their tags."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.tables import read_lines

_SOURCE = re.compile(r"""<add\s[^>]{0,300}\bvalue\s*=\s*["']([^"']+://[^"']+)["']""", re.IGNORECASE)
_REFERENCE = re.compile(
    r"""<(?:PackageReference|PackageVersion|package|dependency)\s[^>]{0,300}?\b(?:Include|id)\s*=\s*["']([\w.-]+)["']"""
)
_RESTORE = re.compile(r"<(?:RestoreSources|RestoreAdditionalProjectSources)>([^<]{1,500})<")


def read(body: bytes) -> Contents:
    """Read each line."""
    wishes: list[Wish] = []
    indexes: list[Index] = []
    for line in read_lines(body):
        wishes += [Wish("nuget", name, "packages") for name in _REFERENCE.findall(line)]
        indexes += [Index("nuget", "packageSources", address) for address in _SOURCE.findall(line)]
        for listed in _RESTORE.findall(line):
            indexes += [Index("nuget", "RestoreSources", address) for address in listed.split(";") if "://" in address]
    return Contents(tuple(wishes), tuple(indexes))


MANIFEST = Manifest(
    "nuget",
    "nuget",
    re.compile(
        r"(?:^|/)(?:nuget\.config|packages\.config|[^/]+\.(?:csproj|fsproj|vbproj|nuspec)|directory\.(?:packages|build)\.props)$",
        re.IGNORECASE,
    ),
    read,
)
