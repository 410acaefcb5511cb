"""What the capability files say of names and texts, made ready for looking them up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cache
from typing import TYPE_CHECKING, Literal

from knownhands.capabilities.load import capabilities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from knownhands.capabilities.capability import Capability

    Texts = Literal["commands", "scripts", "variables", "shell", "texts"]
    Refinements = tuple[tuple[re.Pattern[str], Capability], ...]

_LONGEST_NAME = 300
_PLAIN_START = re.compile(r"(?:[\w/ ]|\\[^\w])(?![?*+{])")


@dataclass(frozen=True, slots=True)
class Names:
    """Dotted names of one language, each with the capability that a call of it shows.

    Attributes:
        known: name → capability, None for what is harmless with all below it.
        refinements: capability → those that are special cases of it, each with a pattern of names.
        harmless: names that are harmless just so.
    """

    known: Mapping[str, Capability | None]
    refinements: Mapping[str, Refinements]
    harmless: frozenset[str] = frozenset()
    _first_parts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_first_parts", frozenset(name.partition(".")[0] for name in self.known))

    def exactly(self, name: str) -> Capability | None:
        """Return what a call of a name shows that has to be written just so."""
        known = self.known.get(name)
        return self._refined(known, name) if known else None

    def longest(self, name: str) -> Capability | None:
        """Return what a call of a name shows, by the longest known beginning; None for nothing.

        >>> python_names().longest("requests.Session().post").id
        'sends_data'
        >>> python_names().longest("requests.exceptions.HTTPError"), python_names().longest("os.path.join")
        (None, None)
        """
        if name.partition(".")[0].removesuffix("()") not in self._first_parts or name in self.harmless:
            return None
        known = self._beginning(name)
        if known and "[]" in name:  # an element of an answer belongs to whatever answered
            answers = self._beginning(name.replace("[]", ""))
            known = answers if answers and answers.behaviour == known.behaviour else known
        return self._refined(known, name) if known else None

    def _beginning(self, name: str) -> Capability | None:
        name = name[:_LONGEST_NAME]
        while name:
            name = name.removesuffix("()")
            if name in self.known:
                return self.known[name]
            name = name.rpartition(".")[0]
        return None

    def members(self, module: str) -> tuple[str, ...]:
        """Name what a star import brings in from a module, as far as it is known here."""
        start = module + "."
        return tuple(name for name in self.known if name.startswith(start) and name.count(".") == start.count("."))

    def _refined(self, known: Capability, name: str) -> Capability:
        if known.id not in self.refinements:
            return known
        plain = name.replace("()", "")
        cases = self.refinements[known.id]
        return next((case for pattern, case in cases if pattern.match(plain)), known)


@cache
def python_names() -> Names:
    """Return the calls of Python."""
    return _names("python")


@cache
def javascript_names(*, of_modules: bool) -> Names:
    """Return the calls of JavaScript: those of modules, or those of global functions."""
    return _names("javascript", of_modules=of_modules)


@cache
def first_match(kind: Texts) -> tuple[tuple[re.Pattern[str], Capability], ...]:
    """Return the patterns of one kind of text with their capabilities, the one to be reported first."""
    return tuple(
        (_joined(patterns), capability) for capability in _by_precedence() if (patterns := getattr(capability, kind))
    )


@cache
def host_patterns() -> tuple[tuple[bool, re.Pattern[str], Capability], ...]:
    """Return what shows a capability by a host: whether the host alone has to match, the pattern, and the capability."""
    return tuple(
        (kind == "hosts", _joined(patterns), capability)
        for capability in _by_precedence()
        for kind in ("hosts", "addresses")
        if (patterns := getattr(capability, kind))
    )


def matches(kind: Texts, text: str) -> list[tuple[Capability, re.Match[str]]]:
    """Return every capability that a text shows, each with where it does."""
    return [(capability, shown) for pattern, capability in first_match(kind) if (shown := pattern.search(text))]


def match(kind: Texts, text: str) -> Capability | None:
    """Return the first capability that a text shows; None for none.

    >>> match("variables", "KILN_TOKEN").id, match("commands", "ls -l")
    ('credentials', None)
    """
    return next((capability for pattern, capability in first_match(kind) if pattern.search(text)), None)


@cache
def paths(kind: Literal["paths", "startup_paths"]) -> re.Pattern[str]:
    """Return one pattern for the paths of all capabilities."""
    return re.compile("|".join(path for capability in capabilities().values() for path in getattr(capability, kind)))


def owner_of(path: re.Match[str]) -> str:
    """Return the capability that a path shows, as the pattern of all `paths` matched it.

    >>> owner_of(paths("paths").search("~/.npmrc")), owner_of(paths("paths").search("~/.ssh/id_rsa"))
    ('credentials', 'infostealer_targets')
    """
    owners = (
        capability.id
        for capability in capabilities().values()
        if any(re.compile(pattern).match(path.string, path.start()) for pattern in capability.paths)
    )
    return next(owners)


@cache
def paths_in_bytes() -> re.Pattern[bytes]:
    """Return what a file must match to hold any of those paths."""
    patterns = (
        path for capability in capabilities().values() for path in (*capability.paths, *capability.startup_paths)
    )
    return any_of(path.removesuffix("$") for path in patterns)


@cache
def words(language: str) -> tuple[str, ...]:
    """Return what a file must hold to show anything by its calls: patterns, in the order of the capabilities."""
    return tuple(word for capability in capabilities().values() for word in _words(capability, language))


def any_of(alternatives: Iterable[str]) -> re.Pattern[bytes]:
    r"""Compile alternatives, sorted by the plain character that they begin with, which is quicker to search.

    >>> any_of(["kiln", r"\.kiln", "key", "[ab]"]).pattern
    b'k(?:iln|ey)|\\.(?:kiln)|(?:[ab])'
    """
    by_first: dict[str, list[str]] = {}
    for alternative in alternatives:
        plain = _PLAIN_START.match(alternative)
        first = plain[0] if plain else ""
        by_first.setdefault(first, []).append(alternative.removeprefix(first))
    return re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in by_first.items()).encode())


def _joined(patterns: Iterable[str]) -> re.Pattern[str]:
    """Compile patterns into one, which is quicker; each may say for itself that case does not matter."""
    scoped = (
        f"(?i:{pattern.removeprefix('(?i)')})" if pattern.startswith("(?i)") else f"(?:{pattern})"
        for pattern in patterns
    )
    return re.compile("|".join(scoped))


def _by_precedence() -> list[Capability]:
    """List the capabilities, the one to be reported first where several match."""
    return sorted(capabilities().values(), key=lambda capability: (capability.precedence, capability.id))


def _names(language: str, *, of_modules: bool = False) -> Names:
    known: dict[str, Capability | None] = {}
    refinements: dict[str, list[tuple[re.Pattern[str], Capability]]] = {}
    harmless: set[str] = set()
    for capability in _by_precedence():
        calls = capability.of(language)
        patterns = [name for name in calls.calls if "*" in name]
        if patterns:
            pattern = re.compile("|".join(map(translate, patterns)))
            refinements.setdefault(capability.refines, []).append((pattern, capability))
        plain = calls.modules if of_modules else (name for name in calls.calls if "*" not in name)
        known |= dict.fromkeys(plain, capability)
        harmless |= set(calls.not_calls)
    if language == "python":
        known |= dict.fromkeys(harmless)
    return Names(known, {name: tuple(cases) for name, cases in refinements.items()}, frozenset(harmless))


def _words(capability: Capability, language: str) -> Iterator[str]:
    """Yield the words of a capability; where it names none, the last part of each call and the name of each module."""
    calls = capability.of(language)
    yield from (rf"{word}\b(?<!\w{word})" for word in calls.whole_words)
    if calls.words is not None or calls.whole_words:
        yield from calls.words or ()
        return
    yield from (re.escape(name.rpartition(".")[2]) for name in calls.calls if "*" not in name)
    yield from (rf"['\"](?:node:)?{re.escape(name.partition('.')[0])}" for name in calls.modules)
