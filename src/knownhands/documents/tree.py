"""JSON, TOML and YAML of strangers, parsed within limits and read without surprises.

The three arrive as one kind of tree whose every node knows its place, so that a wrong type is one clear sentence.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from knownhands.documents.document import Document

MAX_DEPTH = 100
"""Levels of nesting; the deepest format, an old one of JavaScript, stays below 40."""
MAX_KEY = 20_000
"""Characters in a key; the longest are Yarn's, which join every wish that one version answers."""

MAX_DOTS = 20
"""Dots in a TOML key; tomllib takes minutes for a million, its time growing with their square."""

_LONG_KEY = re.compile(
    r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){%d}""" % (MAX_DOTS + 1)  # noqa: UP031
)
_Kind = TypeVar("_Kind")
_KINDS: dict[type, str] = {
    dict: "a table",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands. What is missing and what is null are the same: nothing.

    Attributes:
        value: whatever the parser made of it.
        place: "file#/json/pointer".
    """

    value: object
    place: str

    def __getitem__(self, key: str) -> Node:
        """Return a member of a table, or a node of None."""
        table = self._as(dict)
        return Node(table.get(key) if table else None, f"{self.place}/{_escape(key)}")

    def __bool__(self) -> bool:
        return self.value is not None

    def items(self) -> Iterator[tuple[str, Node]]:
        """Go through a table."""
        for key, value in (self._as(dict) or {}).items():
            yield key, Node(value, f"{self.place}/{_escape(key)}")

    def keys(self) -> Iterable[str]:
        """Return the keys of a table."""
        return self._as(dict) or ()

    def __iter__(self) -> Iterator[Node]:
        """Go through a list."""
        for number, value in enumerate(self._as(list) or []):
            yield Node(value, f"{self.place}/{number}")

    def text(self) -> str:
        """Return text; empty when there is none."""
        return self._as(str) or ""

    def need(self) -> str:
        """Return text that must be there."""
        text = self.text()
        if not text:
            raise Unparsable(f"{self.place} is missing.", "Let the tool that wrote the file write it again.")
        return text

    def holds(self, kind: type) -> bool:
        """Whether the value is of this type."""
        return isinstance(self.value, kind)

    def _as(self, kind: type[_Kind]) -> _Kind | None:
        if self.value is None or isinstance(self.value, kind):
            return self.value
        actual = _KINDS.get(type(self.value), "a date")
        raise Unparsable(
            f"{self.place} should be {_KINDS[kind]} and is {actual}.",
            "Let the tool that wrote the file write it again.",
        )


def parse_json(document: Document) -> Node:
    """Parse JSON. Raises Unparsable."""
    try:
        value = json.loads(document.text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _broken(document, "JSON", error) from error
    return checked(document, value)


def parse_toml(document: Document) -> Node:
    """Parse TOML. Raises Unparsable."""
    if has_long_key(document.text):
        raise Unparsable(f"{document.path} has a key of more than {MAX_DOTS} parts.", "No real file has.")
    try:
        value = tomllib.loads(document.text)
    except (ValueError, RecursionError) as error:
        raise _broken(document, "TOML", error) from error
    return checked(document, value)


def has_long_key(toml: str) -> bool:
    """Tell whether a TOML text has a key of more parts than any real one, which would take the parser long."""
    return _LONG_KEY.search(toml) is not None


def _broken(document: Document, language: str, error: Exception) -> Unparsable:
    why = "it is nested too deeply" if isinstance(error, RecursionError) else str(error).rstrip(".")
    return Unparsable(f"{document.path} is no valid {language}: {why}.", "Let its own tool write it again.")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make a table; two values under one key would be read differently by different tools."""
    table = dict(pairs)
    if len(table) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise ValueError(f"the key {twice[:80]!r} stands twice in one table")
    return table


def checked(document: Document, root: object) -> Node:
    """Hold a tree to the limits, without recursion."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise Unparsable(f"{document.path} is nested more than {MAX_DEPTH} levels deep.", "No real file is.")
        below: list[object] = []
        for value in level:
            if isinstance(value, dict):
                for key in value:
                    _check_key(document, key)
                below += value.values()
            elif isinstance(value, list):
                below += value
            elif isinstance(value, str):
                _check_text(document, value)
        level = below
    if not isinstance(root, dict):
        raise Unparsable(f"{document.path} holds no table.", "Name a dependency file.")
    return Node(root, f"{document.path}#")


def _check_key(document: Document, key: str) -> None:
    if len(key) > MAX_KEY:
        raise Unparsable(f"{document.path} has a key of {len(key)} characters.", "No real file has.")
    _check_text(document, key)


def _check_text(document: Document, text: str) -> None:
    """Refuse half a character, which JSON can spell and nothing can print."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise Unparsable(f"{document.path} holds half a character.", "Name a dependency file.") from error


def _escape(key: str) -> str:
    """Write a key as a JSON pointer does, RFC 6901."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key
