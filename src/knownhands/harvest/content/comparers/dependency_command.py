"""A command of a script that installs from an address, or tells an installer to ask another registry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.documents.address import without_credentials
from knownhands.harvest.code.notes import Ends
from knownhands.harvest.content.comparers._comparer import Comparer
from knownhands.harvest.dependencies.hosts import is_home, owner_of
from knownhands.harvest.dependencies.locks._lock import lock_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knownhands.harvest.code.notes import Notes
    from knownhands.harvest.content.changed import Changed
    from knownhands.harvest.content.lines import Lines

_LONGEST = 2_000  # characters of a command that are looked at
_INSTALL = re.compile(
    r"\b(pip[\d.]*|pipx|uv|npm|npx|pnpm|yarn|bunx?|cargo|gem|poetry|pdm|conda|composer)\s[^|;&#]{0,200}?"
    r"\b(?:install|i|add|ci|exec|dlx|run|tool|npx)\b([^|;&#]{0,600})"
)
_NPX = re.compile(r"\b(npx|bunx|uvx|pipx run)\s([^|;&#]{0,300})")
_PLACE = re.compile(
    r"""(?:^|[\s"'=@])((?:(?:git|hg)\+)?(?:https?|ssh|git)://[^\s"'`)]+|(?:github|gitlab|bitbucket):[\w.-]+/[^\s"'`)]+)"""
)
_INDEX = re.compile(
    r"""(?:--(?:extra-)?index-url|--find-links|--index|--default-index|--registry|--source|--channel-url)(?:[=\s]\s*)["']?([a-z+]+://[^\s"'`)]+)"""
    r"""|\b(?:npm|yarn|pnpm|pip[\d.]*)\s+config\s+set\s+\S*(?:registry|index-url|npmRegistryServer)[=\s]\s*["']?([a-z]+://[^\s"'`)]+)"""
    r"""|\b(?:PIP_(?:EXTRA_)?INDEX_URL|UV_(?:EXTRA_|DEFAULT_)?INDEX(?:_URL)?|NPM_CONFIG_REGISTRY|npm_config_registry|YARN_NPM_REGISTRY_SERVER|GOPROXY)\s*[=:]\s*["']?([a-z]+://[^\s"'`),|]+)"""
)
_OFF = re.compile(
    r"--trusted-host[=\s]\s*(\S{1,100})|\b(?:GOINSECURE|GONOSUMDB|GONOSUMCHECK|PIP_TRUSTED_HOST)\s*[=:]\s*(\S{1,100})|\bGOSUMDB\s*[=:]\s*(off)\b"
)
_MANAGERS = {
    "npm": "npm",
    "npx": "npm",
    "pnpm": "npm",
    "yarn": "npm",
    "bun": "npm",
    "bunx": "npm",
    "cargo": "cargo",
    "gem": "gem",
}
_HOMES = ("pypi", "npm", "gem", "golang", "cargo")
_COMMENT = re.compile(r"\s*(?:#|//|::|REM\b|<!--)")
_WORDS = re.compile(rb"://|github:|gitlab:|bitbucket:|trusted|TRUSTED|GOINSECURE|GOSUMDB|GONOSUM")


def compare(notes: Notes, file: Changed, lines: Lines) -> None:
    """Note what added lines install from an address, unless a line that was there before did so from the same one."""
    if file.new is None or lock_of(file.path) or not _WORDS.search(file.new):
        return
    numbers = [number for number in sorted(lines.added) if _WORDS.search(lines.after[number - 1])]
    if not numbers:
        return
    known = {ends.source for line in lines.removed for _, ends in _in_line(line)}
    for number in numbers:
        for capability, ends in _in_line(lines.after[number - 1]):
            if ends.source not in known:
                notes.add(number, capability, "import", ends)


def _in_line(raw: bytes) -> Iterator[tuple[str, Ends]]:
    line = raw[:_LONGEST].decode("utf-8", "replace")
    if _COMMENT.match(line):
        return
    indexes = {address for match in _INDEX.findall(line) for address in match if address}
    for address in sorted(indexes):
        if not any(is_home(ecosystem, address) for ecosystem in _HOMES):
            yield "dependency_index_changed", Ends(owner_of(address) or address, "index", without_credentials(address))
    for match in _OFF.findall(line):
        yield "dependency_index_changed", Ends(next(filter(None, match)), "trust", next(filter(None, match)))
    for program, arguments in [*_INSTALL.findall(line), *_NPX.findall(line)]:
        for address in _PLACE.findall(arguments):
            owner = owner_of(address)
            if owner and address not in indexes and not is_home(_MANAGERS.get(program, "pypi"), address):
                yield "dependency_from_address", Ends(owner, program, without_credentials(address))


COMPARER = Comparer(
    "dependency_command",
    re.compile(
        r"\.(?:sh|bash|zsh|fish|ps1|bat|cmd|ya?ml|mk)$|(?:^|/)(?:[^/]*dockerfile[^/]*|containerfile[^/]*|(?:gnu)?makefile[^/]*|justfile|package\.json|"
        r"tox\.(?:ini|toml)|setup\.cfg|(?:netlify|wrangler|railway|hatch|pixi|fly)\.toml|(?:vercel|railway|deno)\.jsonc?|noxfile\.py|tasks\.py|devcontainer\.json|pyproject\.toml|procfile|vagrantfile|rakefile|\.envrc|\.env|bootstrap|configure)$|"
        r"(?:^|/)(?:bin|scripts?|\.husky|\.githooks)/[^/.]+$",
        re.IGNORECASE,
    ),
    compare,
)
