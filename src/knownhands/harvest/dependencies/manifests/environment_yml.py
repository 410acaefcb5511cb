"""environment.yml of Conda: its packages and channels, and what it hands to pip."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.manifests._python import settings, wish_of
from knownhands.harvest.dependencies.tables import plain, read_lines

_KEY = re.compile(r"([\w-]+):\s*(?:#.*)?")
_ITEM = re.compile(r"(\s*)-\s+(\S.*)")
_PACKAGE = re.compile(r"(?:([^\s:]+)::?)?([A-Za-z0-9_][\w.-]*)")


def read(body: bytes) -> Contents:
    """Read its lists; those that are further in than `- pip:` are pip's."""
    wishes: list[Wish] = []
    indexes: list[Index] = []
    part, pip_indent = "", None
    for line in read_lines(body):
        item = _ITEM.fullmatch(line)
        if match := _KEY.fullmatch(line):
            part, pip_indent = match[1], None
        elif item and part == "channels":
            indexes.append(Index("conda", "channels", plain(item[2])))
        elif item and part == "dependencies":
            indent, text = len(item[1]), plain(item[2])
            if text == "pip:":
                pip_indent = indent
            elif pip_indent is not None and indent > pip_indent:
                wish = None if text.startswith("-") else wish_of(text, "dependencies.pip")
                wishes += [wish] if wish else []
                indexes += settings(text)
            elif package := _PACKAGE.match(text):
                pip_indent = None
                wishes.append(Wish("conda", package[2], "dependencies"))
                indexes += [Index("conda", "channel", package[1])] if package[1] else []
    return Contents(tuple(wishes), tuple(indexes))


MANIFEST = Manifest("environment_yml", "conda", re.compile(r"(?:^|/)[^/]*environment[^/]*\.ya?ml$"), read)
