"""Read a folder as if it were an archive, without following any link."""

from __future__ import annotations

import os
import posixpath
import stat
from typing import TYPE_CHECKING

from knownhands.harvest.archive.contents import Member
from knownhands.harvest.archive.tally import StoppedError

if TYPE_CHECKING:
    from pathlib import Path

    from knownhands.harvest.archive.tally import Tally

_NOT_PACKED = ".git"  # history, which no build puts into a package; it has a harvester of its own


def read_folder(folder: Path, tally: Tally) -> None:
    """Read every file below a folder into the tally, in the order of names.

    Raises:
        StoppedError: there were too many members.
    """
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            names = sorted(file.name for file in (folder / inside).iterdir())
        except OSError as cause:
            tally.report("unreadable", inside, f"{cause.strerror}.")
            continue
        folders = [
            f"{inside}{name}/"
            for name in names
            if (inside or name != _NOT_PACKED) and _is_folder_after_reading(folder, inside + name, tally)
        ]
        waiting += reversed(folders)


def _is_folder_after_reading(folder: Path, inside: str, tally: Tally) -> bool:
    path = tally.name(inside)
    try:
        mode = os.lstat(folder / inside).st_mode
        if stat.S_ISLNK(mode):
            target = str((folder / inside).readlink())
            tally.link(Member(path, 0, None, 0, "link"), target, posixpath.dirname(inside))
        elif stat.S_ISDIR(mode):
            tally.add(Member(path, 0, None, stat.S_IMODE(mode), "folder"))
            return True
        elif not stat.S_ISREG(mode):
            tally.device(Member(path, 0, None, stat.S_IMODE(mode), "device"))
        else:
            tally.add(_read(folder / inside, path, tally))
    except OSError as cause:
        tally.report("unreadable", path, f"{cause.strerror}.")
    return False


def _read(file: Path, path: str, tally: Tally) -> Member:
    # The file may have become a link or a pipe since it was looked at.
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as opened:
        status = os.fstat(descriptor)
        member = Member(path, status.st_size, None, stat.S_IMODE(status.st_mode), "file")
        if status.st_size > tally.limits.member_bytes:
            tally.report("member-too-large", path, f"It has {status.st_size:,} bytes.")
            return member
        if tally.is_spent or not stat.S_ISREG(status.st_mode):
            return member
        try:
            tally.spend(status.st_size)
        except StoppedError as stopped:  # the rest is only listed
            tally.report(stopped.problem, path, stopped.detail)
            return member
        return Member(path, status.st_size, opened.read(status.st_size), member.mode, "file")
