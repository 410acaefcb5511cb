"""Files that pip's lists of requirements include."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from posixpath import normpath

from knownhands.documents.document import MAX_PATH
from knownhands.harvest.dependencies.tables import read_lines

_INCLUDE = re.compile(r"(?:-r|-c|--requirement|--constraint)(?:\s+|=|(?=[^\s-]))[\"']?([^\s\"'#]+)")


def included(body: bytes, path: str) -> set[str]:
    """Return the paths of the files that a list of pip's includes, as far as they lie in the project."""
    folder = PurePosixPath(path).parent
    names = (match[1] for line in read_lines(body) if (match := _INCLUDE.match(line.strip())))
    paths = (normpath(str(folder / name)) for name in names if "://" not in name and len(name) < MAX_PATH)
    return {path for path in paths if not path.startswith(("../", "/"))}
