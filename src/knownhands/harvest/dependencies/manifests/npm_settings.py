""".npmrc, .yarnrc, .yarnrc.yml and bunfig.toml: the registries that packages and scopes are looked up in."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest
from knownhands.harvest.dependencies.tables import read_lines

_LINE = re.compile(
    r"""\s*["']?(@[\w.-]+:registry|registry|npmRegistryServer|@[\w.-]+|url|strict-ssl|enableStrictSsl)["']?\s*(?:=|:(?!registry)|\s)\s*(?:\{\s*url\s*=\s*)?["']?([^\s"',}]+)"""
)


def read(body: bytes) -> Contents:
    """Read each line that sets a registry, or stops asking for certificates."""
    indexes = []
    for line in read_lines(body):
        match = None if line.lstrip().startswith(("#", ";", "//")) else _LINE.match(line)
        if not match:
            continue
        setting, value = match[1], match[2]
        if "sl" in setting:
            indexes += [Index("npm", setting, value)] if value.lower() == "false" else []
        elif "://" in value:
            scope = setting.partition(":")[0] if setting.startswith("@") else ""
            indexes.append(Index("npm", "registry" if scope else setting, value, scope))
    return Contents(indexes=tuple(indexes))


MANIFEST = Manifest(
    "npm_settings", "npm", re.compile(r"(?:^|/)(?:\.npmrc|npmrc|\.yarnrc(?:\.yml)?|bunfig\.toml)$"), read
)
