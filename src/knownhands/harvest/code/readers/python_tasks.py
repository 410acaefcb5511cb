"""Tasks that are written in Python, for nox, invoke, fabric and doit: the commands that they have a shell run."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_show

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes

LARGEST = 300_000  # bytes
_RUNNERS = frozenset({"run", "run_always", "run_install", "sudo", "local", "sh", "system"})
_SENSELESS = (SyntaxError, ValueError, RecursionError, MemoryError)
_MOST_CALLS = 2_000


def _read(notes: Notes, body: bytes) -> None:
    script = Script(notes)
    for line, command in _commands(body[:LARGEST]):
        script.read(command, line)


def _commands(body: bytes) -> Iterator[tuple[int, str]]:
    """Yield each command with its line: one text is for a shell, several are the words of a program."""
    import ast  # most changes touch no such file
    import warnings

    from knownhands.harvest.code.commands import written_words
    from knownhands.harvest.code.folding import Folder

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            calls = [node for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Call)]
    except _SENSELESS:
        return
    folder = Folder(lambda _: "")
    for call in sorted(calls[:_MOST_CALLS], key=lambda call: call.lineno):
        if _name(call.func) in _RUNNERS and call.args:
            given = [part.value if isinstance(part, ast.Starred) else part for part in call.args]
            words = written_words(given, folder)
            yield call.lineno, words[0] if len(words) == 1 else shlex.join(words)


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", "") or getattr(function, "id", "")


READER = Reader(
    id="python_tasks",
    paths=re.compile(r"(?:^|/)(?:noxfile|fabfile|tasks|dodo|pavement)\.py$"),
    read=_read,
    may_show=may_show,
)
