"""Settings of editors and of machines for development: which commands they run by themselves, and with which programs."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from knownhands.harvest.code.containers import frees, mounts_host
from knownhands.harvest.code.loaded import loads_code
from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.settings import Setting, read_settings
from knownhands.harvest.code.shell import note_script
from knownhands.harvest.code.started import command_of, is_ordinary, note_start

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYSTEMS = ("", "windows", "osx", "linux")
_IN_CONTAINER = (
    "onCreateCommand",
    "updateContentCommand",
    "postCreateCommand",
    "postStartCommand",
    "postAttachCommand",
)
_PROGRAM = re.compile(
    r"(?:executable|interpreter|server|binary|runtime|program)(?:\.?path)?s?$|(?:profiles\.\w+\..{1,80}|automationProfile\.\w+)\.path$|"
    r"^go\.alternateTools\.|nodePath$|^(?:ruff|black|isort|mypy|flake8|pylint)[\w-]{0,30}\.path(?:\.0)?$|"
    r"^(?:git|deno|php|ruby|clangd|cmake|shellcheck|terraform|bash|shell|eslint|rust-analyzer)\.(?:.*\.)?(?:path|nodepath)$",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"^(?:\./|\$\{workspace\w*\}|\.[\w-]+/|[\w-]+/)")
_INSTALLED = re.compile(
    r"node_modules|venv|\.yarn/|\.pnp|/target/|(?:^|/)(?:build|dist|vendor|\.tox|result|env|bin/python)\b"
)
_MOUNTING = frozenset({"-v", "--volume", "--mount"})
_ON_SAVE = re.compile(r"(?:overrideCommand|runonsave\..*\.cmd|RunOnSave\..*\.command)$", re.IGNORECASE)


def _read(notes: Notes, body: bytes) -> None:
    settings = read_settings(notes.path, body)
    name = notes.path.rpartition("/")[2].lower()
    _note_tasks(notes, settings)
    if name == "launch.json":  # somebody has to start what stands there
        for keys, setting in settings.walk():
            if keys[-1] in {"runtimeExecutable", "preLaunchTask", "program"}:
                note_script(notes, setting.text, setting.line, "call")
        return
    if name.endswith("devcontainer.json"):
        _note_container(notes, settings)
        settings = settings["customizations"]["vscode"]["settings"]
    elif name.startswith("."):
        _note_start_commands(notes, settings)
    elif name == "mise.toml":
        _note_mise(notes, settings)
    for keys, setting in settings.walk():
        _note_setting(notes, ".".join(keys), setting)


def _note_tasks(notes: Notes, settings: Setting) -> None:
    """Note tasks: those that are run when the folder is opened, and what the others do when somebody starts them."""
    tables = [setting for _, setting in settings.walk() if setting["command"] or setting["runOptions"]]
    for table in tables:
        when = table["runOptions"]["runOn"]
        commands = list(_commands(table))
        if when.text.lower() == "folderopen":
            for line, command in commands or [(table.line, table["script"].text or table["label"].text)]:
                note_start(notes, line, command, "folderOpen", at=when.line)
        else:
            for line, command in commands:
                note_script(notes, command, line, "call")


def _commands(table: Setting) -> Iterator[tuple[int, str]]:
    """Yield the commands of a task, for each system, with what they are given."""
    for system in _SYSTEMS:
        part = table[system] if system else table
        command, given = part["command"], part["args"] or table["args"]
        if command:
            text = command["value"].text or command_of(command)
            words = [argument["value"].text or argument.text for argument in given]
            yield command.line, f"{text} {shlex.join(words)}" if words else text


def _note_container(notes: Notes, settings: Setting) -> None:
    """Note what is run around the start of a container: first of all outside of it, on the machine itself."""
    outside = settings["initializeCommand"]
    for part in outside if outside.members and not outside.is_list else [outside]:
        if part and not is_ordinary(command_of(part)):
            note_start(notes, part.line, command_of(part), "initializeCommand")
    for key in _IN_CONTAINER:
        setting = settings[key]
        for part in setting if setting.members and not setting.is_list else [setting]:
            note_script(notes, command_of(part), part.line)
    _note_host(notes, settings)


def _note_host(notes: Notes, settings: Setting) -> None:
    """Note what lets the container do on the machine itself whatever it likes."""
    options, mounts = settings["runArgs"], [*settings["mounts"], settings["workspaceMount"]]
    before = ""
    for option in options:
        key, sign, value = option.text.partition("=")
        mount = value if sign and key in _MOUNTING else option.text if before in _MOUNTING else ""
        if frees(option.text) or frees(f"{before} {option.text}") or (mount and mounts_host(mount)):
            notes.add(option.line, "privileged_container", "import", Ends(target=f"{before} {option.text}".strip()))
        before = option.text
    for mount in mounts:
        source = mount["source"].text or mount.text
        if source and mounts_host(source):
            notes.add(mount.line, "privileged_container", "import", Ends(target=source))
    for key in ("privileged", "capAdd"):
        if settings[key].text == "true" or any(frees(name) for name in settings[key].texts()):
            notes.add(settings[key].line, "privileged_container", "import", Ends(target=key))


def _note_start_commands(notes: Notes, settings: Setting) -> None:
    """Note the commands of `.gitpod.yml`, `.replit` and `.mise.toml`."""
    _note_mise(notes, settings)
    for keys, setting in settings.walk():
        if keys[-1] in {"before", "init", "command", "prebuild", "run", "onBoot", "compile"}:
            note_script(notes, command_of(setting), setting.line)


def _note_mise(notes: Notes, settings: Setting) -> None:
    for keys, setting in settings["hooks"].walk():
        if setting.text and not is_ordinary(setting.text):
            note_start(notes, setting.line, setting.text, keys[0])
    for key in ("source", "file"):
        script = settings["env"]["_"][key]
        if key == "source" and script:
            note_start(notes, script.line, command_of(script), "env")
    for _, setting in settings["tasks"].walk():
        note_script(notes, setting.text, setting.line, "call")


def _note_setting(notes: Notes, key: str, setting: Setting) -> None:
    text = setting.text
    if key.endswith("task.allowAutomaticTasks") and text == "on":
        notes.add(setting.line, "runs_on_open", "import", Ends(sink="task.allowAutomaticTasks"))
    elif loads_code(key.rpartition(".")[2], text):
        note_start(notes, setting.line, text, key.rpartition(".")[2])
    elif _PROGRAM.search(key) and _INSIDE.match(text) and not _INSTALLED.search(text):
        note_start(notes, setting.line, text, key)
    elif _ON_SAVE.search(key) and not is_ordinary(command_of(setting)):
        note_start(notes, setting.line, command_of(setting), key)
    elif (
        ".profiles." in key
        and key.endswith(".args")
        and any(word in {"-c", "-Command", "/c", "--rcfile", "--init-file", "-File"} for word in setting.texts())
    ):
        note_start(notes, setting.line, setting.texts()[-1], "terminal")


READER = Reader(
    id="editor",
    paths=re.compile(
        r"(?:^|/)\.(?:vscode|zed|theia|fleet|run)/[^/]+\.json$|\.code-workspace$|(?:^|/)\.?devcontainer\.json$|"
        r"(?:^|/)(?:\.gitpod\.yml|\.replit|\.?mise(?:\.local)?\.toml|\.nova/tasks/[^/]+\.json|\.sublime-project)$",
        re.IGNORECASE,
    ),
    read=_read,
)
