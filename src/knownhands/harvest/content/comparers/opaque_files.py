"""Files that nobody can review where people expect source: compiled or packed ones, one endless line, and programs with another file's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.changed import LINK
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

LONGEST_LINE = 100_000  # bytes; twice among the lines of 28,992 ordinary changes
_MAGIC = (
    (b"\x7fELF", "ELF"), (b"MZ", "PE"), (b"\xfe\xed\xfa", "Mach-O"), (b"\xcf\xfa\xed\xfe", "Mach-O"), (b"\xce\xfa\xed\xfe", "Mach-O"),
    (b"\xca\xfe\xba\xbe", "class"), (b"\0asm", "wasm"), (b"!<arch>\n", "ar"), (b"dex\n", "dex"), (b"\xfd7zXZ\0", "xz"), (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"), (b"PK\3\4", "zip"), (b"7z\xbc\xaf", "7z"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"Rar!", "rar"), (b"LZIP", "lzip"),
    (b"\x5d\0\0", "lzma"), (b"\xed\xab\xee\xdb", "rpm"),
)  # fmt: skip
_COMPILED = frozenset({"ELF", "PE", "Mach-O", "class", "wasm", "ar", "dex"})
_NO_PROGRAM = re.compile(
    r"\.(?:png|jpe?g|gif|ico|icns|bmp|webp|avif|tiff?|svgz|psd|xcf|ttf|otf|woff2?|eot|pdf|mp[34]|ogg|oga|wav|webm|mov|flac|g?mo|docx?|xlsx?|pptx?|od[tsp]"
    r"|sketch|fig|map|gpg|sig|asc|keystore|jks|p12|pfx|der|crt|cer|lockb|snap|dat|npy|npz|parquet|onnx|pt|pth|h5|pkl|mmdb|db|sqlite3?)$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\.(?:[cm]?jsx?|[cm]?tsx?|py|rb|php|pl|sh|lua|vue|svelte|html?|go|rs|java|cs|c|h|cpp|ps1)$", re.IGNORECASE
)
_EXTENSION = re.compile(r"\.(\w{1,10})$")
_KINDS = {
    "png": (b"\x89PNG",), "jpg": (b"\xff\xd8",), "jpeg": (b"\xff\xd8",), "gif": (b"GIF8",), "webp": (b"RIFF",), "ico": (b"\0\0",), "bmp": (b"BM",),
    "woff": (b"wOFF",), "woff2": (b"wOF2",), "ttf": (b"\0\1\0\0", b"true", b"OTTO", b"ttcf"), "otf": (b"OTTO", b"\0\1\0\0"), "pdf": (b"%PDF",),
    "mp3": (b"ID3", b"\xff"), "mp4": (b"\0\0",), "ogg": (b"OggS",), "wav": (b"RIFF",), "zip": (b"PK",), "gz": (b"\x1f\x8b",), "xz": (b"\xfd7zXZ",),
}  # fmt: skip
_ENDINGS = {"png": b"IEND\xaeB`\x82", "jpg": b"\xff\xd9", "jpeg": b"\xff\xd9", "gif": b"\0;"}
_SCRIPT = re.compile(
    rb"^[ \t]{0,40}#![ \t]{0,9}/|<\?php|<script\b|\bfunction\s*[\w$]{0,80}\(|\brequire\s*\(|\beval\s*\(|\bexec\s*\(|^[ \t]{0,40}import[ \t]+\w|=>\s*\{|\bprocess\.env\b|\bchild_process\b|\bchmod \+x|\bcurl -",
    re.MULTILINE,
)
_PICTURE_SCRIPT = re.compile(rb"<script\b|\son(?:load|error|click|begin)\s*=|javascript:", re.IGNORECASE)


def _compare(notes: Notes, file: Changed, lines: Lines) -> None:
    body = file.new
    if not body or file.mode == LINK:
        return
    polyglot = _polyglot(file.path, body)
    if polyglot and not (file.old and _polyglot(file.path, file.old)):
        notes.add(_line(body, polyglot), "polyglot_file", "import", Ends(sink=polyglot[0]))
    if b"\0" in body[:8000] or _kind(body):
        _note_binary(notes, file, body)
    elif len(body) >= LONGEST_LINE and _CODE.search(file.path):
        number = next((n for n in sorted(lines.added) if len(lines.after[n - 1]) >= LONGEST_LINE), 0)
        if number:
            length = f"{len(lines.after[number - 1]) // 1000} kB"
            notes.add(number, "one_line_file", "import", Ends(target=length))


def _note_binary(notes: Notes, file: Changed, body: bytes) -> None:
    kind, place = _kind(body), place_of(file.path)
    extension = _extension(file.path)
    verb = "replaced" if file.old else "new"
    if place.id == "test":
        if not _NO_PROGRAM.search(file.path) or kind in _COMPILED:
            notes.add(0, "opaque_test_data", "call", Ends(sink=kind or "binary", target=verb))
    elif kind in _COMPILED or not _NO_PROGRAM.search(file.path):
        notes.add(0, "opaque_binary", "import", Ends(extension, kind or "binary", verb))


def _kind(body: bytes) -> str:
    """Name what a file is that is compiled or packed; "" for anything else."""
    kind = next((name for magic, name in _MAGIC if body.startswith(magic)), "")
    return "" if kind == "PE" and b"\0" not in body[:64] else kind


def _polyglot(path: str, body: bytes) -> tuple[str, int] | None:
    """Say what a picture, font or archive is or holds that its name does not say, and where in it."""
    extension = _extension(path)
    if extension == "svg":
        script = _PICTURE_SCRIPT.search(body)
        return ("script in a picture", script.start()) if script else None
    beginnings = _KINDS.get(extension)
    if beginnings is None or body.startswith(b"version https://git-lfs"):
        return None
    if not body.startswith(beginnings):
        script = _SCRIPT.search(body[:200_000])
        kind = _kind(body)
        return ("script", script.start()) if script else (kind, 0) if kind in _COMPILED else None
    ending = _ENDINGS.get(extension)
    at = body.rfind(ending) if ending else -1
    behind = body[at + len(ending or b"") :] if at > 0 else b""
    script = _SCRIPT.search(behind[:200_000])
    if script:
        return "script behind a picture", at
    return (f"{_kind(behind)} behind a picture", at) if _kind(behind) else None


def _extension(path: str) -> str:
    ending = _EXTENSION.search(path)
    return ending[1].lower() if ending else ""


def _line(body: bytes, polyglot: tuple[str, int]) -> int:
    return body.count(b"\n", 0, polyglot[1]) + 1


COMPARER = Comparer(id="opaque_files", paths=re.compile(""), compare=_compare, binary=True)
