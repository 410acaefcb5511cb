"""The scripts of package.json and composer.json: which run when it is installed, and what they do."""

import json
import re

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.shell import Script
from knownhands.harvest.code.started import host_of

LARGEST = 2_000_000  # bytes
_HOOKS = frozenset(
    {
        "preinstall",
        "install",
        "postinstall",
        "pre-install-cmd",
        "post-install-cmd",
        "pre-update-cmd",
        "post-update-cmd",
        "post-autoload-dump",
    }
)
_AT_INSTALL = _HOOKS | {"prepare", "preprepare", "postprepare", "prepublish", "dependencies"}
_ORDINARY = re.compile(
    r"(?:npx )?(?:husky(?: install)?|patch-package|lefthook install|simple-git-hooks|opencollective[\w -]*|exit 0|node-gyp rebuild|prebuild-install \|\| node-gyp rebuild|node-gyp-build|is-ci \|\| husky install)"
)


def _read(notes: Notes, body: bytes) -> None:
    text = body[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        manifest = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(manifest, dict):
        _note_manager(notes, text, manifest.get("packageManager"))
    scripts = manifest.get("scripts") if isinstance(manifest, dict) else None
    begin = text.find('"scripts"')
    for name, value in scripts.items() if isinstance(scripts, dict) else ():
        line = _line(text, begin, name)
        for command in value if isinstance(value, list) else [value]:
            if isinstance(command, str):
                _note(notes, name, command, line)


def _note(notes: Notes, name: str, command: str, line: int) -> None:
    if name in _HOOKS and not _ORDINARY.fullmatch(command.strip()):
        notes.add(line, "install_hook", "install", Ends("", name, command))
    Script(notes, "install" if name in _AT_INSTALL else "call").read(command, line)


def _note_manager(notes: Notes, text: str, manager: object) -> None:
    """Note a package manager that is fetched from an address, and then run by all who work here."""
    host = host_of(manager) if isinstance(manager, str) else ""
    if host:
        line = _line(text, 0, "packageManager")
        notes.add(line, "dependency_from_address", "install", Ends(host, "packageManager", str(manager)))


def _line(text: str, begin: int, name: str) -> int:
    """Return the line in which a script stands."""
    at = text.find(json.dumps(name, ensure_ascii=False), begin)
    return text.count("\n", 0, max(at, begin, 0)) + 1


READER = Reader(
    id="package_json",
    paths=re.compile(r"(?:^|/)(?:package|composer)\.json$"),
    read=_read,
    may_show=lambda added: b'":' in added or b'" :' in added or b":" in added,
)
