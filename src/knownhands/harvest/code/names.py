"""The names in Python that the reader treats in a way of its own; what other calls show stands in the capability files."""

from __future__ import annotations

import re
from functools import cache

from knownhands.harvest.code.known import any_of, words

RUNS = frozenset({"exec", "eval", "compile", "execfile", "marshal.loads", "types.CodeType", "os.system", "os.popen"})
READS = frozenset({"pkgutil.get_data", "importlib.resources.read_text", "importlib.resources.read_binary"})
READING_METHODS = frozenset({"read_text", "read_bytes"})
WRITING_METHODS = frozenset({"write_text", "write_bytes"})
DECODES = ("decode", "decompress", "loads", "fromhex", "unhexlify", "decrypt", "a2b_base64", "a2b_hex")
SENDS = (
    ".post",
    ".put",
    ".patch",
    ".request",
    ".send",
    ".sendall",
    ".urlopen",
    ".send_document",
    ".storbinary",
    ".upload_file",
)
SETUP_COMMANDS = "cmdclass"
OS = re.compile(rb"\bos\b")  # too common to be among the words, and dangerous only by a name that is, or by getattr

# A name put together from pieces is still looked at. Ordinary words of ordinary code are not among these, for half of all
# files skip the parser.
_REFLECTION = (
    "__import__", "import_module", "builtins", "__dict__", r"globals\s*\(", r"locals\s*\(", r"vars\s*\(", SETUP_COMMANDS,
)  # fmt: skip


@cache
def interesting() -> re.Pattern[bytes]:
    """Return what a file must hold to show anything by its calls."""
    return any_of((*_REFLECTION, *words("python")))
