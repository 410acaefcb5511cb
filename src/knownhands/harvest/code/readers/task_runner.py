"""Commands that runners of tasks and hosts of sites are given: tox, Task, hatch, poe, Netlify, Read the Docs and the like."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.settings import LARGEST, read_settings
from knownhands.harvest.code.shell import Script

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.code.settings import Setting


class _Runner(NamedTuple):
    """One kind of file: its name, the keys of its commands, joined by dots, and when those are run."""

    paths: re.Pattern[str]
    keys: re.Pattern[str]
    trigger: str = "import"


def _runner(paths: str, keys: str, trigger: str = "import") -> _Runner:
    return _Runner(re.compile(rf"(?:^|/)(?:{paths})$", re.IGNORECASE), re.compile(keys), trigger)


_RUNNERS = (
    _runner(
        r"pyproject\.toml",
        r"^tool\.(?:(?:pdm|rye)\.scripts|(?:poe|taskipy)\.tasks|pixi\.(?:.*\.)?tasks)\.|^tool\.tox\.(?:.*\.)?commands"
        r"|^tool\.hatch\.envs\.[^.]+\.(?:scripts\.|(?:pre|post)-install-commands)|^tool\.cibuildwheel\.(?:.*\.)?(?:before-|test-command)",
        "call",
    ),
    _runner(r"hatch\.toml", r"^envs\.[^.]+\.(?:scripts\.|(?:pre|post)-install-commands)", "call"),
    _runner(r"pixi\.toml|deno\.jsonc?", r"^(?:.*\.)?tasks\.", "call"),
    _runner(r"project\.json", r"^targets\..*\.commands?(?:\.|$)", "call"),
    _runner(r"tox\.toml", r"(?:^|\.)commands"),
    _runner(
        r"taskfile(?:\.dist)?\.ya?ml",
        r"^tasks\.[^.]+(?:\.\d+)?$|(?:^|\.)(?:cmds|cmd|sh|status|preconditions|defer)(?:\.|$)",
    ),
    _runner(r"\.goreleaser\.ya?ml", r"(?:^|\.)hooks\.|\.cmd$"),
    _runner(r"netlify\.toml", r"^(?:build|dev|context\.[^.]+)\.(?:command|ignore)$"),
    _runner(r"vercel\.json", r"^(?:build|install|dev|ignore)Command$"),
    _runner(r"\.readthedocs\.ya?ml", r"^build\.(?:commands|jobs)\."),
    _runner(
        r"render\.ya?ml|railway\.(?:json|toml)|\.do/[^/]+\.ya?ml",
        r"(?:^|\.)(?:(?:build|start|preDeploy|initialDeploy)(?:Command|Hook)|(?:build|run)_command)(?:\.|$)",
    ),
    _runner(r"app\.json", r"^(?:environments\.[^.]+\.)?scripts\."),
    _runner(
        r"fly\.toml", r"^deploy\.release_command$|^console_command$|^processes\.|^experimental\.(?:cmd|entrypoint|exec)"
    ),
    _runner(r"wrangler\.(?:toml|jsonc?)", r"(?:^|\.)build\.command$"),
    _runner(r"nixpacks\.(?:toml|json)", r"\.cmds?(?:\.|$)"),
    _runner(r"(?:amplify|apprunner|heroku)\.ya?ml", r"(?:^|\.)commands?(?:\.|$)|^run\."),
    _runner(r"\.releaserc(?:\.json|\.ya?ml)?", r"Cmd$"),
    _runner(r"\.release-it\.(?:json|ya?ml|toml)", r"^hooks\."),
    _runner(
        r"package\.json",
        r"^wireit\.[^.]+\.command$|^nx\..*\.commands?(?:\.|$)|^stackblitz\.startCommand$|^release\..*Cmd$|^release-it\.hooks\.",
        "call",
    ),
    _runner(
        r"\.codesandbox/tasks\.json|\.stackblitzrc|\.?devfile\.ya?ml", r"(?:^|\.)(?:command|startCommand|commandLine)$"
    ),
    _runner(r"snap/snapcraft\.ya?ml|snapcraft\.ya?ml", r"\.(?:override-\w+|build|install|prepare)$"),
    _runner(r"(?:conda[^/]*|recipe)/(?:meta|recipe)\.ya?ml", r"(?:^|\.)script(?:\.|$)|^test\.commands"),
    _runner(r"skaffold\.ya?ml", r"\.(?:command|buildCommand)(?:\.|$)"),
    _runner(
        r"cloud-init[^/]*\.ya?ml|user-data(?:\.ya?ml)?",
        r"^(?:runcmd|bootcmd)(?:\.|$)|^write_files\.\d+\.content$",
        "call",
    ),
    _runner(
        r"(?:playbooks?|ansible|roles/[^/]+/(?:tasks|handlers))/(?:[^/]+/){0,4}[^/]+\.ya?ml|playbook[^/]*\.ya?ml",
        r"(?:^|\.)(?:ansible\.builtin\.)?(?:shell|command|raw|cmd)(?:\.cmd)?$",
        "call",
    ),
    _runner(r"\.?renovate(?:rc)?(?:\.json5?)?", r"(?:^|\.)postUpgradeTasks\.commands(?:\.|$)"),
    _runner(r"firebase\.json", r"(?:^|\.)(?:pre|post)deploy(?:\.|$)"),
)
_TABLES = re.compile(rb'"(?:wireit|nx|stackblitz|release|release-it)"\s{0,99}:|\\u')
_INI = re.compile(r"(?:^|/)(?:tox\.ini|setup\.cfg)$")
_SECTION = re.compile(r"\[([^\]\n]{1,200})\]")
_PAIR = re.compile(r"([\w-]{1,80})[ \t]*=[ \t]*(.*)")
_FROM_SECTION = re.compile(r"\{\[([^\]\n]{1,200})\]([\w-]{1,80})\}")
_DEFAULT = re.compile(r"\{env:\w{1,80}:([^{}\n]{0,500})\}")
_PYTHON = re.compile(r"\{env_?python\}")
_MARK = re.compile(r"^[ \t]*[-!@][ \t]+", re.MULTILINE)  # a command that may fail
_MOST_LINES = 20_000
_LONGEST = 1_000  # characters of a line, or of what another section says
_LONGEST_VALUE = 50_000


def _read(notes: Notes, body: bytes) -> None:
    if _INI.search(notes.path):
        _read_ini(notes, body[:LARGEST].decode("utf-8", "replace"), 1)
        return
    if notes.path.endswith("package.json") and not _TABLES.search(body):  # most of it is something else
        return
    settings = read_settings(notes.path, body)
    for runner in _RUNNERS:
        if runner.paths.search(notes.path):
            script = Script(notes, runner.trigger)  # one for all, since what one command downloads another may run
            for keys, setting in settings.walk():
                if runner.keys.search(".".join(keys)):
                    for command in _commands(keys[-1], setting):
                        script.read(_plain(command), setting.line)
    legacy = settings["tool"]["tox"]["legacy_tox_ini"]
    _read_ini(notes, legacy.text, legacy.line)


def _commands(key: str, setting: Setting) -> Iterator[str]:
    """Yield what is written as one text, and a list as the words of one command too: whether it is that, not all tools agree."""
    is_word = key.isdigit() and " " not in setting.text
    if setting.text and not is_word:
        yield setting.text
    elif setting.is_list and len(setting.texts()) > 1:
        yield shlex.join(setting.texts())


def _read_ini(notes: Notes, text: str, first: int) -> None:
    """Read the commands of tox, also those that stand in another section."""
    values = {(section, key): (line, value) for section, key, line, value in _entries(text, first)}

    def of_section(match: re.Match[str]) -> str:
        return values.get((match[1], match[2]), (0, ""))[1][:_LONGEST]

    script = Script(notes)
    for (section, key), (line, value) in values.items():
        if key.startswith("commands") and section.startswith("testenv"):
            script.read(_plain(_FROM_SECTION.sub(of_section, value[:_LONGEST_VALUE])[:_LONGEST_VALUE]), line)


def _entries(text: str, first: int) -> Iterator[tuple[str, str, int, str]]:
    """Yield section, key, line and value of each entry; a value goes on in lines that are further in."""
    section, key, begin = "", "", 0
    value: list[str] = []
    for number, line in enumerate(text.split("\n")[:_MOST_LINES], start=first):
        raw = line[:_LONGEST].rstrip()
        if key and (not raw or raw[0] in " \t#;"):
            value.append(raw.strip())
            continue
        if key:
            yield section, key, begin, "\n".join(value)
            key = ""
        if head := _SECTION.match(raw):
            section = head[1].strip()
        elif pair := _PAIR.match(raw):
            key, begin, value = pair[1], number, [pair[2]]
    if key:
        yield section, key, begin, "\n".join(value)


def _plain(command: str) -> str:
    """Write a command as a shell takes it, without the marks and names of tox and Task."""
    return _MARK.sub("", _PYTHON.sub("python", _DEFAULT.sub(r"\1", command)))


READER = Reader(
    id="task_runner",
    paths=re.compile(
        "|".join([_INI.pattern, *dict.fromkeys(runner.paths.pattern for runner in _RUNNERS)]), re.IGNORECASE
    ),
    read=_read,
)
