"""Find and check every capability file."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import knownhands.capabilities
from knownhands.capabilities import rules
from knownhands.capabilities.capability import Calls, Capability, Example
from knownhands.declarations import Cost
from knownhands.errors import KnownHandsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SWITCHES = {"suspicious": "is_suspicious", "common": "is_common", "counted": "is_counted"}
_AS_THEY_ARE = ("sentence", "behaviour", "attack", "precedence", "only_in_programs", "only_in_changes", "refines")
_EXAMPLES = re.compile(r"^[ \t]*\[\[[ \t]*(?:example|twin)[ \t]*\]\]", re.MULTILINE)


@cache
def capabilities() -> Mapping[str, Capability]:
    """Return every capability without its examples, by id; they are read once, when a reader first asks.

    Raises:
        KnownHandsError: a file breaks a rule.
    """
    return load(_files())


@cache
def fingerprint() -> str:
    """Return what changes whenever what any capability is known by does."""
    return hashlib.sha256("".join(f"{path.stem}\0{_head(path)}\0" for path in _files()).encode()).hexdigest()[:16]


def examined() -> Mapping[str, Capability]:
    """Return every capability with its examples, which each must have.

    Raises:
        KnownHandsError: a file breaks a rule, or has no examples.
    """
    return load(_files(), with_examples=True)


def load(files: Iterable[Path], *, with_examples: bool = False) -> dict[str, Capability]:
    """Read capability files.

    Args:
        files: in the order of their names.
        with_examples: whether to read the examples too, and insist on them.

    Raises:
        KnownHandsError: a file breaks a rule.
    """
    by_id = {path.stem: _read(path, with_examples=with_examples) for path in files}
    rules.check_together(by_id)
    return by_id


def _files() -> list[Path]:
    """List the files of every folder of this package, by name."""
    folders = knownhands.capabilities.__path__
    return sorted((path for folder in folders for path in Path(folder).glob("*.toml")), key=lambda path: path.stem)


def _head(path: Path) -> str:
    """Return a file's text as far as its examples, which readers have no use for."""
    text = _text(path)
    examples = _EXAMPLES.search(text)
    return text[: examples.start()] if examples else text


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as cause:
        raise KnownHandsError(f"The capability {path.stem} is no UTF-8: {cause}.", f"Correct {path.name}.") from cause


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as cause:
        raise KnownHandsError(f"The capability {path.stem} is no TOML: {cause}.", f"Correct {path.name}.") from cause


def _read(path: Path, *, with_examples: bool) -> Capability:
    name, entries = path.stem, _parse(path, _head(path))
    rules.check(name, entries)
    examples: dict[str, Any] = {}
    if with_examples:
        examples = _parse(path, _text(path))
        rules.examine(name, examples, entries)
    fields: dict[str, Any] = {key: entries[key] for key in _AS_THEY_ARE if key in entries}
    fields |= {field: entries[key] for key, field in _SWITCHES.items() if key in entries}
    fields |= {key: tuple(entries[key]) for key in ("triggers", *rules.PATTERNS) if key in entries}
    fields["cost_to_fake"] = Cost(entries["cost_to_fake"])
    fields["calls"] = {language: _calls(entries[language]) for language in rules.LANGUAGES if language in entries}
    fields |= {f"{key}s": tuple(Example(**example) for example in examples.get(key, ())) for key in ("example", "twin")}
    return Capability(name, **fields)


def _calls(entries: Mapping[str, list[str]]) -> Calls:
    return Calls(**{key: tuple(names) for key, names in entries.items()})
