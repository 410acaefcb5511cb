"""Files that matter by what they are: run before anybody calls them, obeyed by coding agents, native or serialised."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from knownhands.harvest.archive.code.known import match
from knownhands.harvest.archive.code.notes import Ends, Notes, clip
from knownhands.harvest.archive.code.python import read_python

if TYPE_CHECKING:
    from knownhands.records import Observation

_NATIVE = {
    b"\x7fELF": "ELF",
    b"MZ": "PE",
    b"\xfe\xed\xfa\xce": "Mach-O",
    b"\xfe\xed\xfa\xcf": "Mach-O",
    b"\xce\xfa\xed\xfe": "Mach-O",
    b"\xcf\xfa\xed\xfe": "Mach-O",
    b"\xca\xfe\xba\xbe": "Mach-O or Java class",
    b"\0asm": "WebAssembly",
    b"!<arch>\n": "static library",
}
_PICKLES = (".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".joblib", ".npy", ".npz", ".bin", ".dat", ".model")
_AGENT_FILES = frozenset(
    {
        "agents.md", "claude.md", "gemini.md", ".cursorrules", ".windsurfrules", ".clinerules",
        "copilot-instructions.md", ".mcp.json", "skill.md",
    }
)  # fmt: skip
_AGENT_FOLDERS = (".cursor/rules/", ".claude/", ".github/instructions/", ".gemini/")
_SCRIPTS = ("preinstall", "install", "postinstall")
# Commands that people type without thinking; a package that installs one of these names stands in its way.
_COMMANDS = frozenset(
    {
        "python", "python3", "pip", "pip3", "node", "npm", "npx", "yarn", "pnpm", "git", "ls", "cat", "cp", "mv", "rm",
        "cd", "sudo", "ssh", "scp", "curl", "wget", "bash", "sh", "zsh", "make", "docker", "kubectl", "aws", "gcloud",
        "az", "terraform", "env", "which", "chmod", "tar", "grep", "find", "sed", "awk", "vim", "nano", "code", "uv",
        "cargo", "go", "java",
    }
)  # fmt: skip
_ENTRY = re.compile(rb"^\s*[\"']?([\w.-]+)[\"']?\s*=", re.MULTILINE)
_SENSELESS = (ValueError, RecursionError)


def read_start(path: str, body: bytes) -> tuple[Observation, ...]:
    """Note what a file is, if being that matters."""
    notes = Notes(path)
    name = path.rpartition("/")[2].lower()
    if name in _AGENT_FILES or any(f"/{folder}" in f"/{path}" for folder in _AGENT_FOLDERS):
        notes.add(1, "agent_instructions", "call", Ends(target=name))
    _note_native(notes, body)
    if name.endswith(".pth") and not body.startswith((b"PK", b"\x80")):
        return (*notes.observations(), *_lines_that_run(path, body))
    if name.endswith(_PICKLES):
        from knownhands.harvest.archive.code.pickled import dangerous_names

        for taken in dangerous_names(body):
            notes.add(0, "serialised_code", "call", Ends(target=taken))
    if name == "package.json":
        _note_manifest(notes, body)
    if name in {"entry_points.txt", "pyproject.toml"}:
        _note_entry_points(notes, body)
    return notes.observations()


def _note_native(notes: Notes, body: bytes) -> None:
    for magic, sort in _NATIVE.items():
        # NOTE: "MZ" alone is how many a text begins; a program has zero bytes near its start.
        if body.startswith(magic) and (sort != "PE" or b"\0" in body[:64]):
            notes.add(0, "native_code", "call", Ends(target=sort))


def _lines_that_run(path: str, body: bytes) -> tuple[Observation, ...]:
    """Python runs every line of a .pth file that begins with `import`, whenever it starts."""
    notes = Notes(path)
    for number, line in enumerate(body[:1_000_000].splitlines(), 1):
        if line.startswith((b"import ", b"import\t")):
            notes.add(number, "dynamic_code", "start", Ends(target=line[:200].decode("utf-8", "replace")))
            for one in read_python("sitecustomize.py", line):
                notes.add(number, one.capability, "start", Ends(source=one.source, sink=one.sink, target=one.target))
    return notes.observations()


def _note_manifest(notes: Notes, body: bytes) -> None:
    """What npm runs when a package is installed, and the commands that it puts on the path."""
    try:
        manifest = json.loads(body)
    except _SENSELESS:
        notes.add(0, "unparsable", "install", Ends(target="package.json"))
        return
    manifest = manifest if isinstance(manifest, dict) else {}
    scripts, commands = manifest.get("scripts"), manifest.get("bin")
    for name in _SCRIPTS:
        script = scripts.get(name) if isinstance(scripts, dict) else None
        if isinstance(script, str) and script.strip():
            _note_script(notes, name, script)
    names = commands if isinstance(commands, dict) else [manifest.get("name")] if isinstance(commands, str) else ()
    for name in _COMMANDS.intersection(name for name in names if isinstance(name, str)):
        notes.add(0, "persistence", "install", Ends(sink="bin", target=name))


def _note_script(notes: Notes, name: str, script: str) -> None:
    shown = clip(script, 78 - len(name))  # NOTE: the shipped model was trained on scripts that were cut so
    capability = match("scripts", shown)
    if capability:
        notes.add(0, capability.id, "install", Ends(sink=name, target=shown))


def _note_entry_points(notes: Notes, body: bytes) -> None:
    """The names under a heading of scripts become commands."""
    for section in re.split(rb"^\[", body[:1_000_000], flags=re.MULTILINE):
        if not section.startswith((b"console_scripts]", b"gui_scripts]", b"project.scripts]", b"tool.poetry.scripts]")):
            continue
        for found in _ENTRY.finditer(section):
            name = found[1].decode("ascii", "replace")
            if name in _COMMANDS:
                notes.add(0, "persistence", "install", Ends(sink="scripts", target=name))
