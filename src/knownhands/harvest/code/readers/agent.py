"""Settings of coding agents: what they run by themselves, which servers they start, and what they may do without asking."""

from __future__ import annotations

import re
import shlex

from knownhands.harvest.code.loaded import loads_code
from knownhands.harvest.code.notes import Ends, Notes
from knownhands.harvest.code.readers._reader import Reader
from knownhands.harvest.code.settings import Setting, read_settings
from knownhands.harvest.code.shell import note_script
from knownhands.harvest.code.started import command_of, host_of, is_ordinary, note_start, program_of

_HELPERS = frozenset(
    {
        "apikeyhelper", "awsauthrefresh", "awscredentialexport", "otelheadershelper", "notify", "tooldiscoverycommand",
        "toolcallcommand", "discoverycommand", "callcommand", "headershelper",
    }
)  # fmt: skip
_TABLES_OF_SERVERS = frozenset({"mcpServers", "mcp_servers", "mcp", "context_servers"})
_RUNS_PACKAGES = frozenset(
    {"npx", "bunx", "uvx", "pnpm", "yarn", "npm", "uv", "pipx", "docker", "podman", "cmd", "deno", "bun"}
)
_VERBS = frozenset({"exec", "dlx", "run", "x", "/c", "tool", "npx"})
_ANYTHING = re.compile(
    r"\*|(?:Bash|Shell|shell|run_shell_command)(?:\((?:\*|(?:bash|sh|zsh|eval|sudo|\*)[: ]\s?\*)?\))?"
)
_UNLEASHED = tuple(
    (re.compile(key, re.IGNORECASE), re.compile(value, re.IGNORECASE))
    for key, value in (
        (r"^permissions\.defaultmode$", r"bypassPermissions"),
        (
            r"(?:^|\.)enableallprojectmcpservers$|skipdangerousmodepermissionprompt$|(?:^|\.)dangerously\w+$|trustall\w*$",
            "true",
        ),
        (
            r"chat\.tools\.(?:global\.)?autoapprove$|(?:^|\.)autoaccept$|(?:^|\.)yolo(?:mode)?$|^yes(?:-always)?$",
            "true",
        ),
        (r"chat\.tools\.terminal\.autoapprove\.(?:/\.\*/|/\^?\.[*+]\$?/\w*|\*|bash|sh|eval)(?:\.approve)?$", "true"),
        (r"(?:^|\.)(?:default)?approvalmode$|(?:^|\.)approval_policy$", r"yolo|never"),
        (r"(?:^|\.)sandbox_mode$", r"danger-full-access"),
        (r"^permission(?:\.bash(?:\.\*)?)?$", r"allow"),
        (r"(?:^|\.)(?:autoapprove|alwaysallow|trustedcommands)(?:\.\d+)?$", r"\*"),
    )
)
_BASE = re.compile(
    r"(?:_|^|\.)(?:base_?url|api_?base|api_?endpoint)$|(?:^|\.)env\.(?:https?|all)_proxy$", re.IGNORECASE
)
_USUAL_HOST = re.compile(
    r"localhost$|127\.|0\.0\.0\.0|host\.docker\.internal|(?:.+\.)?(?:anthropic\.com|openai\.com|openai\.azure\.com|googleapis\.com|"
    r"openrouter\.ai|mistral\.ai|deepseek\.com|x\.ai|groq\.com|amazonaws\.com|githubcopilot\.com)$"
)


def _read(notes: Notes, body: bytes) -> None:
    settings = read_settings(notes.path, body)
    servers = settings["servers"] if notes.path.endswith("mcp.json") else Setting()
    for server in servers:
        _note_server(notes, server)
    for keys, setting in settings.walk():
        _note(notes, keys, setting)


def _note(notes: Notes, keys: tuple[str, ...], setting: Setting) -> None:
    """Note what one setting says."""
    key = ".".join(keys)
    last = keys[-1].lower()
    if len(keys) > 1 and keys[-2] in _TABLES_OF_SERVERS:
        _note_server(notes, setting)
    if "hooks" in keys[:-1] and last in {"command", "bash", "powershell"} and command_of(setting):
        event = keys[keys.index("hooks") + 1]
        _note_command(notes, setting, event)
    elif last in _HELPERS or key in {"statusLine.command", "fileSuggestion.command"}:
        _note_command(notes, setting, keys[0])
    elif setting.text and (_is_unleashed(key, setting.text) or _allows_anything(key, setting.text)):
        notes.add(setting.line, "agent_unleashed", "import", Ends(target=f"{key}: {setting.text}"))
    elif len(keys) > 1 and keys[-2] == "env" and loads_code(keys[-1], setting.text):
        note_start(notes, setting.line, setting.text, keys[-1])
    elif _BASE.search(key) and setting.text and not _USUAL_HOST.match(host_of(setting.text) or "localhost"):
        notes.add(setting.line, "agent_redirected", "import", Ends(host_of(setting.text), target=setting.text))


def _note_command(notes: Notes, setting: Setting, event: str) -> None:
    command = command_of(setting)
    if command and not is_ordinary(command):
        note_start(notes, setting.line, command, event)
    else:
        note_script(notes, command, setting.line)


def _note_server(notes: Notes, server: Setting) -> None:
    """Note a server: by its host, or else by the package or program that is started."""
    address = server["url"] or server["serverUrl"] or server["httpUrl"]
    command = server["command"]
    if command:
        program = command["path"] or command
        words = [*([program.text] if program.text else program.texts()), *server["args"].texts()]
        package = _package(words)
        source = package or (program_of(words[0]) if words else "")
        notes.add(server.line, "agent_server", "import", Ends(source, target=" ".join(words)))
        if "://" in package:  # from no registry
            notes.add(server.line, "dependency_from_address", "import", Ends(host_of(package), target=package))
        note_script(notes, shlex.join(words), command.line)
    elif address.text:
        notes.add(server.line, "agent_server", "import", Ends(host_of(address.text), target=address.text))


def _package(words: list[str]) -> str:
    """Return the package or image that a runner of packages is given; "" for another program."""
    if not words or program_of(words[0]) not in _RUNS_PACKAGES:
        return ""
    names = [word for word in words[1:] if not word.startswith("-") and "=" not in word and word not in _VERBS]
    is_container = program_of(words[0]) in {"docker", "podman"}
    return next(iter(names[::-1] if is_container else names), "")


def _is_unleashed(key: str, text: str) -> bool:
    return any(keys.search(key) and values.fullmatch(text) for keys, values in _UNLEASHED)


def _allows_anything(key: str, text: str) -> bool:
    return bool(re.search(r"(?:^|\.)(?:permissions\.allow|allowedTools|tools\.allowed|coreTools)\.\d+$", key)) and bool(
        _ANYTHING.fullmatch(text)
    )


READER = Reader(
    id="agent",
    paths=re.compile(
        r"(?:^|/)\.(?:claude|claude-plugin|cursor|gemini|codex|windsurf|kiro|roo|continue|amazonq|opencode|qwen|vscode|zed|devcontainer|"
        r"idea|mcp|amp|factory|crush|junie)/(?:.*/)?[^/]+\.(?:jsonc?|toml|ya?ml|hook)$|"
        r"(?:^|/)(?:\.?mcp(?:_config)?|opencode|\.?crush|gemini-extension)\.jsonc?$|(?:^|/)\.aider\.conf\.yml$|(?:^|/)hooks/hooks\.json$|"
        r"\.code-workspace$|(?:^|/)\.devcontainer\.json$",
        re.IGNORECASE,
    ),
    read=_read,
)
