"""What a pickle would import and call, by its opcodes alone; nothing is ever unpickled."""

from __future__ import annotations

import io
import pickletools
import zipfile
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 20_000_000  # bytes of one pickle that are read
_MOST_STEPS = 200_000  # opcodes; a second's work
_SENSELESS = (ValueError, IndexError, KeyError, EOFError, OverflowError, UnicodeError, AttributeError, TypeError)
_STRINGS = frozenset(
    {"SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "UNICODE", "STRING", "BINSTRING", "SHORT_BINSTRING"}
)
_DANGEROUS = frozenset(
    {
        "os", "posix", "nt", "subprocess", "sys", "builtins", "__builtin__", "socket", "runpy", "importlib", "shutil",
        "pty", "commands", "webbrowser", "ctypes", "requests", "urllib", "http", "code", "codeop", "timeit", "pip",
        "asyncio", "multiprocessing", "marshal", "types", "bdb", "pdb", "cProfile",
    }
)  # fmt: skip
# What ordinary pickles take from these modules.
_HARMLESS = frozenset(
    {
        "builtins.set", "builtins.frozenset", "builtins.list", "builtins.dict", "builtins.tuple", "builtins.bytearray",
        "builtins.object", "builtins.complex", "builtins.slice", "builtins.range", "builtins.int", "builtins.float",
        "builtins.str", "builtins.bytes", "builtins.bool", "builtins.type", "__builtin__.set", "__builtin__.frozenset",
        "__builtin__.object", "__builtin__.slice", "__builtin__.bytearray", "types.SimpleNamespace",
    }
)  # fmt: skip


def dangerous_names(body: bytes) -> Iterator[str]:
    """Yield what a pickle, or each pickle in a zip, takes from modules that can harm.

    Data that stops making sense yields what came before, as unpickling would have run it.
    """
    if body.startswith(b"PK\x03\x04"):
        for member in _members(body):
            yield from _names(member)
    else:
        yield from _names(_after_header(body[:LARGEST]))


def _members(body: bytes) -> Iterator[bytes]:
    """Yield the pickles of a zip, each at most `LARGEST` long; a zip that makes no sense has none."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = [info for info in archive.infolist() if info.filename.endswith((".pkl", ".pickle", ".npy"))]
            for info in names[:20]:
                with archive.open(info) as member:
                    yield _after_header(member.read(LARGEST))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error, *_SENSELESS):
        return


def _after_header(body: bytes) -> bytes:
    """Numpy puts a header of its own before the pickle of an array of objects."""
    if not body.startswith(b"\x93NUMPY") or b"|O" not in body[:1000]:
        return b"" if body.startswith(b"\x93NUMPY") else body
    return body[body.find(b"\n") + 1 :]


def _names(body: bytes) -> Iterator[str]:
    texts: list[str] = []
    memory: dict[int, str] = {}
    before = ""
    try:
        for step, (opcode, argument, _) in enumerate(pickletools.genops(body)):
            if opcode.name in _STRINGS:
                texts = [*texts[-1:], str(argument)]
            elif opcode.name in {"MEMOIZE", "PUT", "BINPUT", "LONG_BINPUT"}:
                memory[len(memory) if argument is None else argument] = texts[-1] if before in _STRINGS else ""
            elif opcode.name in {"GET", "BINGET", "LONG_BINGET"}:
                texts = [*texts[-1:], memory.get(int(argument or 0), "")]
            elif opcode.name in {"GLOBAL", "INST"}:
                yield from _judged(str(argument).replace(" ", ".", 1))
            elif opcode.name == "STACK_GLOBAL":
                yield from _judged(".".join(texts)) if len(texts) == 2 else iter(("unknown",))  # noqa: PLR2004
            before = opcode.name
            if step > _MOST_STEPS:
                return
    except _SENSELESS:
        return


def _judged(name: str) -> Iterator[str]:
    if name.partition(".")[0] in _DANGEROUS and name not in _HARMLESS:
        yield name
