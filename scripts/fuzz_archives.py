"""Damage small archives of every format at random, read them, and report crashes, slow ones and memory.

    python scripts/fuzz_archives.py [--count 100000] [--seed 1]

Exit code 1 when anything raised, took more than 2 s, or the process came to need more than 500 MB.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import lzma
import random
import resource
import sys
import tarfile
import time
import traceback
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.harvest.archive.reader import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from knownhands.harvest.archive.contents import Contents

SLOW_S = 2.0
MOST_MB = 500
_FILES = {
    "kiln-1.0/PKG-INFO": b"Metadata-Version: 2.1\nName: kiln\nVersion: 1.0\n",
    "kiln-1.0/setup.py": b"from setuptools import setup\nsetup()\n",
    "kiln-1.0/kiln/__init__.py": b"def fire():\n    return 1200\n" * 20,
    "kiln-1.0/" + "deep/" * 30 + "clay.txt": b"clay" * 40,
    "kiln-1.0/glaze.bin": bytes(range(256)) * 4,
}
_NUMBERS = [b"\0" * 4, b"\xff" * 4, b"\xff" * 8, b"\x7f\xff\xff\xff", b"77777777777\0", b"-1", b"\x80" + b"\xff" * 11]
_PACKERS: list[Callable[[bytes], bytes]] = [
    bytes,
    lambda body: gzip.compress(body, 1, mtime=0),
    lambda body: bz2.compress(body, 1),
    lambda body: lzma.compress(body, preset=0),
]


@dataclass(slots=True)
class Outcome:
    """What came of a run.

    Attributes:
        count: archives read.
        complete: of these, read to the end with nothing missing.
        problems: how often each id was met.
        crashes: one traceback each.
        slowest_s: seconds that the slowest took.
        peak_mb: of the process.
    """

    count: int = 0
    complete: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    crashes: list[str] = field(default_factory=list)
    slowest_s: float = 0.0
    peak_mb: float = 0.0

    def note(self, contents: Contents) -> None:
        """Count an archive that was read."""
        self.complete += contents.is_complete
        for problem in contents.problems:
            self.problems[problem.id] = self.problems.get(problem.id, 0) + 1


def main() -> int:
    """Read the command line, run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    outcome = run(options.count, options.seed)
    print("\n".join(outcome.crashes))
    for problem, times in sorted(outcome.problems.items()):
        print(f"{times:>9,}  {problem}")
    print(f"{outcome.count:,} archives, {outcome.complete:,} of them complete, {len(outcome.crashes):,} crashes")
    print(f"slowest {outcome.slowest_s:.3f} s, peak memory {outcome.peak_mb:.0f} MB")
    return int(bool(outcome.crashes) or outcome.slowest_s > SLOW_S or outcome.peak_mb > MOST_MB)


def run(count: int, seed: int) -> Outcome:
    """Damage and read so many archives; the same seed damages them the same way."""
    chance, outcome = random.Random(seed), Outcome()  # noqa: S311 - repeatable, not secret
    tars, zips = plain_tars(), plain_zips()
    for _ in range(count):
        body = damaged(chance, tars, zips)
        began = time.perf_counter()
        try:
            contents = read_bytes("kiln-1.0.tar.gz", body)
            for member in contents.members:
                member.path.encode()  # a store and a report need that
            outcome.note(contents)
        except Exception:  # noqa: BLE001 - any exception at all is what we look for
            outcome.crashes.append(f"{traceback.format_exc()}{body[:2000].hex()}")
        outcome.slowest_s = max(outcome.slowest_s, time.perf_counter() - began)
        outcome.count += 1
    outcome.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return outcome


def damaged(chance: random.Random, tars: list[bytes], zips: list[bytes]) -> bytes:
    """Make one damaged archive: a tar before or after it is packed, or a zip."""
    if chance.random() < 1 / 3:
        return mutate(chance, chance.choice(zips), zips)
    body = chance.choice(tars)
    pack = chance.choice(_PACKERS)
    if chance.random() < 1 / 2:
        return mutate(chance, pack(body), tars)
    body = mutate(chance, body, tars)
    return pack(with_checksums(body) if chance.random() < 3 / 4 else body)


def mutate(chance: random.Random, body: bytes, others: list[bytes]) -> bytes:
    """Change some bytes, cut, repeat, insert numbers that hurt, or splice in a piece of another archive."""
    changed = bytearray(body)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at = chance.randrange(len(changed) + 1)
        length = chance.choice((1, 4, 30, 512, 1024))
        kind = chance.randrange(7)
        if kind <= 1 and at < len(changed):
            changed[at] = chance.randrange(256)
        elif kind == 2:  # noqa: PLR2004 - one of the ways above
            number = chance.choice(_NUMBERS)
            changed[at : at + len(number)] = number
        elif kind == 3:  # noqa: PLR2004
            del changed[at : at + length]
        elif kind == 4:  # noqa: PLR2004
            changed[at:at] = changed[at : at + length]
        elif kind == 5:  # noqa: PLR2004
            other = chance.choice(others)
            start = chance.randrange(len(other))
            changed[at:at] = other[start : start + length]
        elif chance.random() < 1 / 4:
            del changed[at:]
    return bytes(changed)


def with_checksums(body: bytes) -> bytes:
    """Make the checksum of every tar header true again, so that the damage gets past it."""
    changed = bytearray(body)
    for at in range(0, len(changed) - 511, 512):
        if changed[at + 257 : at + 262] == b"ustar":
            changed[at + 148 : at + 156] = b" " * 8
            changed[at + 148 : at + 156] = b"%06o\0 " % sum(changed[at : at + 512])
    return bytes(changed)


def plain_tars() -> list[bytes]:
    """Return a small tar in each dialect, with links, long names, a pax header for all and an archive inside."""
    made = []
    for dialect in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        target = io.BytesIO()
        with tarfile.open(fileobj=target, mode="w", format=dialect, pax_headers={"comment": "clay"}) as archive:
            for name, content in {**_FILES, "kiln-1.0/inner.zip": plain_zip(zipfile.ZIP_DEFLATED)}.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
            for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE):
                entry = tarfile.TarInfo(f"kiln-1.0/other{kind.decode()}")
                entry.type, entry.linkname = kind, "setup.py"
                archive.addfile(entry)
        made.append(target.getvalue())
    return made


def plain_zips() -> list[bytes]:
    """Return a small zip in each packing."""
    return [plain_zip(packing) for packing in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)]


def plain_zip(packing: int) -> bytes:
    """Return a small zip whose last member has 64-bit sizes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", packing) as archive:
        for name, content in _FILES.items():
            archive.writestr(zipfile.ZipInfo(name), content, packing)
        with archive.open(zipfile.ZipInfo("kiln-1.0/large.txt"), "w", force_zip64=True) as member:
            member.write(b"clay")
    return target.getvalue()


if __name__ == "__main__":
    sys.exit(main())
