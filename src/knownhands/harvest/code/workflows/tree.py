"""YAML with the line of every value, for files whose writer may be hostile.

Built from the parser's events: no recursion, no tags, no guessing that turns `on` into true. An alias stands for the very
value that its anchor names, so that aliases of aliases take no memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import yaml

LARGEST = 1_000_000  # bytes; chosen by eye: the largest workflow that we met has 120,000
_MOST_EVENTS = 150_000  # about a fifth of a second
_DEEPEST = 60
_MOST_MERGES = 20  # tables that one table takes values over from
_MOST_ITEMS = 5_000  # of a list with the lists in it


@dataclass(slots=True, eq=False)
class Node:
    """A value: text, a list or a table; what is absent is an empty text on line 0.

    Attributes:
        line: where it begins, from 1; of a text of several lines, its first.
        text: what stands there; "" for lists and tables.
        items: of a list.
        entries: of a table: name, its line and value, in their order, with those that stand there twice.
        is_table: whether it is one.
    """

    line: int = 0
    text: str = ""
    items: Sequence[Node] = ()
    entries: Sequence[tuple[str, int, Node]] = ()
    is_table: bool = False

    def get(self, name: str) -> Node:
        """Return a value of a table by its name, the last where there are several; an absent one where there is none."""
        return next((value for key, _, value in reversed(self.entries) if key == name), None) or self._merged(name)

    def _merged(self, name: str) -> Node:
        """Return what a table takes over from others (`<<`)."""
        waiting = [value for key, _, value in self.entries if key == "<<"]
        for _ in range(_MOST_MERGES):
            if not waiting:
                break
            other = waiting.pop(0)
            value = next((value for key, _, value in reversed(other.entries) if key == name), None)
            if value:
                return value
            waiting += [value for key, _, value in other.entries if key == "<<"][:_MOST_MERGES]
            waiting += other.items[:_MOST_MERGES]
        return ABSENT

    def names(self) -> dict[str, int]:
        """Return the lines of the names that this tells, however it is written: a text, a list of texts, a table."""
        if self.text:
            return {self.text: self.line}
        listed = {item.text: item.line for item in self.flat() if item.text}
        return listed | {name: line for name, line, _ in self.entries}

    def flat(self) -> list[Node]:
        """Return the items of a list, with those of lists in it; of a text, that text."""
        if self.text:
            return [self]
        waiting, flat = list(reversed(self.items)), []
        for _ in range(_MOST_ITEMS):
            if not waiting:
                break
            node = waiting.pop()
            if node.items:
                waiting += reversed(node.items)
            else:
                flat.append(node)
        return flat

    def texts(self) -> Iterator[Node]:
        """Yield every text below, each once however many aliases lead there."""
        waiting: list[Node] = [self]
        seen = {id(self)}
        while waiting:
            node = waiting.pop()
            if node.text:
                yield node
            for child in (*(value for _, _, value in reversed(node.entries)), *reversed(node.items)):
                if id(child) not in seen:
                    seen.add(id(child))
                    waiting.append(child)


ABSENT = Node()


def parse_tree(body: bytes) -> tuple[Node, ...] | None:
    """Parse the documents of a file; None for what is no YAML, or more of it than anybody writes."""
    import yaml

    if len(body) > LARGEST:
        return None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _build(yaml.parse(body, Loader=loader))
    except (yaml.YAMLError, ValueError, RecursionError, _TooMuch):
        return None


class _TooMuch(Exception):  # noqa: N818  (it never leaves this file)
    """More events or levels than anybody writes."""


class _Open:
    """A list or table under construction; `key` waits for its value."""

    __slots__ = ("anchor", "entries", "is_table", "items", "key", "line")

    def __init__(self, line: int, anchor: str, *, is_table: bool) -> None:
        self.line, self.anchor, self.is_table = line, anchor, is_table
        self.items: list[Node] = []
        self.entries: list[tuple[str, int, Node]] = []
        self.key: tuple[str, int] | None = None

    def put(self, node: Node) -> None:
        """Add a value: to a list, as a name, or under one."""
        if not self.is_table:
            self.items.append(node)
        elif self.key is None:
            self.key = (node.text, node.line)
        else:
            self.entries.append((*self.key, node))
            self.key = None

    def node(self) -> Node:
        """Return it as it is when it ends."""
        return Node(self.line, "", self.items, self.entries, self.is_table)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _build(events: Iterable[yaml.Event]) -> tuple[Node, ...]:
    import yaml

    documents: list[Node] = []
    opened: list[_Open] = []
    anchors: dict[str, Node] = {}
    for count, event in enumerate(events):
        if count > _MOST_EVENTS or len(opened) > _DEEPEST:
            raise _TooMuch
        if isinstance(event, yaml.AliasEvent):
            node = anchors.get(event.anchor or "", ABSENT)
        elif isinstance(event, yaml.ScalarEvent):
            is_block = event.style in ("|", ">")
            node = Node(_line(event) + is_block, "" if event.value in ("~", "null") else event.value)
            anchors[event.anchor or ""] = node
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            is_table = isinstance(event, yaml.MappingStartEvent)
            opened.append(_Open(_line(event), event.anchor or "", is_table=is_table))
            continue
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            finished = opened.pop()
            node = finished.node()
            anchors[finished.anchor] = node  # only now, so that nothing holds itself
        else:
            continue
        if opened:
            opened[-1].put(node)
        else:
            documents.append(node)
    return tuple(documents)
