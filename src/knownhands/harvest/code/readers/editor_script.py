"""Scripts and forms that editors run when they open a file or folder: of Vim, Emacs and those of JetBrains."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import note_script
from knownhands.harvest.code.started import is_ordinary, note_start

if TYPE_CHECKING:
    from knownhands.harvest.code.notes import Notes

_VIM = re.compile(
    r"\b(?:system|systemlist|jobstart|job_start|termopen|libcall|os\.execute|io\.popen|vim\.system|uv\.spawn|loop\.spawn)\s*\(\s*(.*)|"
    r"^\s*(?:silent!?\s+)?!\s*(\S.*)|^\s*(?:au|autocmd|exec|execute|silent)\b.{0,300}?[\s'\"]!\s*(\w.*)|\bvim\.cmd.{0,20}!\s*(\S.*)"
)
_EMACS = re.compile(
    r"(\((?:shell-command|async-shell-command|call-process|start-process|make-process|process-lines|url-retrieve|url-copy-file|"
    r"eshell-command|compile|load|load-file|require-package|package-install)(?=[\s)]).*)"
)
_ATTRIBUTE = re.compile(r'name="(SCRIPT_TEXT|program|arguments|PROGRAM|ARGUMENTS|isEnabled)" value="([^"]*)"')
_STARTUP = re.compile(r'<component name="ProjectStartup(?:Shared)?Configuration"')
_CONFIGURATION = re.compile(r'<configuration name="([^"]{1,200})"')


def _read(notes: Notes, body: bytes) -> None:
    lines = body.decode("utf-8", "replace").split("\n")
    if notes.path.endswith((".xml", ".iml")):
        _note_jetbrains(notes, lines)
        return
    pattern, sink = (_EMACS, "eval") if notes.path.endswith(".el") else (_VIM, "start")
    comment = (";",) if sink == "eval" else ('"', "--")
    for number, line in enumerate(lines, start=1):
        shown = None if line.lstrip().startswith(comment) else pattern.search(line[:1000])
        if shown:
            note_start(notes, number, next(filter(None, shown.groups()), "").strip("\"')"), sink)


def _note_jetbrains(notes: Notes, lines: list[str]) -> None:
    """Note run configurations, those that are run at the start of the project, and what watches files to run for each."""
    at_start = False
    watches = "watcher" in notes.path.lower()
    for number, line in enumerate(lines, start=1):
        at_start = bool(_STARTUP.search(line)) or (at_start and "</component>" not in line)
        configuration = _CONFIGURATION.search(line[:1000])
        if at_start and configuration:
            note_start(notes, number, unescape(configuration[1]), "startup")
        for name, value in _ATTRIBUTE.findall(line[:5000]):
            command = unescape(value)
            if watches and name == "program" and not is_ordinary(command.rpartition("/")[2].rpartition("$")[2]):
                note_start(notes, number, command, "watcher")
            elif name == "SCRIPT_TEXT" or (watches and name == "arguments"):
                note_script(notes, command, number, "import" if watches else "call")


READER = Reader(
    id="editor_script",
    paths=re.compile(
        r"(?:^|/)(?:\.exrc|\.n?vimrc|\.lvimrc|_vimrc|\.nvim\.lua|\.dir-locals(?:-2)?\.el)$|"
        r"(?:^|/)\.(?:idea|run)/(?:.*/)?[^/]+\.xml$",
        re.IGNORECASE,
    ),
    read=_read,
)
