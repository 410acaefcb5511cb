"""Files that matter by what they are: run before anybody calls them, obeyed by coding agents, native or serialised."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from knownhands.ecosystems._known import known_ecosystems
from knownhands.harvest.code.known import match
from knownhands.harvest.code.notes import Ends, Notes, clip

if TYPE_CHECKING:
    from knownhands.ecosystems._rules import ArchiveRule, Run
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
# Programs that people type without thinking, beside those of each ecosystem; a package that installs one of these names
# stands in its way.
_PROGRAMS = frozenset(
    {
        "git", "ls", "cat", "cp", "mv", "rm", "cd", "sudo", "ssh", "scp", "curl", "wget", "bash", "sh", "zsh", "make",
        "docker", "kubectl", "aws", "gcloud", "az", "terraform", "env", "which", "chmod", "tar", "grep", "find", "sed",
        "awk", "vim", "nano", "code", "cargo", "go", "java",
    }
)  # fmt: skip


def read_start(path: str, body: bytes, notes: Notes | None = None) -> tuple[Observation, ...]:
    """Note what a file is, if being that matters.

    Args:
        path: the file.
        body: all of it.
        notes: where to gather; new ones by default.
    """
    notes = notes or Notes(path)
    name = path.rpartition("/")[2].lower()
    if name in _AGENT_FILES or any(f"/{folder}" in f"/{path}" for folder in _AGENT_FOLDERS):
        notes.add(1, "agent_instructions", "call", Ends(target=name))
    _note_native(notes, body)
    is_text = name.endswith(".pth") and not body.startswith((b"PK", b"\x80"))
    if name.endswith(_PICKLES) and not is_text:
        from knownhands.harvest.code.pickled import dangerous_names

        for taken in dangerous_names(body):
            notes.add(0, "serialised_code", "call", Ends(target=taken))
    for rule in _rules():
        for run in rule.runs(path, body):
            _note_run(notes, run)
    return notes.observations()


@cache
def _rules() -> tuple[ArchiveRule, ...]:
    return tuple(rule for ecosystem in known_ecosystems().values() if (rule := ecosystem.archives))


@cache
def _programs() -> frozenset[str]:
    return _PROGRAMS.union(*(rule.programs for rule in _rules()))


def _note_native(notes: Notes, body: bytes) -> None:
    for magic, sort in _NATIVE.items():
        # NOTE: "MZ" alone is how many a text begins; a program has zero bytes near its start.
        if body.startswith(magic) and (sort != "PE" or b"\0" in body[:64]):
            notes.add(0, "native_code", "call", Ends(target=sort))


def _note_run(notes: Notes, run: Run) -> None:
    """Note what runs by itself, and programs that stand in the way of others."""
    if run.kind == "unparsable":
        notes.add(run.line, "unparsable", run.trigger, Ends(target=run.name))
    elif run.kind == "program" and run.text in _programs():
        notes.add(run.line, "persistence", run.trigger, Ends(sink=run.name, target=run.text))
    elif run.kind == "script":
        _note_script(notes, run)
    elif run.kind == "python":
        _note_source(notes, run)


def _note_script(notes: Notes, run: Run) -> None:
    shown = clip(run.text, 78 - len(run.name))  # NOTE: the shipped model was trained on scripts that were cut so
    capability = match("scripts", shown)
    if capability:
        notes.add(run.line, capability.id, run.trigger, Ends(sink=run.name, target=shown))


def _note_source(notes: Notes, run: Run) -> None:
    from knownhands.harvest.code.python import read_python

    source = run.text.encode("utf-8", "surrogateescape")
    notes.add(run.line, "dynamic_code", run.trigger, Ends(target=source[:200].decode("utf-8", "replace")))
    for observation in read_python("sitecustomize.py", source):
        notes.add(
            run.line,
            observation.capability,
            run.trigger,
            Ends(source=observation.source, sink=observation.sink, target=observation.target),
        )
