"""Formats of files that are compared before and after a change: one file of a folder each, found by the path of what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from knownhands.plugins import discover

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

Said = TypeVar("Said")
_MOST_PATHS = 10_000


@dataclass(frozen=True)
class FileFormat(Generic[Said]):
    """Understands one format.

    Attributes:
        id: the file's name.
        ecosystem: a purl's type.
        paths: which files, searched in the whole path.
        read: what a body says; it raises nothing.
    """

    id: str
    ecosystem: str
    paths: re.Pattern[str]
    read: Callable[[bytes], Said]


Known = TypeVar("Known", bound=FileFormat[Any])


class FileFormats(Generic[Known, Said]):
    """Every format of one folder."""

    def __init__(self, folder: str, constant: str, nothing: Said, *, largest: int, kept: int) -> None:
        """Say where they are.

        Args:
            folder: the package that they are found in, imported when the first file is asked about.
            constant: what each file of it defines.
            nothing: what a file says that is of no known format, too large, or makes no sense.
            largest: how many bytes are read.
            kept: how many answers are kept, since several comparers ask for the same.
        """
        self._folder, self._constant, self._nothing, self._largest = folder, constant, nothing, largest
        self.all = lru_cache(maxsize=1)(self._all)
        self.of = lru_cache(maxsize=_MOST_PATHS)(self._of)
        self.read = lru_cache(maxsize=kept)(self._read)

    def _all(self) -> tuple[Known, ...]:
        """Return every format, by name."""
        return tuple(cast("dict[str, Known]", discover(self._folder, self._constant)).values())

    def _of(self, path: str) -> Known | None:
        """Return the format of a file by its path; None where it is no such file."""
        return next((each for each in self.all() if each.paths.search(path)), None)

    def _read(self, path: str, body: bytes | None) -> Said:
        """Read a file; one of no known format, and one that makes no sense, says nothing."""
        known = self.of(path)
        return known.read(body) if known and body and len(body) <= self._largest else self._nothing
