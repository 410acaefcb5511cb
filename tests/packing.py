"""Pack small archives in memory, member by member, so that the story is in the test."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile


def tar(*members, end: bytes = b"\0" * 1024, dialect: int = tarfile.PAX_FORMAT) -> bytes:
    """Pack (name, body) pairs and ready-made TarInfo entries into a plain tar."""
    target = io.BytesIO()
    for member in members:
        if isinstance(member, tarfile.TarInfo):
            entry, body = member, b""
        else:
            entry, body = tarfile.TarInfo(member[0]), member[1]
            entry.size, entry.mode = len(body), 0o644
        target.write(entry.tobuf(dialect, errors="surrogateescape"))
        target.write(body + b"\0" * (-len(body) % 512))
    return target.getvalue() + end


def tgz(*members, **options) -> bytes:
    return gzip.compress(tar(*members, **options), mtime=0)


def entry(name: str, kind: bytes, target: str = "", size: int = 0) -> tarfile.TarInfo:
    """Make a tar entry of any type."""
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, target, size
    return made


def raw_header(kind: bytes, body: bytes, name: str = "header") -> bytes:
    """Make one block of the given type and the padded body behind it: an extended header as it stands in a tar."""
    return entry(name, kind, size=len(body)).tobuf(tarfile.USTAR_FORMAT) + body + b"\0" * (-len(body) % 512)


def zipped(*members, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack (name or ZipInfo, body) pairs into a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in members:
            archive.writestr(zipfile.ZipInfo(name) if isinstance(name, str) else name, body, packing)
    return target.getvalue()


def unix(name: str, mode: int) -> zipfile.ZipInfo:
    """Make a zip entry with a Unix mode."""
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr = 3, mode << 16
    return made
