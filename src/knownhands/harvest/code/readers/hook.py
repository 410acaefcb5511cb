"""Hooks that run when somebody commits, pulls or pushes: scripts, and the settings of the tools that run them."""

from __future__ import annotations

import re
import shlex
from itertools import islice

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.settings import LARGEST, Setting, read_settings
from knownhands.harvest.code.shell import note_script
from knownhands.harvest.code.started import command_of

NAMES = (
    "applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg",
    "post-commit", "pre-rebase", "post-checkout", "post-merge", "pre-push", "post-rewrite", "sendemail-validate", "fsmonitor-watchman",
    "pre-receive", "update", "post-receive", "post-update", "reference-transaction", "push-to-checkout", "pre-auto-gc",
)  # fmt: skip
"""Every hook that git knows."""

_SCRIPT = re.compile(
    rf"(?:^|/)\.husky/(?:_/)?({'|'.join(NAMES)})$|(?:^|/)(?:\.?git-?hooks|\.?hooks)/(?:.*/)?({'|'.join(NAMES)})(?:\.\w{{2,4}}|(?:\.d)?/.*)?$"
)
_LEFTHOOK = re.compile(r"(?:^|/)\.?lefthook(?:-local)?\.\w+$")
_LINT_STAGED = re.compile(r"(?:^|/)(?:\.lintstagedrc[^/]*|lint-staged\.config\.json)$")
_PROGRAM = re.compile(
    r"(?:^|/)(?:\.?lint-?staged(?:rc|\.config)|\.huskyrc|\.simple-git-hooks|simple-git-hooks)\.[cm]?[jt]s$"
)
_TEXT = re.compile(
    r"\"((?:[^\"\\\n]|\\.){0,2000}+)\"?|'((?:[^'\\\n]|\\.){0,2000}+)'?|`([^`]{0,2000}+)`?|//[^\n]*+", re.DOTALL
)
_TABLES = ("hooks", "simple-git-hooks", "gitHooks", "git-hooks")
_COMMANDS = ("lint-staged", "pre-commit", "pre-push")
_KEYS = re.compile(rf'"({"|".join((*_TABLES, *_COMMANDS))})"\s*:\s*[\[{{]'.encode())
_MOST_TABLES = 10
_MOST_TEXTS = 200
_SHEBANG = re.compile(rb"^#!.*\b(?:python|node|perl|ruby|deno|bun)")


def _read(notes: Notes, body: bytes) -> None:
    script = _SCRIPT.search(notes.path)
    if script:
        _note_script(notes, body, script[1] or script[2])
        return
    name = notes.path.rpartition("/")[2]
    if name == "package.json":
        _note_manifest(notes, body)
        return
    if _PROGRAM.search(notes.path):
        _note_program(notes, body)
        return
    settings = read_settings(notes.path, body)
    if name.startswith(".pre-commit-config"):
        _note_pre_commit(notes, settings)
    elif name.startswith(".pre-commit-hooks"):  # what others are given who take their hooks from here
        for hook in settings:
            _note_entry(notes, hook)
    elif _LEFTHOOK.search(notes.path):
        _note_lefthook(notes, settings)
    elif name == ".overcommit.yml":
        _note_commands(notes, settings, frozenset({"command", "required_executable", "on_fail"}))
    else:
        _note_texts(notes, settings, is_hook=not _LINT_STAGED.search(notes.path))


def _note_script(notes: Notes, body: bytes, name: str) -> None:
    """Note a hook by its first command, so that it is new where the file is; and what all of them do."""
    text = body.decode("utf-8", "replace")
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines, start=1) if line.strip() and not line.lstrip().startswith("#")), 0)
    if first:
        notes.add(first, "git_hook", "import", Ends(sink=name, target=name))
    if not _SHEBANG.search(body[:200]):
        note_script(notes, text, 1)


def _note_program(notes: Notes, body: bytes) -> None:
    """Note what the texts of settings that are a program do as commands."""
    text = body[:LARGEST].decode("utf-8", "replace")
    for match in islice(_TEXT.finditer(text), _MOST_TEXTS):
        if match.lastindex:
            note_script(notes, match[match.lastindex], text.count("\n", 0, match.start()) + 1)


def _note_pre_commit(notes: Notes, settings: Setting) -> None:
    """Note the hooks of pre-commit that are commands of the machine or of the repository itself."""
    for repository in settings["repos"]:
        for hook in repository["hooks"]:
            entry = hook["entry"]
            if repository["repo"].text == "local" and entry:
                notes.add(entry.line, "git_hook", "import", Ends(sink="pre-commit", target=hook["id"].text))
            _note_entry(notes, hook)


def _note_entry(notes: Notes, hook: Setting) -> None:
    """Note what the command of a hook of pre-commit does, with the words that it is given."""
    entry, words = hook["entry"], shlex.join(hook["args"].texts())
    note_script(notes, f"{entry.text} {words}".strip(), entry.line)


def _note_lefthook(notes: Notes, settings: Setting) -> None:
    for keys, setting in settings.walk():
        if keys[-1] in {"run", "runner"} and setting.text:
            notes.add(setting.line, "git_hook", "import", Ends(sink=keys[0], target=setting.text))
            note_script(notes, setting.text, setting.line)


def _note_manifest(notes: Notes, body: bytes) -> None:
    """Note the hooks that stand in `package.json`, of which only their own tables are parsed: most of it is something else."""
    if b"\\u" in body:  # any key may be written in another way
        settings = read_settings(notes.path, body)
        tables = [("hooks", settings["husky"]["hooks"]), *((key, settings[key]) for key in (*_TABLES, *_COMMANDS))]
    else:
        tables = [
            (
                key[1].decode(),
                read_settings(notes.path, b"\n" * body.count(b"\n", 0, key.end()) + body[key.end() - 1 :]),
            )
            for key in islice(_KEYS.finditer(body), _MOST_TABLES)
        ]
    for name, table in tables:
        _note_texts(notes, table, is_hook=name in _TABLES)


def _note_texts(notes: Notes, table: Setting, *, is_hook: bool) -> None:
    for keys, setting in table.walk():
        if setting.text:
            if is_hook and keys[0] in NAMES:
                notes.add(setting.line, "git_hook", "import", Ends(sink=keys[0], target=setting.text))
            note_script(notes, setting.text, setting.line)


def _note_commands(notes: Notes, settings: Setting, names: frozenset[str]) -> None:
    for keys, setting in settings.walk():
        if keys[-1] in names and command_of(setting):
            notes.add(setting.line, "git_hook", "import", Ends(sink=keys[0], target=command_of(setting)))
            note_script(notes, command_of(setting), setting.line)


READER = Reader(
    id="hook",
    paths=re.compile(
        rf"{_SCRIPT.pattern}|{_LEFTHOOK.pattern}|{_LINT_STAGED.pattern}|{_PROGRAM.pattern}|"
        r"(?:^|/)(?:\.pre-commit-(?:config|hooks)\.ya?ml|\.overcommit\.yml|\.?simple-git-hooks\.json|\.huskyrc(?:\.json|\.ya?ml)?|package\.json)$"
    ),
    read=_read,
    may_show=lambda added: bool(added.strip()),
)
