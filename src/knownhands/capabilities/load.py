"""Find and check every capability file."""

from __future__ import annotations

import hashlib
import re
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import knownhands.capabilities
from knownhands.capabilities.capability import BEHAVIOURS, TRIGGERS, Calls, Capability, Example
from knownhands.errors import KnownHandsError
from knownhands.records import Cost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PATTERNS = ("commands", "scripts", "hosts", "addresses", "paths", "startup_paths", "variables")
_SWITCHES = {"suspicious": "is_suspicious", "common": "is_common", "counted": "is_counted"}
_AS_THEY_ARE = ("sentence", "behaviour", "attack", "precedence", "only_in_programs", "refines")
_LANGUAGES = {"python": (".py", ".pyw", ".pth"), "javascript": (".js", ".cjs", ".mjs", ".jsx")}
_OF_LANGUAGE = frozenset({"calls", "modules", "not_calls", "words", "whole_words"})
_OF_EXAMPLE = frozenset({"path", "code", "repeat"})
_NEEDED = frozenset({"sentence", "behaviour", "cost_to_fake", "suspicious"})
_OPTIONAL = frozenset({"attack", "triggers", "precedence", "only_in_programs", "refines", "example", "twin"})
_KNOWN = _NEEDED | _OPTIONAL | _LANGUAGES.keys() | _SWITCHES.keys() | set(_PATTERNS)
_TECHNIQUE = re.compile(r"T\d{4}(\.\d{3})?")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_EXAMPLES = re.compile(r"^\[\[(?:example|twin)\]\]", re.MULTILINE)


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
    found = {path.stem: _read(path, with_examples=with_examples) for path in files}
    _refuse_doubles(found.values())
    for one in found.values():
        if one.refines and one.refines not in found:
            _refuse(one.id, f"refines {one.refines}, which is no capability")
    return found


def _files() -> list[Path]:
    """List the files of every folder of this package, by name."""
    folders = knownhands.capabilities.__path__
    return sorted((path for folder in folders for path in Path(folder).glob("*.toml")), key=lambda path: path.stem)


def _head(path: Path) -> str:
    """Return a file's text as far as its examples, which readers have no use for."""
    text = path.read_text(encoding="utf-8")
    examples = _EXAMPLES.search(text)
    return text[: examples.start()] if examples else text


def _read(path: Path, *, with_examples: bool) -> Capability:
    name = path.stem
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8") if with_examples else _head(path))
    except ValueError as cause:
        raise KnownHandsError(f"The capability {name} is no TOML: {cause}.", f"Correct {path.name}.") from cause
    _check(name, entries)
    if with_examples:
        _check_patterns(name, entries)
    fields: dict[str, Any] = {key: entries[key] for key in _AS_THEY_ARE if key in entries}
    fields |= {field: entries[key] for key, field in _SWITCHES.items() if key in entries}
    fields |= {key: tuple(entries[key]) for key in ("triggers", *_PATTERNS) if key in entries}
    fields["cost_to_fake"] = Cost(entries["cost_to_fake"])
    fields["calls"] = {language: _calls(entries[language]) for language in _LANGUAGES if language in entries}
    fields |= {f"{key}s": tuple(Example(**one) for one in entries.get(key, ())) for key in ("example", "twin")}
    made = Capability(name, **fields)
    if with_examples:
        _insist_on_examples(made)
    return made


def _calls(entries: Mapping[str, list[str]]) -> Calls:
    return Calls(**{key: tuple(names) for key, names in entries.items()})


