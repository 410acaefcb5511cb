"""pnpm-workspace.yaml: catalogues of ranges, which packages are put in the place of others, and which change how pnpm installs."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Manifest, Wish
from knownhands.harvest.dependencies.manifests.package_json import last_of, wish_of
from knownhands.harvest.dependencies.tables import plain, read_lines

_KEY = re.compile(r"([\w-]+):\s*")
_PAIR = re.compile(r"""\s+(?:"([^"]+)"|'([^']+)'|([^\s"':#][^\s:]*)):\s+(\S.*)""")
_CONFIG = "configDependencies"  # their hooks run before anything else is installed
_PARTS = frozenset({"catalog", "catalogs", "overrides", _CONFIG})


def read(body: bytes) -> Contents:
    """Read the lines of those tables."""
    wishes: list[Wish] = []
    part = ""
    for line in read_lines(body):
        if match := _KEY.match(line):
            part = match[1]
        elif part in _PARTS and (pair := _PAIR.fullmatch(line)):
            name = pair[1] or pair[2] or pair[3]
            is_override = part == "overrides"
            wish = wish_of(last_of(name) if is_override else name, plain(pair[4]), part, is_override=is_override)
            wishes.append(wish._replace(builds=part == _CONFIG))
    return Contents(tuple(wishes))


MANIFEST = Manifest("pnpm_workspace", "npm", re.compile(r"(?:^|/)pnpm-workspace\.ya?ml$"), read)
