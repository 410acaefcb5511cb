"""Files of Bazel, Buck and Pants: the commands of their rules, and what they download without a hash."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from knownhands.harvest.code.folding import Folder
from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_show
from knownhands.harvest.code.shell_plain import host_in
from knownhands.harvest.code.windows import read_commands

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 600_000  # bytes
_SENSELESS = (SyntaxError, ValueError, RecursionError, MemoryError)
_COMMANDS = frozenset({"cmd", "cmd_bash", "bash", "command", "entry_point_cmd"})
_OF_WINDOWS = frozenset({"cmd_bat", "cmd_ps", "cmd_exe"})
_RUNS = frozenset({"execute", "run_shell", "local", "shell_command"})
_FETCHES = frozenset({"http_archive", "http_file", "http_jar", "download", "download_and_extract"})
_HASHES = frozenset({"sha256", "integrity", "canonical_id"})
_PLACE = re.compile(r"\$\((?:exec|root)?(?:path|location)s? [^()]{1,200}\)")
_VARIABLE = re.compile(r"\$\((\w{1,60})\)")


def _read(notes: Notes, body: bytes) -> None:
    if len(body) > LARGEST:
        notes.add(0, "unparsable", "import", Ends(target="too large"))
        return
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(body)
    except _SENSELESS:
        return  # a file called BUILD may be anything
    folder = Folder(lambda _: "")
    script = Script(notes)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = folder.fold(node.value)
            if value is not None:
                folder.constants[node.targets[0].id] = value
    for call in sorted(_calls(tree), key=lambda call: call.lineno):
        _read_call(script, call, folder)


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _read_call(script: Script, call: ast.Call, folder: Folder) -> None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    for key, value in given.items():
        if key in _COMMANDS:
            script.read(_plain(_command(value, folder)), value.lineno)
        elif key in _OF_WINDOWS:
            read_commands(script, _plain(_command(value, folder)), value.lineno)
    if name in _RUNS and call.args:
        script.read(_plain(_command(call.args[0], folder)), call.lineno)
    if name in _FETCHES and not given.keys() & _HASHES:
        addresses = [*call.args[:1], *(given[key] for key in ("url", "urls") if key in given)]
        url = next((text for node in addresses if "://" in (text := _words(node, folder)[:1_000])), "")
        if url:
            script.notes.add(call.lineno, "downloads_in_build", script.trigger, Ends(host_in(url), name, clip(url)))


def _command(node: ast.expr, folder: Folder) -> str:
    """Return the command of a rule: one text, or a list of words of which the last may be a script itself."""
    if isinstance(node, ast.List | ast.Tuple):
        words = [folder.text(part) or "x" for part in node.elts]
        return " ".join(_quoted(word) for word in words)
    return folder.text(node)


def _words(node: ast.expr, folder: Folder) -> str:
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    return " ".join(folder.text(part) for part in parts)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'" if re.search(r"[^\w./:=-]", word) else word


def _plain(command: str) -> str:
    """Write a command as the shell is given it."""
    plain = _VARIABLE.sub(r"${\1}", _PLACE.sub("place", command.replace("$$", "\0")))
    return plain.replace("\0", "$")


def _may_show(added: bytes) -> bool:
    return b"://" in added or may_show(added)


READER = Reader(
    id="bazel",
    paths=re.compile(
        r"(?:^|/)(?:BUILD|WORKSPACE|MODULE|BUCK|PANTS|TARGETS)(?:\.bazel|\.bzlmod|\.v2)?$|\.(?:bzl|bazel|star|bxl)$"
    ),
    read=_read,
    may_show=_may_show,
)
