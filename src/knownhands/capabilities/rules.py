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

PATTERNS = ("commands", "scripts", "hosts", "addresses", "paths", "startup_paths", "variables", "shell", "texts")
LANGUAGES = {"python": (".py", ".pyw", ".pth"), "javascript": (".js", ".cjs", ".mjs", ".jsx")}
_EXAMPLES = ("example", "twin")
_TYPES: Mapping[str, tuple[type, str]] = {
    **dict.fromkeys(("sentence", "attack", "behaviour", "cost_to_fake", "refines"), (str, "text")),
    **dict.fromkeys(
        ("suspicious", "common", "counted", "only_in_programs", "only_in_changes"), (bool, "`true` or `false`")
    ),
    **dict.fromkeys(("triggers", *PATTERNS), (list, "list of texts")),
    **dict.fromkeys(LANGUAGES, (dict, "table")),
    **dict.fromkeys(_EXAMPLES, (list, "list of tables: write `[[example]]` and `[[twin]]`")),
    "precedence": (int, "whole number"),
}
_OF_LANGUAGE = frozenset({"calls", "modules", "not_calls", "words", "whole_words"})
_OF_EXAMPLE: Mapping[str, tuple[type, str]] = {
    "path": (str, "text"),
    "code": (str, "text"),
    "repeat": (int, "whole number"),
    "before": (str, "text"),
    "mode": (int, "whole number"),
}
_MAY_BE_EMPTY = frozenset({"words"})
_OF_ANYTHING = ("scripts", "variables")
"""Where an empty pattern stands for all that no other capability names."""
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
    _check_types(name, entries, _TYPES)
    if not entries["sentence"].strip():
        _refuse(name, 'has an empty `sentence`; say what it does, after "it"')
    for language in LANGUAGES.keys() & entries.keys():
        _refuse_unknown(name, entries[language], _OF_LANGUAGE)
        if not entries[language]:
            _refuse(name, f"has `[{language}]` with nothing in it; name a call, or leave it out")
    for key, texts in _lists(entries):
        _check_texts(name, key, texts)
    _check_choice(name, "behaviour", [entries["behaviour"]], BEHAVIOURS)
    _check_choice(name, "cost_to_fake", [entries["cost_to_fake"]], list(Cost))
    _check_choice(name, "triggers", entries.get("triggers", ()), TRIGGERS)
    attack = entries.get("attack", "")
    if (attack or entries["suspicious"]) and not _TECHNIQUE.fullmatch(attack):
        _refuse(name, f"has `attack = {attack!r}`, which is no technique of ATT&CK, such as T1059.006")


def examine(name: str, entries: Mapping[str, Any], head: Mapping[str, Any]) -> None:
    """Check a file's patterns and examples too.

    Args:
        name: of the file, without its ending.
        entries: what is in it, with its examples.
        head: what stands above them, which is all that readers are given.

    Raises:
        KnownHandsError: a rule is broken.
    """
    for key in entries.keys() - head.keys() - set(_EXAMPLES):
        _refuse(name, f"has `[{key}]` below its examples, where no reader looks; write it above them")
    check(name, entries)
    _check_patterns(name, entries)
    for kind in _EXAMPLES:
        examples = entries.get(kind, ())
        if not examples:
            _refuse(name, f"has no {kind}")
        for example in examples:
            _check_example(name, kind, example)
        for language in LANGUAGES.keys() & entries.keys():
            if not any(example["path"].endswith(LANGUAGES[language]) for example in examples):
                _refuse(name, f"has no {kind} in {language}")


def check_together(capabilities: Mapping[str, Capability]) -> None:
    """Check what no file can say alone: a call belongs to one capability, what is refined is there, and the like.

    Raises:
        KnownHandsError: a rule is broken.
    """
    owners: dict[tuple[str, str, str], str] = {}
    for capability in capabilities.values():
        _check_refined(capability, capabilities)
        _check_comes_last(capability, capabilities)
        for language, calls in capability.calls.items():
            for call in (*calls.calls, *calls.modules, *calls.not_calls):
                owner = owners.setdefault((capability.refines, language, call), capability.id)
                if owner != capability.id:
                    raise KnownHandsError(
                        f"The capability {capability.id} has the call {call}, which {owner} has too.",
                        f"Keep it in {owner}.toml or in {capability.id}.toml; a special case of the other may have it too, with `refines`.",
                    )


def _check_refined(capability: Capability, capabilities: Mapping[str, Capability]) -> None:
    """Follow what it refines up to a capability that refines none."""
    passed = [capability.id]
    while refined := capabilities[passed[-1]].refines:
        if refined not in capabilities:
            _refuse(passed[-1], f"refines {refined}, which is no capability")
        if refined in passed:
            _refuse(
                capability.id,
                f"refines in a circle ({' refines '.join((*passed, refined))}); one of them has to refine none",
            )
        passed.append(refined)


def _check_comes_last(capability: Capability, capabilities: Mapping[str, Capability]) -> None:
    """Check that a capability of anything takes nothing from those that say more."""
    for key in _OF_ANYTHING:
        others = [
            other.precedence for other in capabilities.values() if other is not capability and getattr(other, key)
        ]
        if "" in getattr(capability, key) and max(others, default=-1) >= capability.precedence:
            _refuse(
                capability.id,
                f"stands for any of `{key}`; give it a `precedence` above {max(others)}, or say which it means",
            )


def _check_types(name: str, entries: Mapping[str, Any], types: Mapping[str, tuple[type, str]], place: str = "") -> None:
    for key, value in entries.items():
        if type(value) is not types[key][0]:
            _refuse(name, f"has `{key}`{place}, which is no {types[key][1]}")


def _check_texts(name: str, key: str, texts: object) -> None:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        _refuse(name, f"has `{key}`, which is no list of texts")
    if not texts and key not in _MAY_BE_EMPTY:
        _refuse(name, f"has `{key} = []`, which says nothing; leave it out")
    if "" in texts and key not in _OF_ANYTHING:
        _refuse(name, f"has an empty text in `{key}`, which stands for anything; leave it out")


def _check_example(name: str, kind: str, example: object) -> None:
    if not isinstance(example, dict):
        _refuse(name, f"has the {kind} {example!r}, which is no table: write `[[{kind}]]`")
    for key in example.keys() - _OF_EXAMPLE.keys():
        _refuse(
            name, f"has `{key}` in `[[{kind}]]`, which has only {', '.join(_OF_EXAMPLE)}; write it above the examples"
        )
    _check_types(name, example, _OF_EXAMPLE, f" in `[[{kind}]]`")
    if not example.get("path") or "code" not in example:
        _refuse(name, f"has the {kind} {example}, without a path or code")
    if example.get("repeat", 1) < 1:
        _refuse(name, f"has the {kind} {example['path']}, whose `repeat` is no number from 1")


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
    for pattern in filter(None, chain(words, *(entries.get(key, ()) for key in PATTERNS))):
        try:
            known = re.compile(pattern)
        except re.error as cause:
            _refuse(name, f"has the pattern {pattern!r}, which is none: {cause}")
        if known.groups:
            _refuse(name, f"has the pattern {pattern!r} with a group; write `(?:` for `(`")
        if known.search(""):
            _refuse(name, f"has the pattern {pattern!r}, which matches even an empty text; say more of what it means")
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
