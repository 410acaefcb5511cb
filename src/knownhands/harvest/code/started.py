"""Commands that an editor, a coding agent or git starts by itself."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.shell import note_script

if TYPE_CHECKING:
    from knownhands.harvest.code.settings import Setting

_HOST = re.compile(
    r"\b[a-z+]{2,12}://(?:[^\s/@'\"]{1,80}@)?([A-Za-z0-9.-]{3,120})|\bgit@([A-Za-z0-9.-]{3,120}):", re.IGNORECASE
)
_STEPS = re.compile(r"&&|;|\|\||\n")
_PLAIN = re.compile(r"[\w@./:=,^~+*'\" %-]*+")
_CHECKERS = (
    "prettier|eslint|biome|tsc|stylelint|oxlint|vitest|jest|ruff|black|isort|mypy|pyright|flake8|pytest|pre-commit|lint-staged|"
    "commitlint|cspell|markdownlint(?:-cli2?)?|typos|gofmt|goimports|golangci-lint|rustfmt|shellcheck|clang-format|dprint|turbo|nx|"
    "lefthook|husky|ty|(?:cargo|go|dotnet)(?! run)|swiftformat|ktlint|mix|rubocop|standard|xo|knip|actionlint|yamllint|hadolint"
)
_MANAGERS = "poetry|pdm|pipenv|bundle|composer|mise|asdf|uv|conda|rye|pixi|lerna|deno|flutter|dart pub"
_RUNNERS = "npx|bunx|pnpm exec|pnpm dlx|yarn|uvx|uv run|poetry run|pdm run|hatch run|bundle exec"
_GIT = r"config --global --add safe\.directory|submodule update|lfs (?:pull|install|post-\S+|pre-push)|status|diff|log|fetch"
_ORDINARY = re.compile(
    rf"(?:sudo )?(?:(?:npm|pnpm|yarn|bun)(?: (?:run )?[\w:-]+)?(?: --?[\w=.-]+)*"
    rf"|(?:(?:{_RUNNERS})(?: --?[\w-]+)* )?(?:{_CHECKERS})(?: .*)?"
    rf"|(?:python3? -m )?pip3? install(?: (?:-r|-e|--requirement|--editable) \S+| (?:-U|--upgrade) pip)+"
    rf"|(?:{_MANAGERS}) (?:install|sync|i|get)(?: --?[\w=.-]+)*"
    rf"|(?:make|just)(?: [\w.=-]+)*|git (?:{_GIT})(?: .*)?"
    rf"|(?:echo|cd|mkdir|true|exit|cp \S*example|chmod|chown|corepack enable|nvm (?:use|install)|direnv allow|rustup|test)(?: .*)?)"
)


def host_of(text: str) -> str:
    """Return the first host that a text names; "" for none.

    >>> host_of("curl https://ada@kiln.example/x"), host_of("git@kiln.example:pots"), host_of("make")
    ('kiln.example', 'kiln.example', '')
    """
    host = _HOST.search(text[:4000])
    return (host[1] or host[2]).lower().rstrip(".") if host else ""


def is_ordinary(command: str) -> bool:
    """Whether a command does no more than install what the project asks for, build, format or check it.

    >>> is_ordinary("npm ci && npx prettier --write ."), is_ordinary("node glaze.js"), is_ordinary("npm i https://kiln.example")
    (True, False, False)
    """
    return "://" not in command and all(
        _PLAIN.fullmatch(step) and _ORDINARY.fullmatch(step)
        for step in map(str.strip, _STEPS.split(command[:2000]))
        if step
    )


def command_of(setting: Setting) -> str:
    """Return the command of a setting: text, or a list of a program and what it is given."""
    return shlex.join(setting.texts()) if setting.is_list else setting.text


def program_of(command: str) -> str:
    """Return the name of the program that a command begins with, or the host that it names.

    >>> program_of("/usr/bin/node glaze.js"), program_of("sh -c 'curl https://kiln.example'")
    ('node', 'kiln.example')
    """
    first = next(iter(command[:200].split()), "").strip("\"'")
    return host_of(command) or first.rpartition("/")[2]


def note_start(notes: Notes, line: int, command: str, sink: str, *, at: int = 0) -> None:
    """Note a command that is run as soon as a folder is opened, or for whatever an agent does there; and what it does.

    Args:
        notes: where to gather.
        line: of the command.
        command: as a shell takes it.
        sink: what runs it.
        at: the line that says when it is run, where that is another one.
    """
    notes.add(at or line, "runs_on_open", "import", Ends(program_of(command), sink, command))
    note_script(notes, command, line)
