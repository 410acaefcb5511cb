"""What an archive holds, what is odd about it, and how much of it one may cost us."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["file", "link", "folder", "device"]

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before we stop; the numbers are chosen by eye, above all but the largest packages.

    Attributes:
        members: in all, those of archives inside included.
        member_bytes: of one member; a larger one is listed without its body.
        total_bytes: unpacked, in all, whether kept or passed over.
        ratio: unpacked bytes for each packed one; deflate ends near 1,030 and source code near 10.
        ratio_bytes: below so many unpacked bytes no ratio is held against anyone.
        nesting: archives inside archives that are read, counted from the outermost, which is 0.
    """

    members: int = 100_000
    member_bytes: int = 64 * MIB
    total_bytes: int = 256 * MIB
    ratio: int = 200
    ratio_bytes: int = 4 * MIB
    nesting: int = 2


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an archive.

    Attributes:
        path: as the archive writes it, without a leading `./`; `outer.zip!/inner.py` inside an archive that is a
            member itself. It may lead outside: never open it.
        size: bytes that the archive claims.
        body: the bytes themselves; None where there are none, or they could not or may not be read. A zip's link or
            device has bytes, which most installers write out as a file.
        mode: permission bits; 0 where the archive does not say.
        kind: a link is a symbolic or a hard one, a device also a pipe or socket.
    """

    path: str
    size: int
    body: bytes | None
    mode: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about an archive that a person should know; not all are bad.

    Attributes:
        id: such as `path-traversal`.
        path: of the member; empty for the archive as a whole.
        detail: one sentence.
    """

    id: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that could be read of one archive or folder.

    Attributes:
        form: an ecosystem's, or `zip`, `tar` or `folder`.
        name: of the file or folder.
        members: in the archive's order, then those of archives inside. A name can occur twice: whoever extracts
            it keeps the last.
        problems: in the order in which they were met.
        is_complete: every file of the outermost archive has its body, and nothing says that there was more.
        top: the folder that holds everything, such as `name-1.0`; empty where there is none, or where it stays.
        drops_first: whether the installer takes the first folder off every path, whatever its name.
    """

    form: str
    name: str
    members: tuple[Member, ...]
    problems: tuple[Problem, ...]
    is_complete: bool
    top: str = ""
    drops_first: bool = False

    def inner_path(self, path: str) -> str:
        """Return a member's path as it will be installed or built: without the top folder.

        >>> Contents("sdist", "a-1.tgz", (), (), True, "a-1").inner_path("a-1/lib/a.py")
        'lib/a.py'
        """
        if self.drops_first:
            return path.split("/", 1)[-1]
        return path.removeprefix(f"{self.top}/") if self.top else path
