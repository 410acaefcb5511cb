"""Compose files: which commands containers start with, and which may do on the host whatever they like."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from knownhands.harvest.code.containers import frees, mounts_host
from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.settings import read_settings
from knownhands.harvest.code.shell import Script

if TYPE_CHECKING:
    from knownhands.harvest.code.settings import Setting

_COMMANDS = frozenset({"command", "entrypoint", "test"})
_NAMESPACES = frozenset({"network_mode", "pid", "ipc", "userns_mode"})
_TRUE = frozenset({"true", "yes", "on"})
_OF_CHECKS = frozenset({"CMD", "CMD-SHELL"})


def _read(notes: Notes, body: bytes) -> None:
    script = Script(notes)
    for keys, setting in read_settings(notes.path, body).walk():
        if keys[-1] in _COMMANDS:
            script.read(_command(setting), setting.line)
        elif setting.text and _gives_host(keys, setting.text):
            name = next((key for key in reversed(keys) if not key.isdigit()), "")
            notes.add(setting.line, "privileged_container", "import", Ends(target=f"{name}: {setting.text}"))


def _command(setting: Setting) -> str:
    """Return what is run; one word that stands alone in a list is a command as a shell takes it."""
    words = setting.texts()
    words = words[1:] if words[:1] and words[0] in _OF_CHECKS else words
    return words[0] if len(words) == 1 else shlex.join(words)


def _gives_host(keys: tuple[str, ...], text: str) -> bool:
    key, parent = keys[-1], keys[-2] if len(keys) > 1 else ""
    if key == "privileged":
        return text.lower() in _TRUE
    if key in _NAMESPACES:
        return text == "host"
    if key.isdigit() and parent == "cap_add":
        return frees(text)
    return (key == "source" or (key.isdigit() and parent == "volumes")) and mounts_host(text)


READER = Reader(id="compose", paths=re.compile(r"(?:^|/)(?:docker-)?compose[^/]*\.ya?ml$", re.IGNORECASE), read=_read)
