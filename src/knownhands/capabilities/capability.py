"""What one capability file says, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knownhands.declarations import Cost

TRIGGERS = ("open", "commit", "checkout", "ci", "build", "start", "install", "import", "call")
"""When code runs: when an editor or coding agent opens the folder, when git commits or checks out, in CI, when the project is built,
whenever an interpreter starts, at install-time, at import-time, or when something is called."""

BEHAVIOURS = (
    "agent-instructions",
    "credential-access",
    "data-execution",
    "decoding",
    "dependency",
    "discovery",
    "dynamic-code",
    "exfiltration",
    "file-write",
    "hidden-text",
    "host",
    "model",
    "native-code",
    "network",
    "obfuscation",
    "opaque-file",
    "persistence",
    "process",
    "reach",
    "review",
    "sabotage",
    "serialised-code",
    "weakened-check",
)
"""What readers and checks know how to treat; each capability is one kind of one of them."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What shows a capability in one language.

    Attributes:
        calls: dotted names. Of Python each stands for itself and all below it; of JavaScript for the global function of
            that very name. With a `*` in it, a name is a pattern for calls of the capability that this one refines.
        modules: modules of JavaScript, or their members; each stands for itself and all below it.
        not_calls: names below those that are harmless; of Python with all below them, of JavaScript just so.
        words: regular expressions; a file with none of the words of any capability is not parsed. None stands for the
            last part of each call and the name of each module.
        whole_words: words of which no part of a longer word counts.
    """

    calls: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    not_calls: tuple[str, ...] = ()
    words: tuple[str, ...] | None = None
    whole_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A file in which the capability has to be seen, or must not be.

    Attributes:
        path: inside an archive; it says in which language the code is.
        code: inert text, with invented hosts.
        repeat: how many times the code is written, for what matters by its length alone.
        before: what the file held before the change; None where the change adds it.
        mode: git's, after the change; of a submodule, the texts are the commits.
    """

    path: str
    code: str
    repeat: int = 1
    before: str | None = None
    mode: int = 0o100644

    @property
    def body(self) -> bytes:
        """The bytes of the file."""
        return (self.code * self.repeat).encode()


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that code can do; the lists hold regular expressions.

    Attributes:
        id: the file's name.
        sentence: goes on after "it", as in "it sends data to a server".
        behaviour: one of `BEHAVIOURS`.
        cost_to_fake: what it costs an attacker to do without it.
        is_suspicious: whether it is worth a look by itself when code does it before anybody calls it.
        is_common: whether it is so common that meeting another capability in one file says nothing.
        is_counted: whether the package families count it.
        triggers: when it matters; the others are counted by no family.
        attack: the technique's id in MITRE ATT&CK, "" for none.
        precedence: where several match the same command, address, variable or script, the lowest is reported.
        only_in_programs: in other files it says nothing.
        refines: the capability of which this one is a special case, "" for none.
        calls: language → what shows it there.
        commands: what a program is started with.
        scripts: what a manifest has run when the package is installed.
        hosts: a host's name, whole.
        addresses: a host with all that follows it, which begins with `//`.
        paths: files that are read.
        startup_paths: files that run again what is written to them.
        variables: of the environment.
        shell: commands of shell scripts and of what is like one: workflows, Dockerfiles, makefiles; each a whole command with its
            pipes, on one line.
        texts: lines of programs in languages that are read as text.
        only_in_changes: only changes show it, archives do not.
        examples: files that must show it; empty unless asked for.
        twins: innocent files alike; empty unless asked for.
    """

    id: str
    sentence: str
    behaviour: str
    cost_to_fake: Cost
    is_suspicious: bool
    is_common: bool = False
    is_counted: bool = True
    triggers: tuple[str, ...] = TRIGGERS
    attack: str = ""
    precedence: int = 50
    only_in_programs: bool = False
    refines: str = ""
    calls: Mapping[str, Calls] = field(default_factory=dict)
    commands: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    startup_paths: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()
    shell: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    only_in_changes: bool = False
    examples: tuple[Example, ...] = ()
    twins: tuple[Example, ...] = ()

    def of(self, language: str) -> Calls:
        """Return what shows it in a language."""
        return self.calls.get(language, Calls())
