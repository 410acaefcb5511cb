"""Read as Python what a program runs out of a file that is not called one."""

from __future__ import annotations

import re
from dataclasses import replace
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

from knownhands.harvest.archive.code.python import read_python

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.harvest.archive.code.facts import Fact

_FROM_FILE = re.compile(r"<- file:(.+)")
_READ_ANYWAY = (".py", ".pyw")


def read_handed(files: Sequence[tuple[str, bytes]], facts: Sequence[Fact]) -> list[Fact]:
    """Return what files do that the facts say are run, at the moment at which they are; paths begin at the top or beside the program.

    Args:
        files: path inside the archive and body of each.
        facts: what was seen in all of them.
    """
    bodies = dict(files)
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        named = _FROM_FILE.search(fact.what) if fact.kind == "data-executed" else None
        for path in (normpath(named[1]), normpath(join(dirname(fact.path), named[1]))) if named else ():
            if path in bodies and path not in found and not path.endswith(_READ_ANYWAY):
                read = read_python(path, bodies[path])
                found[path] = [replace(one, when=fact.when) if one.when == "import" else one for one in read]
    return [fact for read in found.values() for fact in read]
