"""Requirements and constraints of pip."""

from __future__ import annotations

import re

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.manifests._python import settings, wish_of
from knownhands.harvest.dependencies.tables import read_lines

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_EDITABLE = re.compile(r"(?:-e|--editable)[=\s]\s*[\"']?([^\s\"']+)")


def read(body: bytes) -> Contents:
    """Read each line; those that include other files are for whoever has the others."""
    wishes: list[Wish] = []
    indexes: list[Index] = []
    for raw in read_lines(body):
        line = _COMMENT.sub("", raw).strip().removesuffix("\\").strip()
        editable = _EDITABLE.match(line)
        if line and (not line.startswith("-") or editable):
            wish = wish_of(editable[1] if editable else line.partition(" --")[0], "requirements")
            wishes += [wish] if wish else []
        if "-" in line:
            indexes += settings(line)
    return Contents(tuple(wishes), tuple(indexes))


MANIFEST = Manifest(
    "requirements_txt",
    "pypi",
    re.compile(
        r"(?:^|/)[^/]*(?:requirements|constraints)[^/]*\.(?:txt|in|lock|pip)$|(?:^|/)requirements/[^/]+\.(?:txt|in|pip)$|(?:^|/)requires\.txt$",
        re.IGNORECASE,
    ),
    read,
)
