"""Requirements of Python, as PEP 508 and pip write them, by their shape alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knownhands.harvest.dependencies.manifests._manifest import Index, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9](?:[\w.-]*\w)?)\s*(?:\[[^\]]{0,500}\])?\s*(@\s*\S+|[^;@]*)", re.ASCII)
_EGG = re.compile(r"[#&]egg=([A-Za-z0-9._-]+)")
_ADDRESS = re.compile(r"(?:git|hg|svn|bzr)\+|[a-z]+://|file:|git@|\.{1,2}/|/|~/|\.$", re.IGNORECASE)
_SETTING = re.compile(
    r"""(?:^|[\s"'])(--?(?:index-url|extra-index-url|find-links|trusted-host|default-index|index|pypi-url|i|f))(?:[=\s]\s*)["']?([^\s"']+)"""
)
_NAMES = {"-i": "--index-url", "-f": "--find-links", "--pypi-url": "--index-url"}


def wish_of(text: str, part: str, *, builds: bool = False) -> Wish | None:
    """Read one requirement; None where it is none.

    >>> wish_of("Pot[all] @ git+https://kiln.example/pot", "dependencies").address
    'git+https://kiln.example/pot'
    """
    text = text.strip()[:2000]
    if _ADDRESS.match(text):
        egg = _EGG.search(text)
        name = egg[1] if egg else text.partition("#")[0].rstrip("/").rpartition("/")[2].removesuffix(".git") or text
        return Wish("pypi", name, part, text, address=text.partition(" ")[0], builds=builds)
    match = _REQUIREMENT.match(text)
    if not match:
        return None
    rest = match[2].strip()
    address = rest[1:].strip() if rest.startswith("@") else ""
    return Wish("pypi", match[1], part, rest, address=address, builds=builds)


def wishes_of(texts: list[object], part: str, *, builds: bool = False) -> Iterator[Wish]:
    """Read a list of requirements; what is no text is passed over."""
    for text in texts:
        if isinstance(text, str) and (wish := wish_of(text, part, builds=builds)):
            yield wish


def named(name: str, value: object, part: str) -> Iterator[Wish]:
    """Read what a table of Poetry or Pipenv says of one name: a range, or a table, or several of them."""
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            address = next((str(entry[key]) for key in ("git", "url", "path", "file", "hg") if entry.get(key)), "")
            yield Wish("pypi", name, part, str(entry.get("version") or ""), address=address)
        elif isinstance(entry, str):
            yield Wish("pypi", name, part, entry)


def settings(line: str) -> Iterator[Index]:
    """Yield the places that options of pip and uv in one line name."""
    for option, value in _SETTING.findall(line):
        yield Index("pypi", _NAMES.get(option, option), value)


def sources(tables: list[object], setting: str) -> Iterator[Index]:
    """Yield the indexes that a list of tables names, each by `url`."""
    for table in tables:
        if isinstance(table, dict) and isinstance(table.get("url"), str):
            yield Index("pypi", setting, table["url"])


def options(table: Mapping[str, object], setting: str) -> Iterator[Index]:
    """Yield the indexes that a table names as pip and uv do."""
    for key in ("index-url", "extra-index-url", "find-links", "trusted-host", "allow-insecure-host", "default-index"):
        value = table.get(key)
        for address in value if isinstance(value, list) else [value]:
            if isinstance(address, str):
                yield Index("pypi", f"{setting}.{key}", address)
