"""Compose files: which commands containers start with, and which may do on the host whatever they like."""

import json
import re
import shlex

from knownhands.harvest.code.notes import Ends, Notes, clip
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script

_COMMAND = re.compile(r"^([ \t]*)(?:-[ \t]+)?(?:command|entrypoint|test)[ \t]*:[ \t]*(.*)$")
_ITEM = re.compile(r"^([ \t]*)-[ \t]+(.*)$")
_FREE = re.compile(
    r"^[ \t-]*(?:[\"']?privileged[\"']?[ \t]*:[ \t]*[\"']?(?:true|yes|on)\b|(?:network_mode|pid|ipc|userns_mode)[ \t]*:[ \t]*[\"']?host\b"
    r"|(?:[\"']?|source:[ \t]*[\"']?)(?:/(?:var/)?run/docker\.sock|/:)|[\"']?(?:ALL|SYS_ADMIN)[\"']?[ \t]*$)"
)
_MOST_LINES = 50_000
_LONGEST = 4_000


def _read(notes: Notes, body: bytes) -> None:
    lines = body.decode("utf-8", "replace").split("\n")[:_MOST_LINES]
    script = Script(notes)
    for number, line in enumerate(lines, start=1):
        text = line[:_LONGEST].rstrip()
        if _FREE.match(text):
            notes.add(number, "privileged_container", "import", Ends(target=clip(text.strip(" -"))))
        command = _COMMAND.match(text)
        if command:
            script.read(
                _words(command[2])
                if command[2] not in {"", "|", ">", ">-", "|-"}
                else _below(lines, number, len(command[1])),
                number,
            )


def _words(text: str) -> str:
    """Return what is written after a key as a command."""
    if text.startswith("["):
        try:
            words = json.loads(text)
        except (ValueError, RecursionError):
            words = [word.strip(" \"'") for word in text.strip("[] ").split(",")]
        words = [word for word in words if isinstance(word, str)][1 if "CMD-SHELL" in text or '"CMD"' in text else 0 :]
        return words[0] if len(words) == 1 else shlex.join(words)
    return text.strip("\"'") if text[:1] in {'"', "'"} and text[:1] == text[-1:] else text


def _below(lines: list[str], at: int, indent: int) -> str:
    """Return the lines below a key as a script that begins in the key's own line."""
    words: list[str] = []
    texts: list[str] = []
    for line in lines[at : at + 200]:
        item = _ITEM.match(line[:_LONGEST])
        if (
            not line.strip()
            or (not item and len(line) - len(line.lstrip()) <= indent)
            or (item and len(item[1]) < indent)
        ):
            break
        if item:
            words.append(item[2].strip("\"'"))
        else:
            texts.append(line.strip())
    return shlex.join(words) if words else "\n" + "\n".join(texts)


READER = Reader(id="compose", paths=re.compile(r"(?:^|/)(?:docker-)?compose[^/]*\.ya?ml$", re.IGNORECASE), read=_read)
