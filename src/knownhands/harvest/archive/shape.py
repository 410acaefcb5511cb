"""Tell what an archive is: by its first bytes how it is packed, by its members what kind of package it has the shape of."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from knownhands.ecosystems._known import known_ecosystems
from knownhands.ecosystems._rules import Form, Outline
from knownhands.harvest.archive.contents import Limits
from knownhands.harvest.archive.tally import StoppedError, Tally
from knownhands.harvest.archive.tars import decode_header
from knownhands.harvest.archive.unpacked import MAGIC, Unpacked
from knownhands.harvest.archive.zip_records import END_MAGIC, LOCAL_MAGIC

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.harvest.archive.contents import Member

_BLOCK = 512


def coding_of(file: BinaryIO) -> str | None:
    """Return `zip`, how a tar is packed (`gzip`, `bzip2`, `xz`, `stored`), or None for anything else."""
    file.seek(0)
    head = file.read(_BLOCK)
    if head.startswith((LOCAL_MAGIC, END_MAGIC)):
        return "zip"
    packed = next((coding for coding, magic in MAGIC.items() if head.startswith(magic)), None)
    return packed or ("stored" if _begins_a_tar(head) else None)


def is_archive(body: bytes) -> bool:
    """Tell whether a member is an archive itself; a file that is only packed, such as `clay.csv.gz`, is none.

    >>> is_archive(b"print('kiln')")
    False
    """
    coding = coding_of(BytesIO(body))
    if coding in MAGIC:
        try:
            return _begins_a_tar(Unpacked(BytesIO(body), coding, Tally(Limits())).read(_BLOCK))
        except StoppedError:
            return False
    return coding is not None


def top_of(members: Sequence[Member]) -> str:
    """Return the folder that holds all members of the outermost archive; empty where there is none."""
    tops = {member.path.split("/", 1)[0] for member in members}
    is_folder = all(member.kind == "folder" or "/" in member.path for member in members)
    top = tops.pop() if len(tops) == 1 else ""
    return top if is_folder and top not in {".", ".."} else ""


def form_of(name: str, coding: str | None, top: str, members: Sequence[Member]) -> Form:
    """Tell what kind of package an archive has the shape of; its name decides where nothing could be read.

    Args:
        name: of the archive.
        coding: as `coding_of`.
        top: as `top_of`.
        members: of the outermost archive.
    """
    is_zip = coding == "zip" or (coding is None and name.endswith((".whl", ".zip")))
    outline = Outline(name, is_zip, top, {member.path for member in members})
    rules = (ecosystem.archives for ecosystem in known_ecosystems().values())
    forms = [form for rule in rules if rule and (form := rule.form_of(outline))]
    return max(forms, key=lambda form: form[0], default=(0, Form("zip" if is_zip else "tar")))[1]


def _begins_a_tar(head: bytes) -> bool:
    return len(head) >= _BLOCK and decode_header(head[:_BLOCK]) is not None
