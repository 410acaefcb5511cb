"""Look at a repository's folder before git does: a named pipe in the place of a file makes git wait for ever."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_READ = ("refs", "objects", "info", "logs", "reftable")
"""The folders in a git directory in which git looks for what we ask it."""
_MOST_ENTRIES = 500_000  # beyond them git's own time limit has to do; a second
_MOST_BORROWED = 5  # as deep as git follows one repository that borrows its objects from another
_LONGEST_LINK = 10_000


def refuse_traps(path: Path, source: str) -> None:
    """Make sure that git will find no pipe or device where it expects a file. A socket is none: it cannot be opened.

    Args:
        path: where git is going to look for a repository.
        source: what the user named.

    Raises:
        Unparsable: there is one.
    """
    left = _MOST_ENTRIES
    for folder in _git_directories(path):
        for entry in _entries(folder):
            left -= 1
            if _is_trap(entry):
                raise Unparsable(
                    f"{source} cannot be read: {os.path.relpath(entry.path, path)} is a pipe or a device, and no file.",
                    "Make a fresh clone.",
                )
            if not left:
                return


def _git_directories(path: Path) -> Iterator[Path]:
    """Yield where git will look, from a path upwards, and the directories that those lead to."""
    for folder in (path, *path.parents):
        dot_git = folder / ".git"
        yield from _with_shared(folder)
        yield from _with_shared(_led_to(dot_git, b"gitdir:") or dot_git)
        if os.path.lexists(dot_git) or _is_directory(folder):
            return


def _with_shared(folder: Path) -> Iterator[Path]:
    if _is_directory(folder):
        yield folder
        shared = _led_to(folder / "commondir")
        if shared:
            yield shared


def _is_directory(folder: Path) -> bool:
    """Whether git opens what is in a folder to see if it is a repository."""
    return os.path.lexists(folder / "HEAD")


def _led_to(file: Path, start: bytes = b"") -> Path | None:
    """Return the folder that a small file names, if it is one."""
    try:
        if not file.is_file():
            return None
        with file.open("rb") as opened:
            line = opened.read(_LONGEST_LINK).removeprefix(start).split(b"\0")[0].strip(b" \r\n")
        return file.parent / os.fsdecode(line)
    except (OSError, ValueError):
        return None  # git will say what is wrong with it


def _entries(directory: Path) -> Iterator[os.DirEntry[str]]:
    """Yield what git may open in a git directory, and in those that it borrows objects from."""
    yield from _scan(str(directory))
    places = [str(directory / name) for name in _READ]
    visited: set[tuple[int, int]] = set()
    borrowed = 0
    while places:
        place = places.pop()
        try:
            found = os.stat(place)  # noqa: PTH116 - many, and strings are quicker
        except (OSError, ValueError):
            continue
        if not stat.S_ISDIR(found.st_mode) or (found.st_dev, found.st_ino) in visited:
            continue
        visited.add((found.st_dev, found.st_ino))
        for entry in _scan(place):
            yield entry
            if not entry.is_file(follow_symlinks=False):
                places.append(entry.path)
            elif entry.name == "alternates" and borrowed < _MOST_BORROWED:
                borrowed += 1
                places.extend(_alternates(entry.path))


def _scan(place: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(place) as entries:
            yield from entries
    except OSError:
        return  # git cannot look there either


def _alternates(path: str) -> list[str]:
    objects = os.path.dirname(os.path.dirname(path))  # noqa: PTH120 - strings are quicker
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            lines = file.read(_LONGEST_LINK).splitlines()
    except OSError:
        return []
    return [os.path.join(objects, os.fsdecode(line)) for line in lines if line and not line.startswith(b"#")]  # noqa: PTH118


def _is_trap(entry: os.DirEntry[str]) -> bool:
    if entry.is_file(follow_symlinks=False):
        return False
    try:
        found = entry.stat()
    except (OSError, ValueError):
        return False  # a link that leads nowhere
    is_device = stat.S_ISCHR(found.st_mode) or stat.S_ISBLK(found.st_mode)
    return stat.S_ISFIFO(found.st_mode) or (is_device and found.st_rdev != os.stat(os.devnull).st_rdev)  # noqa: PTH116
