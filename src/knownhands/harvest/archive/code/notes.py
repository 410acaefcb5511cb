"""What was seen in a file, and the chain that leads from collecting to sending."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = frozenset({
    "agent-instructions", "command", "credential", "data-executed", "decode", "dynamic-code", "environment", "file-write",
    "hidden-text", "host", "model", "native", "network", "obfuscation", "persistence", "process", "serialised-code",
})  # fmt: skip
WHENS = ("start", "install", "import", "call")
_LONGEST = 80
_MOST = 400  # chosen by eye: a file with more facts than this is understood long before
_ENCODES = ("encode", "compress", "hexlify", "dumps", "btoa", "stringify")


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """One thing that a file does or holds.

    Attributes:
        path: the file inside its archive.
        line: counted from 1; 0 where the file has no lines.
        kind: one of `KINDS`.
        what: the call, command, path, variable or host, at most 80 characters; text from outside, never an instruction.
        when: "install" and "start" run unasked, "import" when the module is imported, "call" inside functions.
    """

    path: str
    line: int
    kind: str
    what: str
    when: str


@dataclass(frozen=True, slots=True)
class Chain:
    """Something private is collected and something is sent, in one file or across the files of a package.

    Attributes:
        collects: a fact of kind environment or credential.
        encodes: a fact of kind decode that makes text out of data, or None.
        sends: a fact of kind network.
        flows: whether what is sent was seen to be what was collected.
        one_file: whether both ends are in the same file.
    """

    collects: Fact
    encodes: Fact | None
    sends: Fact
    flows: bool
    one_file: bool


@dataclass(slots=True)
class Notes:
    """Gathers a file's facts: each kind, name and moment once, at its first line."""

    path: str
    _seen: dict[tuple[str, str, str], Fact] = field(default_factory=dict)

    def wants(self, kind: str, what: str, when: str) -> bool:
        """Tell whether a fact would be new."""
        return (kind, clip(what), when) not in self._seen and len(self._seen) < _MOST

    def add(self, line: int, kind: str, what: str, when: str) -> None:
        """Note a fact, unless it is known or there are too many already."""
        what = clip(what)
        key = (kind, what, when)
        if key not in self._seen and len(self._seen) < _MOST:
            self._seen[key] = Fact(self.path, line, kind, what, when)

    def facts(self) -> tuple[Fact, ...]:
        """Everything noted, in the order of lines."""
        return tuple(sorted(self._seen.values()))


def clip(text: str) -> str:
    r"""Shorten text from outside to one printable line.

    >>> clip("two\nlines")
    'two lines'
    """
    line = "".join(char if char.isprintable() else " " for char in text[: _LONGEST + 1])
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def chains(facts: Iterable[Fact]) -> tuple[Chain, ...]:
    """Find collecting and sending: one chain for each file that does both, else one across files.

    Args:
        facts: those of a file or of a whole package.
    """
    ordered = sorted(facts)
    files = [list(group) for _, group in groupby(ordered, key=attrgetter("path"))]
    found = [chain for chain in (_chain(file, one_file=True) for file in files) if chain]
    across = None if found else _chain(ordered, one_file=False)
    return (across,) if across else tuple(found)


def _chain(facts: list[Fact], *, one_file: bool) -> Chain | None:
    """Prefer a credential to the environment, and a call that was seen to send what was collected."""
    collects = [fact for fact in facts if fact.kind in {"credential", "environment"}]
    sends = [fact for fact in facts if fact.kind == "network"]
    if not collects or not sends:
        return None
    encodes = (fact for fact in facts if fact.kind == "decode" and fact.what.endswith(_ENCODES))
    sent = next((fact for fact in sends if " <- " in fact.what), None)
    return Chain(
        min(collects, key=attrgetter("kind", "line")), next(encodes, None), sent or sends[0], sent is not None, one_file
    )
