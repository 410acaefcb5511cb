"""Build files that newly take something out of a file among the tests, or out of a binary: how the payload of xz came into the library."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, clip
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.content.lines import Lines
from knownhands.harvest.content.places import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed

_LONGEST = 2_000  # bytes of a line that are looked at
_TEST_FILE = re.compile(
    rb"(?:^|[\s\"'`=/(,\\])(?:tests?|testdata|fixtures|specs?|__tests__)/[\w./$(){}*?@+-]{0,120}\.(?:xz|lzma|gz|bz2|zst|lz4?|7z|zip|tar|tgz|bin|dat|data|img|o|so|a|png|jpe?g|gif|pdf|enc|txt|in)\b"
)
_TEST_FOLDER = re.compile(rb"(?:^|[\s\"'`=/(,\\])(?:tests?|testdata|fixtures)/")
_TAKES = re.compile(
    rb"\|\s*(?:sed|tr|head|tail|dd|xz|gzip|gunzip|bzip2|unxz|zstd|base64|openssl|awk|cut|xxd|sh|bash|python3?|perl|tar)\b"
    rb"|\b(?:cat|head|tail|dd|sed|tr|xzcat|zcat|xz|gunzip|unzip|base64|openssl|eval|source|objcopy|ld)\s+[-\w$/.\"']"
    rb"|\binclude_bytes!|\binclude_str!|\bopen\s*\(|\bread_bytes\(|\bread_text\(|\breadFileSync\(|\bFile\.(?:read|open)|\bfs::read|\bfile\s*\(\s*READ|\bconfigure_file\s*\(|\$\(shell|`"
)
_DIGS = re.compile(
    rb"\bgrep\s+-(?=\w{0,12}a)(?=\w{0,12}[rR])\w{2,12}\s"
)  # in all files of a folder, binary ones as if they were text
_USES = re.compile(_TAKES.pattern + rb"|\b(?:cp|mv|ln|install|ar|tar|chmod)\s|^\t")
_LISTS = re.compile(rb"EXTRA_DIST|_SOURCES|dist_|\bTESTS\b|check_|noinst_|\badd_test\b|^\s*#|^\s*dnl\b")
_PICTURE = re.compile(
    r"\.(?:png|jpe?g|gif|ico|icns|bmp|webp|ttf|otf|woff2?|pdf|mp[34]|ogg|wav|webm|g?mo)$", re.IGNORECASE
)
_BUILDS = re.compile(r"(?:^|/)tests?/|docker|compose", re.IGNORECASE)


def _across(files: Sequence[Changed], notes_of: Callable[[str], Notes]) -> None:
    added = {
        file.path.rpartition("/")[2].encode()
        for file in files
        if file.old is None and file.new and b"\0" in file.new[:8000] and not _PICTURE.search(file.path)
    }
    for file in files:
        place = place_of(file.path)
        if (
            file.new is None
            or _BUILDS.search(file.path)
            or place.id not in {"build", "install"}
            or b"\0" in file.new[:8000]
        ):
            continue
        if added or _TEST_FOLDER.search(file.new):
            _look(notes_of(file.path), Lines(file.old or b"", file.new), added)


def _look(notes: Notes, lines: Lines, added: set[bytes]) -> None:
    for number in sorted(lines.added):
        line = lines.after[number - 1][:_LONGEST]
        if _LISTS.search(line):
            continue
        taken = _TEST_FILE.search(line) if _TAKES.search(line) else None
        taken = taken or _DIGS.search(line)
        named = next((name for name in sorted(added) if name in line and _USES.search(line)), b"")
        if taken or named:
            what = taken[0].strip(b" \t\"'`=(,") if taken else named
            notes.add(number, "build_reads_tests", "import", Ends(target=clip(what.decode("utf-8", "replace"))))


COMPARER = Comparer(id="build_reads_tests", across=_across)
