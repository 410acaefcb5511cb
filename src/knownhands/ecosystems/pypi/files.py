"""Which files of a release to look at, what pip would take and what it was built from; and which release a file is of."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import InvalidVersion

from knownhands.ecosystems.pypi.names import NAMES
from knownhands.ecosystems.pypi.versions import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knownhands.documents.registry import ReleaseFile

_EVERYWHERE = Tag("py3", "none", "any")
_PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
_LINUX = (
    *(f"manylinux_2_{minor}_x86_64" for minor in range(40, 4, -1)),
    *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"),
)
_NO_SIZE = 2**63
_PACKED = re.compile(r"\.(?:tar(?:\.[a-z0-9]+)?|tgz|zip|whl)$", re.IGNORECASE)


def choose(files: Iterable[ReleaseFile]) -> list[ReleaseFile]:
    """Return at most one wheel and one sdist, in this order, whatever order they come in.

    The wheel is one for every machine, else one for CPython 3.11 or later on Linux, else the smallest.
    """
    kinds: dict[str | None, list[ReleaseFile]] = {}
    for file in files:
        kinds.setdefault(file.kind, []).append(file)
    wheels = sorted(kinds.get("bdist_wheel", []), key=_wheel_order)
    sdists = sorted(kinds.get("sdist", []), key=lambda file: (not file.filename.endswith(".tar.gz"), file.filename))
    return [*wheels[:1], *sdists[:1]]


def release_of(filename: str) -> tuple[str, str] | None:
    """Return the name and version that the file name of an sdist or wheel says, None where it says none.

    >>> release_of("pots-1.2.tar.gz"), release_of("big_pots-1.2-py3-none-any.whl"), release_of("pots")
    (('pots', '1.2'), ('big_pots', '1.2'), None)
    """
    packed = _PACKED.search(filename)
    stem = filename[: packed.start()] if packed else filename
    parts = stem.split("-")[:2] if packed and packed[0].lower() == ".whl" else stem.rsplit("-", 1)
    if len(parts) < 2 or not NAMES.is_possible(parts[0]) or place(parts[1]) is None:  # noqa: PLR2004 - name and version
        return None
    return parts[0], parts[1]


def _wheel_order(file: ReleaseFile) -> tuple[int, int, int, str]:
    size = _NO_SIZE if file.size_bytes is None else file.size_bytes
    try:
        _, _, build, tags = parse_wheel_filename(file.filename)
    except (InvalidWheelFilename, InvalidVersion):
        return len(_ranks()) + 1, 0, size, file.filename
    rank = min(_ranks().get(tag, len(_ranks())) for tag in tags)
    return rank, -build[0] if build else 0, size, file.filename


@cache
def _ranks() -> Mapping[Tag, int]:
    """Number the tags from what fits everywhere to what fits a later CPython only."""
    ranks: dict[Tag, int] = {}
    for tag in _tags():
        ranks.setdefault(tag, len(ranks))
    return ranks


def _tags() -> Iterator[Tag]:
    yield _EVERYWHERE
    for version in _PYTHONS:
        interpreter = "cp" + "".join(map(str, version))
        yield from cpython_tags(version, [interpreter], _LINUX)
        yield from compatible_tags(version, interpreter, _LINUX)
