"""Settings files of editors, agents and hooks: JSON with comments, YAML and TOML, each value with its line.

Lenient where the tools that obey such files are: comments, trailing commas, a key that stands twice. No recursion that could
overflow, no tags, no aliases that multiply; what is too large or too deep is left out, and broken text is read as far as it goes.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.documents.tree import MAX_DEPTH, has_long_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    import yaml

LARGEST = 1_000_000  # bytes; chosen by eye: settings that people write stay below 100 kB
_MOST = 20_000  # values of a file; chosen by eye
_TOKEN = re.compile(
    r"""\s++|//[^\n]*+|/\*(?:.*?\*/|.*+)|"(?:[^"\\\n]++|\\.)*+"?|'(?:[^'\\\n]++|\\.)*+'?|[{}\[\]:,]|[^\s"'{}\[\]:,/]++|/""",
    re.DOTALL,
)


@dataclass(slots=True)
class Setting:
    """A value, or a table or list of them, and the line where it begins.

    Attributes:
        line: counted from 1; 0 for a value that is not there.
        text: of a value as it is written, unquoted; "" for tables and lists.
        members: of a table by their keys, of a list by their numbers.
        is_list: whether it is one.
    """

    line: int = 0
    text: str = ""
    members: dict[str, Setting] = field(default_factory=dict)
    is_list: bool = False

    def __getitem__(self, key: str) -> Setting:
        """Return a member; one that is not there is empty."""
        return self.members.get(key, _NOTHING)

    def __bool__(self) -> bool:
        return self.line > 0

    def __iter__(self) -> Iterator[Setting]:
        """Go through the members."""
        return iter(self.members.values())

    def texts(self) -> list[str]:
        """Return its text, or those of a list."""
        return [item.text for item in self if item.text] if self.is_list else [self.text] if self.text else []

    def walk(self) -> Iterator[tuple[tuple[str, ...], Setting]]:
        """Yield what is below it, each with its keys from here, in the order of the file."""
        waiting: list[tuple[tuple[str, ...], Setting]] = [
            ((key,), member) for key, member in reversed(self.members.items())
        ]
        count = 0
        while waiting and count < _MOST:
            keys, setting = waiting.pop()
            count += 1
            yield keys, setting
            if len(keys) < MAX_DEPTH:
                waiting += [((*keys, key), member) for key, member in reversed(setting.members.items())]


_NOTHING = Setting()


def read_settings(path: str, body: bytes) -> Setting:
    r"""Read a settings file by its ending, or else by how it begins; empty where it is none.

    >>> read_settings("tasks.json", b'{// why\n"tasks": [{"command": "make"},]}')["tasks"]["0"]["command"]
    Setting(line=2, text='make', members={}, is_list=False)
    """
    text = body[:LARGEST].decode("utf-8", "replace").removeprefix("\ufeff")
    if path.endswith((".toml", ".replit")):
        return _of_toml(text)
    is_json = re.search(r"\.(?:jsonc?|json5|code-workspace|hook)$", path) or text.lstrip()[:2] in {
        "{",
        "{\n",
        "//",
        "/*",
    }
    return _of_json(text) if is_json else _of_yaml(text)


class _Builder:
    """Puts values together as a parser meets them."""

    def __init__(self) -> None:
        self.root = _NOTHING
        self._open: list[Setting] = []
        self._keys: list[str | None] = []

    @property
    def is_too_deep(self) -> bool:
        return len(self._open) > MAX_DEPTH

    @property
    def is_closed(self) -> bool:
        return not self._open

    @property
    def waits_for_key(self) -> bool:
        return bool(self._open) and not self._open[-1].is_list and self._keys[-1] is None

    def key(self, text: str) -> None:
        self._keys[-1] = text

    def put(self, setting: Setting) -> None:
        """Add a value where it belongs; of several documents, the first is kept with what is new in the others."""
        if not self._open:
            if self.root:
                self.root.members |= setting.members
            else:
                self.root = setting
            return
        table = self._open[-1]
        key = str(len(table.members)) if table.is_list else self._keys[-1] or ""
        table.members.pop(key, None)
        table.members[key] = setting
        self._keys[-1] = None

    def open(self, line: int, *, is_list: bool) -> Setting:
        setting = Setting(line, is_list=is_list)
        self.put(setting)
        self._open.append(setting)
        self._keys.append(None)
        return setting

    def close(self) -> Setting:
        self._keys.pop() if self._keys else None
        return self._open.pop() if self._open else _NOTHING


def _of_json(text: str) -> Setting:
    builder = _Builder()
    line = 1
    for token in _TOKEN.finditer(text):
        written = token[0]
        first = written[0]
        if first in "{[":
            builder.open(line, is_list=first == "[")
        elif first in "}]":
            builder.close()
            if builder.is_closed:
                break
        elif not first.isspace() and first not in ",:/":
            value = _unquoted(written)
            if builder.waits_for_key:
                builder.key(value)
            else:
                builder.put(Setting(line, value))
        if builder.is_too_deep:
            break
        line += written.count("\n")
    return builder.root


def _unquoted(written: str) -> str:
    if written[0] not in "\"'":
        return written
    inside = written[1:].removesuffix(written[0])
    if "\\" not in inside:
        return inside
    try:
        return str(json.loads(f'"{inside}"', strict=False))
    except ValueError:
        return inside


def _of_yaml(text: str) -> Setting:
    import yaml

    builder = _Builder()
    anchors: dict[str, Setting] = {}
    opened: list[str | None] = []
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            anchor = getattr(event, "anchor", None)
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                builder.open(_line(event), is_list=isinstance(event, yaml.SequenceStartEvent))
                opened.append(anchor)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                setting, name = builder.close(), opened.pop()
                if name:
                    anchors[name] = setting
            elif isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
                _put_scalar(builder, anchors, event)
            if builder.is_too_deep:
                break
    except (yaml.YAMLError, ValueError):
        pass  # what came before the error was read
    return builder.root


def _put_scalar(builder: _Builder, anchors: dict[str, Setting], event: yaml.ScalarEvent | yaml.AliasEvent) -> None:
    text = getattr(event, "value", None)
    if text is None:
        setting = anchors.get(event.anchor or "", _NOTHING)
    else:
        is_block = getattr(event, "style", None) in {"|", ">"}
        setting = Setting(_line(event) + is_block, text)
        if event.anchor:
            anchors[event.anchor] = setting
    if builder.waits_for_key:
        builder.key(setting.text)
    else:
        builder.put(setting)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _of_toml(text: str) -> Setting:
    """Read TOML, whose parser knows no lines: each value is looked for below the one before."""
    if has_long_key(text):
        return _NOTHING
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError):
        return _NOTHING
    builder = _Builder()
    builder.open(1, is_list=False)
    at = 0
    waiting: list[tuple[str, object]] = list(reversed(tree.items()))
    closing = object()
    line = 1
    while waiting:
        key, value = waiting.pop()
        if value is closing:
            builder.close()
            continue
        sought = (
            key if isinstance(value, dict | list) else str(value).lower() if isinstance(value, bool) else str(value)
        )
        hit = text.find(sought.partition("\n")[0][:80], at, at + 20_000)
        if hit >= 0:
            line += text.count("\n", at, hit)
            at = hit
        if builder.waits_for_key:
            builder.key(key)
        if isinstance(value, dict | list) and not builder.is_too_deep:
            builder.open(line, is_list=isinstance(value, list))
            members = value.items() if isinstance(value, dict) else ((str(i), item) for i, item in enumerate(value))
            waiting += [("", closing), *reversed(list(members))]
        else:
            builder.put(Setting(line, sought))
    return builder.root
