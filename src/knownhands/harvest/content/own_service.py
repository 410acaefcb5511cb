"""A secret that is sent to nobody but the service that gave it is what it is for: a client of GitHub sends its token to GitHub."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.capabilities.load import capabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knownhands.records import Observation

_SERVICES = (
    (re.compile(r"^(?:GITHUB|GH)_"), "github.com"),
    (re.compile(r"^(?:GITLAB|CI_JOB)_"), "gitlab.com"),
    (re.compile(r"^SLACK_"), "slack.com"),
    (re.compile(r"^OPENAI_"), "openai.com"),
    (re.compile(r"^ANTHROPIC_"), "anthropic.com"),
    (re.compile(r"^(?:HF|HUGGING_?FACE)_"), "huggingface.co"),
)
_REGISTRIES = ((re.compile(r"^(?:NPM|NODE_AUTH)_"), "npm"), (re.compile(r"^(?:PYPI|TWINE)_"), "pypi"))
_HOST = re.compile(rb"//(?:[^\s/\"'@]{1,80}@)?([A-Za-z0-9.-]{1,120})")
_BARE = re.compile(rb"[\"'`]((?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}|\d{1,3}(?:\.\d{1,3}){3})(?::\d{1,5})?[\"'`]")
_PUT_TOGETHER = re.compile(
    rb"//(?=[:\"'`{$%])|://(?![A-Za-z0-9])|[\"']\.?[\"']\.join\(|\.join\([\"']\.?[\"']\)|\[::-1\]|\bchr\(|\breversed\(|\.reverse\(\)"
)
"""How an address is made of which no host can be read."""
_COMMENT = re.compile(rb"^[ \t]*(?:#|//|\*|/\*)[^\n]*", re.MULTILINE)
_OPEN_TO_ALL = re.compile(rb"\bgists?\b|/dispatches\b")
"""Where such a service shows everybody what it is sent, or does what it is told."""
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]+")
_HIDES = frozenset({"decoding", "dynamic-code", "obfuscation", "host", "data-execution", "hidden-text"})
_SENDS = frozenset({"exfiltration_chain", "exfiltration_flow"})


def without_own_service(observations: list[Observation], body: bytes) -> list[Observation]:
    """Leave out that secrets are sent where all that a file reads are sent to their own services, and it names no other host.

    Args:
        observations: those of the file.
        body: all of it.
    """
    if not any(seen.capability in _SENDS for seen in observations) or not _is_for_own_service(observations, body):
        return observations
    return [seen for seen in observations if seen.capability not in _SENDS]


def _is_for_own_service(observations: Sequence[Observation], body: bytes) -> bool:
    behaviours = {capabilities()[seen.capability].behaviour for seen in observations}
    body = _COMMENT.sub(b"", body)
    if (
        behaviours & _HIDES
        or _PUT_TOGETHER.search(body)
        or _OPEN_TO_ALL.search(body)
        or any(map(_takes_all, observations))
    ):
        return False
    secrets = {_variable_of(seen) for seen in observations if _is_secret(seen)}
    hosts = {found[1].decode("ascii").lower().rstrip(".") for found in (*_HOST.finditer(body), *_BARE.finditer(body))}
    has_homes = all(any(_is_of(secret, host) for host in hosts) for secret in secrets)
    return (
        bool(secrets and hosts) and has_homes and all(any(_is_of(secret, host) for secret in secrets) for host in hosts)
    )


def _takes_all(seen: Observation) -> bool:
    """Whether all variables are read, or one whose name is worked out."""
    is_of_environment = seen.capability == "environment_variables" and seen.target in {"", "?"}
    return is_of_environment or "environment" in seen.source


def _is_secret(seen: Observation) -> bool:
    return bool(seen.source) and capabilities()[seen.capability].behaviour == "credential-access"


def _variable_of(seen: Observation) -> str:
    return next((end for end in (seen.target, seen.source) if _VARIABLE.fullmatch(end)), "")


def _is_of(secret: str, host: str) -> bool:
    """Whether a secret is by its name one of the service at a host.

    >>> _is_of("GITHUB_TOKEN", "api.github.com"), _is_of("GITHUB_TOKEN", "github.com.kiln.example")
    (True, False)
    """
    from knownhands.harvest.dependencies.hosts import is_home

    of_service = any(name.search(secret) and f".{host}".endswith(f".{home}") for name, home in _SERVICES)
    return of_service or any(name.search(secret) and is_home(ecosystem, host) for name, ecosystem in _REGISTRIES)
