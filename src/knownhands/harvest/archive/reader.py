"""Read an archive or a folder into memory, whatever it is made of and whatever is wrong with it."""

from __future__ import annotations

import stat
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from knownhands.errors import NotFound
from knownhands.harvest.archive.contents import Contents, Limits
from knownhands.harvest.archive.folders import read_folder
from knownhands.harvest.archive.shape import coding_of, form_of, is_archive, top_of
from knownhands.harvest.archive.tally import StoppedError, Tally
from knownhands.harvest.archive.tars import read_tar
from knownhands.harvest.archive.unpacked import Unpacked
from knownhands.harvest.archive.zip_records import find_end
from knownhands.harvest.archive.zips import read_zip

if TYPE_CHECKING:
    from pathlib import Path

    from knownhands.harvest.archive.contents import Member

_LIMITS = Limits()


def read_archive(path: Path, limits: Limits = _LIMITS) -> Contents:
    """Read a file or folder; what is wrong with it is a problem in the answer, never an exception.

    Args:
        path: of a zip or tar, or of a folder. A link is followed here and nowhere
            else, because a person named it.
        limits: how much to read.

    Raises:
        NotFound: there is nothing at that path.
    """
    if "\0" in str(path):
        raise NotFound("A path cannot hold a NUL.", "Check the path.")
    tally = Tally(limits)
    name = path.absolute().name
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _folder(name, path, tally)
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                return _archive(name, file, tally)
        tally.report("unsupported", "", "It is neither a file nor a folder.")
    except (FileNotFoundError, NotADirectoryError) as cause:
        raise NotFound(f"There is no file or folder at {path}.", "Check the path.") from cause
    except OSError as cause:
        tally.report("unreadable", "", f"{cause.strerror}.")
    return Contents(form_of(name, None, "", ()).id, name, (), tuple(tally.problems), is_complete=False)


def read_bytes(name: str, data: bytes, limits: Limits = _LIMITS) -> Contents:
    """Read an archive that is in memory already, such as a git blob, the same way."""
    return _archive(name, BytesIO(data), Tally(limits))


def _folder(name: str, path: Path, tally: Tally) -> Contents:
    try:
        read_folder(path, tally)
    except StoppedError as stopped:
        tally.report(stopped.problem, "", stopped.detail)
    _read_nested(tally)
    return Contents("folder", name, tuple(tally.members), tuple(tally.problems), tally.is_complete)


def _archive(name: str, file: BinaryIO, tally: Tally) -> Contents:
    coding = _read_into(file, tally)
    outermost = tuple(tally.members)
    top = top_of(outermost)
    form = form_of(name, coding, top, outermost)
    drops_first = form.takes_off == "first"
    if drops_first and not top:
        _say_what_is_overwritten(outermost, tally)
    _read_nested(tally)
    top = "" if form.takes_off == "nothing" else top
    tallied = (tuple(tally.members), tuple(tally.problems))
    return Contents(form.id, name, *tallied, tally.is_complete, top, drops_first)


def _say_what_is_overwritten(members: tuple[Member, ...], tally: Tally) -> None:
    seen: dict[str, str] = {}
    for member in members:
        first = seen.setdefault(member.path.split("/", 1)[-1], member.path)
        if first != member.path and member.kind != "folder":
            tally.report(
                "duplicate-name", member.path, f"Without its first folder, as it is installed, it is {first!a} too."
            )


def _read_nested(tally: Tally) -> None:
    layer = list(tally.members)
    for depth in range(1, tally.limits.nesting + 2):
        seen = len(tally.members)
        for member in layer:
            if member.body and is_archive(member.body):
                _inside(member.path, member.body, depth, tally)
        layer = tally.members[seen:]


def _inside(path: str, body: bytes, depth: int, tally: Tally) -> None:
    """Read an archive that is a member, after all that the archive around it holds."""
    tally.enter(path)
    tally.report("nested-archive", "", "It is an archive inside the archive.")
    if depth > tally.limits.nesting:
        tally.report("nested-too-deep", "", f"It is inside {depth} others and was not opened.")
    elif tally.is_spent:
        tally.report("too-large", "", "It was not opened: too much was unpacked before.")
    else:
        _read_into(BytesIO(body), tally)


def _read_into(file: BinaryIO, tally: Tally) -> str | None:
    """Read all members into the tally and return how the archive is packed."""
    coding, end = coding_of(file), find_end(file)
    if coding is None and end:
        coding = "zip"
    try:
        if coding == "zip" and end:
            read_zip(file, end, tally)
        elif coding == "zip":
            tally.report("truncated", "", "The zip's directory is missing.")
        elif coding:
            if end and coding != "stored":  # a plain tar shows the zips that are its members
                tally.report("polyglot", "", "To some it is a tar, to others a zip.")
            file.seek(0)
            read_tar(Unpacked(file, coding, tally), tally)
        else:
            tally.report("unsupported", "", "It is no archive that is known here.")
    except StoppedError as stopped:
        tally.report(stopped.problem, "", stopped.detail)
    return coding
