"""The rules that a capability file must keep to; whoever breaks one is told which, and in which file."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any, NoReturn

from knownhands.capabilities.capability import BEHAVIOURS, TRIGGERS
from knownhands.declarations import Cost
from knownhands.errors import KnownHandsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knownhands.capabilities.capability import Capability

PATTERNS = ("commands", "scripts", "hosts", "addresses", "paths", "startup_paths", "variables")
LANGUAGES = {"python": (".py", ".pyw", ".pth"), "javascript": (".js", ".cjs", ".mjs", ".jsx")}
_TYPES: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(("sentence", "attack", "behaviour", "cost_to_fake", "refines"), (str, "text")),
    **dict.fromkeys(("suspicious", "common", "counted", "only_in_programs"), (bool, "`true` or `false`")),
    **dict.fromkeys(("triggers", *PATTERNS), (list, "list of texts")),
    **dict.fromkeys(LANGUAGES, (dict, "table")),
    **dict.fromkeys(("example", "twin"), (list, "list of tables: write `[[example]]` and `[[twin]]`")),
    "precedence": (int, "whole number"),
}
_OF_LANGUAGE = frozenset({"calls", "modules", "not_calls", "words", "whole_words"})
_OF_EXAMPLE = frozenset({"path", "code", "repeat"})
_NEEDED = frozenset({"sentence", "behaviour", "cost_to_fake", "suspicious"})
_TECHNIQUE = re.compile(r"T\d{4}(\.\d{3})?")
_ID = re.compile(r"[a-z][a-z0-9_]*")


def check(name: str, entries: Mapping[str, Any]) -> None:
    """Check what a file says, as far as that takes no time.

    Args:
        name: of the file, without its ending.
        entries: what is in it.

    Raises:
        KnownHandsError: a rule is broken.
    """
    if not _ID.fullmatch(name):
        _refuse(name, "is no name of lower-case letters, digits and underscores")
    _refuse_unknown(name, entries, _TYPES)
    for key in sorted(_NEEDED - entries.keys()):
        _refuse(name, f"has no `{key}`")
    for key, value in entries.items():
        if type(value) is not _TYPES[key][0]:
            _refuse(name, f"has `{key}`, which is no {_TYPES[key][1]}")
    for language in LANGUAGES.keys() & entries.keys():
        _refuse_unknown(name, entries[language], _OF_LANGUAGE)
    for key, texts in _lists(entries):
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            _refuse(name, f"has `{key}`, which is no list of texts")
    _check_choice(name, "behaviour", [entries["behaviour"]], BEHAVIOURS)
    _check_choice(name, "cost_to_fake", [entries["cost_to_fake"]], list(Cost))
    _check_choice(name, "triggers", entries.get("triggers", ()), TRIGGERS)
    attack = entries.get("attack", "")
    if (attack or entries["suspicious"]) and not _TECHNIQUE.fullmatch(attack):
        _refuse(name, f"has `attack = {attack!r}`, which is no technique of ATT&CK, such as T1059.006")


def examine(name: str, entries: Mapping[str, Any]) -> None:
    """Check a file's patterns and examples too.

    Raises:
        KnownHandsError: a rule is broken.
    """
    _check_patterns(name, entries)
    for kind in ("example", "twin"):
        examples = entries.get(kind, ())
        if not examples:
            _refuse(name, f"has no {kind}")
        for example in examples:
            _refuse_unknown(name, example, _OF_EXAMPLE)
            if not {"path", "code"} <= example.keys():
                _refuse(name, f"has the {kind} {example}, without a path or code")
        for language in LANGUAGES.keys() & entries.keys():
            if not any(example["path"].endswith(LANGUAGES[language]) for example in examples):
                _refuse(name, f"has no {kind} in {language}")


def check_together(capabilities: Mapping[str, Capability]) -> None:
    """Check what no file can say alone: a call belongs to one capability, and what is refined is there.

    Raises:
        KnownHandsError: a rule is broken.
    """
    owners: dict[tuple[str, str, str], str] = {}
    for one in capabilities.values():
        if one.refines and one.refines not in capabilities:
            _refuse(one.id, f"refines {one.refines}, which is no capability")
        for language, calls in one.calls.items():
            for call in (*calls.calls, *calls.modules, *calls.not_calls):
                owner = owners.setdefault((one.refines, language, call), one.id)
                if owner != one.id:
                    raise KnownHandsError(
                        f"The capability {one.id} has the call {call}, which {owner} has too.",
                        f"Keep it in {owner}.toml or in {one.id}.toml; a special case of the other may have it too, with `refines`.",
                    )


def _lists(entries: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield from ((key, entries[key]) for key in ("triggers", *PATTERNS) if key in entries)
    for language in LANGUAGES.keys() & entries.keys():
        yield from entries[language].items()


def _check_choice(name: str, key: str, values: Iterable[str], choices: Iterable[str]) -> None:
    for value in values:
        if value not in choices:
            _refuse(name, f"has `{key} = {value!r}`; it may be {', '.join(choices)}")


def _check_patterns(name: str, entries: Mapping[str, Any]) -> None:
    words = (word for language in LANGUAGES for word in entries.get(language, {}).get("words", ()))
    for pattern in chain(words, *(entries.get(key, ()) for key in PATTERNS)):
        try:
            groups = re.compile(pattern).groups
        except re.error as cause:
            _refuse(name, f"has the pattern {pattern!r}, which is none: {cause}")
        if groups:
            _refuse(name, f"has the pattern {pattern!r} with a group; write `(?:` for `(`")
    for path in (*entries.get("paths", ()), *entries.get("startup_paths", ())):
        if path.startswith("(?"):
            _refuse(name, f"has the path {path!r} with a flag; paths are as they are written")
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
    for language in LANGUAGES:
        yield from entries.get(language, {}).get("calls", ())


def _refuse_unknown(name: str, entries: Mapping[str, Any], known: Iterable[str]) -> None:
    for key in entries:
        if key not in known:
            _refuse(name, f"has the unknown key `{key}`; known are {', '.join(sorted(known))}")


def _refuse(name: str, why: str) -> NoReturn:
    raise KnownHandsError(f"The capability {name} {why}.", f"Correct {name}.toml.")
