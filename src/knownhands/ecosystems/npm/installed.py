"""Which files of an npm package its install scripts run, so that what these files do is known to happen at install."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any

from knownhands.ecosystems.npm.runs import HOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MANIFEST = "package.json"
_LONGEST = 5_000  # characters of one script; what comes after is not looked at
_LONGEST_PATH = 500  # characters of a folder that `cd` leads to; chosen by eye
_MOST_SCRIPTS = 20  # read in all, those inside others and those that `npm run` names included
_LARGEST = 1_000_000  # bytes of a folder's own manifest
_SENSELESS = (ValueError, RecursionError)
_WORD = re.compile(r"""(?:[^\s"';&|()<>]|"[^"]*"|'[^']*')+|[;&|()\n]""")
_BREAKS = frozenset(";&|()\n")
# These stand before the program that they start, with options and settings between.
_BEFORE = frozenset(
    {
        "npx", "bunx", "cross-env", "env", "exec", "nohup", "sudo", "time", "command", "start", "cmd", "/c", "call", "if",
        "then", "else", "do", "!", "{",
    }
)  # fmt: skip
_SETTING = re.compile(r"\w+=")
_INTERPRETER = re.compile(
    r"(?:node|nodejs|bun|deno|tsx|ts-node|babel-node|py|python|pypy|sh|bash|dash|zsh)[\d.]*|\W*npm_node_execpath\W*"
)
_SHELL = re.compile(r"(?:ba|da|z)?sh")
_MANAGERS = frozenset({"npm", "pnpm", "yarn", "bun"})
_WITHOUT_RUN = frozenset({"start", "stop", "test", "restart"})
_LOADS = frozenset({"-r", "--require", "--import", "--loader", "--experimental-loader"})
_TEXT = frozenset({"-e", "--eval", "-p", "--print", "-pe", "-c"})
_REQUIRED = re.compile(r"""\b(?:require|import)\s*\(\s*\\?["'`](\.[^"'`\\]+)""")
_ENDINGS = ("", ".js", ".cjs", ".mjs", ".py", "/index.js", "/__main__.py")


def installed_files(files: Sequence[tuple[str, bytes]]) -> set[str]:
    """Name the files that the preinstall, install and postinstall scripts of a package's own manifest run.

    Followed are interpreters with a file, folder or module, files that are run by name, `cd`, `sh -c`, what a text
    after `node -e` requires, and one step of `npm run`. What those files require themselves is not followed.

    Args:
        files: path inside the archive and body of each; the manifest is `package.json` at the top.

    >>> files = [("package.json", b'{"scripts": {"postinstall": "node lib/fire"}}'), ("lib/fire.js", b""), ("a.js", b"")]
    >>> installed_files(files)
    {'lib/fire.js'}
    """
    body = next((body for path, body in reversed(files) if path == _MANIFEST), b"")
    scripts = _mapping(_mapping(_read(body)).get("scripts"))
    hooks = [script for hook in HOOKS if isinstance(script := scripts.get(hook), str)]
    if not hooks:
        return set()
    reader = _Reader(scripts, {normpath(path): (path, body) for path, body in files})
    for hook in hooks:
        reader.read(hook)
    for step in tuple(reader.steps):
        reader.read(step)
    return reader.paths


@dataclass(slots=True)
class _Reader:
    """Reads scripts as a shell would, without running anything.

    Attributes:
        scripts: those of the manifest, by name.
        files: path and body of each, by the place that the path leads to.
        paths: of the files that are run.
        steps: the scripts that `npm run` names.
    """

    scripts: Mapping[str, Any]
    files: Mapping[str, tuple[str, bytes]]
    paths: set[str] = field(default_factory=set)
    steps: list[str] = field(default_factory=list)
    _read: int = 0
    _mains: dict[str, str] = field(default_factory=dict)

    def read(self, script: str, folder: str = "") -> None:
        """Note the files that a script runs which begins in a folder."""
        self._read += 1
        if self._read > _MOST_SCRIPTS:
            return
        for words in _commands(script[:_LONGEST]):
            if words[0] in {"cd", "pushd"} and len(words) > 1:
                folder = join(folder, words[-1].replace("\\", "/"))[:_LONGEST_PATH]
            else:
                self._command(words, folder)

    def _command(self, words: list[str], folder: str) -> None:
        program = re.split(r"[/\\]", words[0].lower())[-1].removesuffix(".exe").removesuffix(".cmd")
        if program in _MANAGERS:
            self._step(program, words[1:])
        if _INTERPRETER.fullmatch(program):
            self._interpreted(words[1:], folder, is_shell=bool(_SHELL.fullmatch(program)))
        else:
            self._run(words[0], folder, _ENDINGS[:1])

    def _interpreted(self, words: list[str], folder: str, *, is_shell: bool) -> None:
        """Note the first word that is a file, and those that are loaded before it."""
        before = ""
        for word in words:
            if before in _TEXT:
                if is_shell:
                    self.read(word, folder)
                for path in _REQUIRED.findall(word):
                    self._run(path, folder)
                return
            option, _, value = word.partition("=")
            if option in _LOADS and value:
                self._run(value, folder)
            elif before == "-m":
                self._run(word.replace(".", "/"), folder)
                return
            elif not word.startswith("-") and self._run(word, folder) and before not in _LOADS:
                return
            before = word

    def _step(self, manager: str, words: list[str]) -> None:
        arguments = words[: words.index("--")] if "--" in words else words
        runs = (
            manager != "npm"
            or not _WITHOUT_RUN.isdisjoint(arguments)
            or not {"run", "run-script"}.isdisjoint(arguments)
        )
        for name in arguments if runs else ():
            if name in self.scripts:
                around = (self.scripts.get(f"{when}{name}") for when in ("pre", "", "post"))
                self.steps.extend(script for script in around if isinstance(script, str))
                return

    def _run(self, word: str, folder: str, endings: tuple[str, ...] = _ENDINGS) -> bool:
        """Note the file that a word leads to, if there is one; Windows and others read a backslash differently."""
        for spelling in (word.replace("\\", "/"), word.replace("\\", "")):
            place = normpath(join(folder, spelling))
            main = self._main(place) if len(endings) > 1 else ""
            for start in (main, place):
                known = next((end for end in endings if start and normpath(start + end) in self.files), None)
                if known is not None:
                    self.paths.add(self.files[normpath(start + known)][0])
                    return True
        return False

    def _main(self, folder: str) -> str:
        """Return what a folder's own manifest says is run when the folder is."""
        if folder not in self._mains:
            _, body = self.files.get(normpath(join(folder, _MANIFEST)), ("", b""))
            main = _mapping(_read(body) if len(body) <= _LARGEST else None).get("main")
            self._mains[folder] = join(folder, main[:_LONGEST_PATH]) if isinstance(main, str) and main else ""
        return self._mains[folder]


def _commands(script: str) -> Iterator[list[str]]:
    """Yield the words of each command, without quotes and without what only stands before a program."""
    words: list[str] = []
    for word in (*_WORD.findall(script), ";"):
        if word not in _BREAKS:
            is_before = word.lower() in _BEFORE or _SETTING.match(word) or word.startswith("-")
            if words or not is_before:
                words.append(_unquoted(word))
        elif words:
            yield words
            words = []


def _unquoted(word: str) -> str:
    r"""Take off the quotes around a word's parts; those inside others are text.

    >>> _unquoted('"a b"/\'c\'.js')
    'a b/c.js'
    """
    return re.sub(r""""([^"]*)"|'([^']*)'""", lambda match: match[1] or match[2] or "", word)


def _read(body: bytes) -> object:
    try:
        return json.loads(body) if body else None
    except _SENSELESS:
        return None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
