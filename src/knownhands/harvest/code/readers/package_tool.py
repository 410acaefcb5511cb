"""Settings by which package managers and build tools run programs of the project: .npmrc, .yarnrc, Cargo's, the JVM's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.documents.address import without_credentials
from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.settings import LARGEST, read_settings
from knownhands.harvest.code.shell import note_script
from knownhands.harvest.code.started import command_of, host_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[ \t]*[\"']?([\w.-]{1,80})[\"']?[ \t]*(?:[=:]|[ \t])[ \t]*[\"']?([^\"'\n]{1,1000})")
_PROGRAMS = re.compile(
    r"script-shell|shell|git|node-gyp|onload-script|init-module|yarn-path|yarnPath|(?:build\.)?(?:rustc(?:-wrapper|-workspace-wrapper)?|rustdoc)|"
    r"target\..*\.(?:runner|linker)|.*credential-providers?(?:\.\d+)?"
)
_OWN = re.compile(
    r"(?:(?:(?:ba|z)?sh|python3?|node)[ \t]+)?(?:cargo:token-from-stdout[ \t]+)?(?:\.{1,2}/|\$\{?\w|/tmp/|[\w.-]+/[\w.-])"
)
_USUAL = re.compile(r"(?:\./)?\.yarn/releases/yarn-[\w.-]+\.[cm]?js")
_OF_YARN = re.compile(r"https://(?:[\w-]{1,60}\.){0,4}(?:yarnpkg\.com|github(?:usercontent)?\.com/yarnpkg)/")
_NODE_OPTIONS = re.compile(r"(?:^|\s)(?:-r|--(?:require|import|loader|experimental-loader))[=\s]")
_AGENT = re.compile(r"-(?:javaagent|agentpath):([^\s\"',]{1,200})")
_OF_JVM = re.compile(r"(?:^|/)(?:\.mvn/(?:jvm|maven)\.config|gradle\.properties)$")
_MOST_LINES = 5_000


def _read(notes: Notes, body: bytes) -> None:
    if _OF_JVM.search(notes.path):
        for number, text in enumerate(_lines(body), start=1):
            for agent in _AGENT.findall(text):
                notes.add(number, "build_backend_in_tree", "import", Ends("", "javaagent", agent))
        return
    capability = "build_backend_in_tree" if ".cargo/" in notes.path else "install_hook"
    for key, line, value in _settings(notes.path, body):
        is_program = _PROGRAMS.fullmatch(key) and _OWN.match(value) and not _USUAL.fullmatch(value)
        if is_program or (key == "node-options" and _NODE_OPTIONS.search(value)):
            notes.add(line, capability, "import", Ends("", key, value))
            note_script(notes, value, line)
        elif re.fullmatch(r"plugins\.\d+\.spec", key) and (host := host_of(value)) and not _OF_YARN.match(value):
            notes.add(line, "dependency_from_address", "import", Ends(host, "plugins", without_credentials(value)))


def _settings(path: str, body: bytes) -> Iterator[tuple[str, int, str]]:
    """Yield the key, line and value of each setting."""
    if path.endswith((".yml", ".toml", "/config")):
        for keys, setting in read_settings(f"{path}.toml" if ".cargo/" in path else path, body).walk():
            if command_of(setting):
                yield ".".join(keys), setting.line, command_of(setting)
        return
    for number, line in enumerate(_lines(body), start=1):
        match = None if line.lstrip().startswith(("#", ";")) else _LINE.match(line)
        if match:
            yield match[1], number, match[2].strip()


def _lines(body: bytes) -> list[str]:
    return [line[:2_000] for line in body[:LARGEST].decode("utf-8", "replace").split("\n")[:_MOST_LINES]]


READER = Reader(
    id="package_tool",
    paths=re.compile(rf"(?:^|/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.cargo/config(?:\.toml)?)$|{_OF_JVM.pattern}"),
    read=_read,
)
