"""Manifests of Kubernetes, and of Tekton and Argo on it: what their containers run."""

from __future__ import annotations

import re
import shlex
from itertools import islice
from typing import TYPE_CHECKING

from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.settings import LARGEST, read_settings
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.shell_interest import may_show

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.code.settings import Setting

_KIND = re.compile(rb"^(?:kind|\"kind\"):[ \t]*[\"']?[A-Z]", re.MULTILINE)
_DOCUMENT = re.compile(rb"(?:\A|^---)[^\n]*\n((?:(?!---)[^\n]*(?:\n|\Z))*+)", re.MULTILINE)
_SHELL = re.compile(r"(?:^|/)(?:ba|da|z|a)?sh$|^-c$")
_GIVEN = re.compile(r"-[a-z]{0,8}c")
_MOST = 200  # documents of a file


def _read(notes: Notes, body: bytes) -> None:
    body = b"\n" + body[:LARGEST]
    for document in islice(_DOCUMENT.finditer(body), _MOST):
        if _KIND.search(document[1]):
            first = body.count(b"\n", 0, document.start(1)) - 1  # but for the one that was put before it
            for _, setting in read_settings(notes.path, document[1]).walk():
                _note(notes, setting, first)


def _note(notes: Notes, container: Setting, first: int) -> None:
    """Note what one table has run, if it is a container or a step."""
    command, args, script = container["command"], container["args"], container["script"]
    words = [*command.texts(), *args.texts()]
    if command.is_list or args.is_list:
        # What a shell is given is read as it stands there; one that is not named is what the image begins with.
        is_shell = words[-2:-1] and _GIVEN.fullmatch(words[-2]) and (_SHELL.search(words[0]))
        text = words[-1] if is_shell else shlex.join(words)
        Script(notes).read(text, first + _last(args or command).line)
    if script.text:
        Script(notes).read(script.text, first + script.line)


def _last(setting: Setting) -> Setting:
    """Return the last item of a list, which of a shell's words is the script."""
    return next(reversed(list(setting)), setting)


READER = Reader(id="kubernetes", paths=re.compile(r"\.ya?ml$", re.IGNORECASE), read=_read, may_show=may_show)