def _check(name: str, entries: Mapping[str, Any]) -> None:
    if not _ID.fullmatch(name):
        _refuse(name, "is no name of lower-case letters, digits and underscores")
    _refuse_unknown(name, entries, _KNOWN)
    for key in sorted(_NEEDED - entries.keys()):
        _refuse(name, f"has no `{key}`")
    for language in _LANGUAGES.keys() & entries.keys():
        _refuse_unknown(name, entries[language], _OF_LANGUAGE)
    for example in chain(entries.get("example", ()), entries.get("twin", ())):
        _refuse_unknown(name, example, _OF_EXAMPLE)
    _check_choice(name, "behaviour", [entries["behaviour"]], BEHAVIOURS)
    _check_choice(name, "cost_to_fake", [entries["cost_to_fake"]], list(Cost))
    _check_choice(name, "triggers", entries.get("triggers", ()), TRIGGERS)
    attack = entries.get("attack", "")
    if (attack or entries["suspicious"]) and not _TECHNIQUE.fullmatch(attack):
        _refuse(name, f"has `attack = {attack!r}`, which is no technique of ATT&CK, such as T1059.006")
    for key, value in _lists(entries):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            _refuse(name, f"has `{key}`, which is no list of texts")


def _lists(entries: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield from ((key, entries[key]) for key in ("triggers", *_PATTERNS) if key in entries)
    for language in _LANGUAGES.keys() & entries.keys():
        yield from entries[language].items()


def _check_choice(name: str, key: str, values: Iterable[str], choices: Iterable[str]) -> None:
    for value in values:
        if value not in choices:
            _refuse(name, f"has `{key} = {value!r}`; it may be {', '.join(choices)}")


def _check_patterns(name: str, entries: Mapping[str, Any]) -> None:
    words = (word for language in _LANGUAGES for word in entries.get(language, {}).get("words", ()))
    for pattern in chain(words, *(entries.get(key, ()) for key in _PATTERNS)):
        try:
            groups = re.compile(pattern).groups
        except re.error as cause:
            _refuse(name, f"has the pattern {pattern!r}, which is none: {cause}")
        if groups:
            _refuse(name, f"has the pattern {pattern!r} with a group; write `(?:` for `(`")
    for path in entries.get("paths", []) + entries.get("startup_paths", []):
        if "|" in _outside_groups(path):
            _refuse(name, f"has the path {path!r} with a choice; write two")
    if "refines" not in entries and any("*" in call for call in _names(entries)):
        _refuse(name, "has a call with a `*` but refines no other capability")


def _outside_groups(pattern: str) -> str:
    """Return a pattern without what is escaped, in brackets or in groups."""
    rest = re.sub(r"\\.|\[[^]]*\]", "", pattern)
    for _ in range(rest.count("(")):
        rest = re.sub(r"\([^()]*\)", "", rest)
    return rest


def _names(entries: Mapping[str, Any]) -> Iterator[str]:
    for language in _LANGUAGES:
        yield from entries.get(language, {}).get("calls", ())


def _insist_on_examples(one: Capability) -> None:
    if not one.examples or not one.twins:
        _refuse(one.id, f"has no {'example' if not one.examples else 'twin'}")
    for language in one.calls:
        for kind, examples in (("example", one.examples), ("twin", one.twins)):
            if not any(example.path.endswith(_LANGUAGES[language]) for example in examples):
                _refuse(one.id, f"has no {kind} in {language}")


def _refuse_unknown(name: str, entries: Mapping[str, Any], known: Iterable[str]) -> None:
    for key in entries:
        if key not in known:
            _refuse(name, f"has the unknown key `{key}`; known are {', '.join(sorted(known))}")


def _refuse_doubles(found: Iterable[Capability]) -> None:
    owners: dict[tuple[str, str, str], str] = {}
    for one in found:
        for language, calls in one.calls.items():
            for key in ((one.refines, language, call) for call in (*calls.calls, *calls.modules, *calls.not_calls)):
                if owners.setdefault(key, one.id) != one.id:
                    _refuse(one.id, f"has the call {key[2]}, which {owners[key]} has too")


def _refuse(name: str, why: str) -> NoReturn:
    raise KnownHandsError(f"The capability {name} {why}.", f"Correct {name}.toml.")
