"""Files that can run and that nobody can read: which they are, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.content.changed import LINK, SUBMODULE

if TYPE_CHECKING:
    from knownhands.harvest.content.places import Place

_RUNS = re.compile(
    r"\.(?:exe|dll|so(?:\.\d+)*|dylib|a|lib|o|obj|jar|war|aar|class|dex|apk|pyc|pyo|pyd|node|wasm|msi|deb|rpm|dmg|pkg|whl|egg|"
    r"bin|elf|sys|ko|efi|com|scr|nupkg|gem|crx|xpi|vsix|appimage|snap|luac|beam)$",
    re.IGNORECASE,
)
_MAGIC = (
    b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\0asm",
    b"!<arch>\n", b"dex\n",
)  # fmt: skip
WIDE = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""What texts begin with that are kept in wider characters, and their encodings."""
_POINTER = re.compile(rb"version https?://[!-~]{1,100}/spec/v1\n(?:ext-[!-~ ]{1,200}\n)*oid [!-~]{1,200}\n")
_SHORT = 1_024  # bytes; the specification of Git LFS allows no pointer more
_OUTSIDE = re.compile(rb"/|[A-Za-z]:|\\")
PROGRAM = 0o100755
NATIVE = "it is compiled code, which no reader understands"
ELSEWHERE = "it only names a large file that is kept outside of git (LFS)"
LEAVES = "it is a link to something outside of the repository"
UNDECODABLE = "it is no text in any encoding that its name lets one expect"


def can_run(path: str, mode: int, place: Place) -> bool:
    """Whether a file can run, or another repository's files in its place: by its place, its ending or git's mode.

    What tests and documentation hold runs nothing for those who use a project.
    """
    return place.group != "elsewhere" or (
        place.id == "data" and (mode in {PROGRAM, SUBMODULE} or bool(_RUNS.search(path)))
    )


def why_unread(path: str, mode: int, body: bytes, place: Place) -> str:
    """Say why a file that can run cannot be read; "" where it can, or where it cannot run.

    Args:
        path: its path.
        mode: git's.
        body: all of it.
        place: where it is.
    """
    is_program = mode == PROGRAM or place.id == "program" or (place.runs_by_itself and not _is_picture(path))
    if mode == LINK:
        return LEAVES if place.group != "elsewhere" and _leaves(path, body) else ""
    if len(body) < _SHORT and _POINTER.match(body):
        return ELSEWHERE if is_program or _RUNS.search(path) else ""
    if body.startswith(_MAGIC) or (body.startswith(b"MZ") and b"\0" in body[:64]):
        return NATIVE
    if b"\0" not in body[:8000]:
        return ""
    if _RUNS.search(path):
        return NATIVE
    return UNDECODABLE if is_program and not body.startswith(tuple(mark for mark, _ in WIDE)) else ""


def _leaves(path: str, target: bytes) -> bool:
    """Whether a link leads out of the repository."""
    folders = path.count("/")
    for part in target.split(b"/"):
        folders += -1 if part == b".." else part not in {b"", b"."}
        if folders < 0:
            return True
    return bool(_OUTSIDE.match(target))


def _is_picture(path: str) -> bool:
    return bool(_PICTURE.search(path))


_PICTURE = re.compile(
    r"\.(?:png|jpe?g|gif|ico|icns|bmp|webp|svgz|ttf|otf|woff2?|eot|pdf|mp[34]|ogg|wav|webm|zip|gz|xz|bz2|tar|db|sqlite3?)$",
    re.IGNORECASE,
)
