"""How commands and files are written in plain form: words without quotes, hosts, programs without folders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.harvest.code.shell_words import Stage, Word

_HOST = re.compile(r"\b[a-z]{2,6}://(?:[^\s/@'\"]{0,80}@)?([A-Za-z0-9][A-Za-z0-9.-]{2,119})")
_BARE_HOST = re.compile(r"\| (?:curl|wget)\b[^|]*? ((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,12})(?:[/: ]|$)")
_HIDDEN = str.maketrans({"|": "¦", ">": "\u203a", "<": "\u2039", "\n": " ", "\t": " "})
_NAMED = re.compile(r"\$\{?([A-Z][A-Z0-9_]{0,80})\}?")
_NICKNAMES = {"gh": "github", "node": "npm", "aws": "amazonaws", "twine": "pypi", "gl": "gitlab"}


def host_in(text: str) -> str:
    """Return the host of the addresses in a command, several joined; "" for none."""
    hosts = dict.fromkeys(host.lower().rstrip(".") for host in _HOST.findall(text)[:3])
    if not hosts:
        bare = _BARE_HOST.search(text)
        return bare[1] if bare else ""
    return "+".join(hosts)


def join_words(words: Iterable[Word]) -> str:
    """Write words as one text in which no sign is left that only quotes make harmless."""
    return " ".join(word.text.translate(_HIDDEN) for word in words)


def program_name(text: str) -> str:
    """Name a program without its folder, where that is one for programs."""
    folder, _, name = text.rpartition("/")
    return name if folder.endswith("bin") and name else text


def without_own_secrets(text: str, host: str) -> str:
    """Leave out the secrets that a command sends to the host that they are for: it has a word of the variable's name."""
    labels = [re.sub(r"[^a-z0-9]", "", label) for label in host.split(".")[-2:-1]] if host and "+" not in host else []
    if not labels or "$" not in text:
        return text

    def replaced(match: re.Match[str]) -> str:
        words = [_NICKNAMES.get(word, word) for word in match[1].lower().split("_")]
        return "…" if any(len(word) > 2 and labels[0].startswith(word) for word in words) else match[0]  # noqa: PLR2004 - a word

    return _NAMED.sub(replaced, text)


def with_redirects(text: str, stage: Stage) -> str:
    """Add to a command where it reads from and writes to."""
    parts = (f"{operator} {word.text.translate(_HIDDEN)}" for operator, word in stage.redirects)
    return " ".join((text, *parts))


def names_of(path: str) -> tuple[str, ...]:
    """Name a file as it is written, and as it is called from within its folder or by the path of programs."""
    plain = path.removeprefix("./")
    base = plain.rpartition("/")[2]
    is_local = path.startswith("./") or "/bin/" in plain
    return (plain, base) if is_local and base != plain else (plain,)
