"""YAML as lock files use it: tables, lists and text.

Built from the parser's events, not by a loader: no recursion that could overflow, no tags, no anchors or aliases that
could multiply, no guessing that turns version 1.10 into a number. Every value is text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from knownhands.documents.tree import MAX_DEPTH, checked
from knownhands.errors import Unparsable

if TYPE_CHECKING:
    from collections.abc import Iterable

    import yaml

    from knownhands.documents.document import Document
    from knownhands.documents.tree import Node


def parse_yaml(document: Document) -> tuple[Node, ...]:
    """Parse every document of a YAML file; one that is empty is left out.

    Raises:
        Unparsable: when it is no YAML or uses more of it than lock files do.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        trees = _build(yaml.parse(document.text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        raise Unparsable(
            f"{document.path}:{line} is no valid YAML: {error.problem}.", "Let its own tool write it again."
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unparsable(f"{document.path} is no valid YAML.", "Let its own tool write it again.") from error
    except _OddYaml as error:
        raise Unparsable(f"{document.path}:{error}.", "Lock files do not use it.") from error
    return tuple(checked(document, tree) for tree in trees)


class _OddYaml(Exception):  # noqa: N818  (it never leaves this file)
    """YAML that no lock file holds; says the line and what."""

    def __init__(self, event: yaml.Event, what: str) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 1
        super().__init__(f"{line} {what}")


class _Table:
    """A mapping or sequence under construction; `key` waits for its value."""

    __slots__ = ("key", "values")

    def __init__(self, values: dict[str, object] | list[object]) -> None:
        self.values = values
        self.key: str | None = None


def _build(events: Iterable[yaml.Event]) -> list[object]:
    import yaml

    trees: list[object] = []
    open_tables: list[_Table] = []
    for event in events:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _OddYaml(event, "holds an alias")
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.value in ("", "~", "null") and not event.style
            _put(event, None if is_null else event.value, open_tables, trees)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            values: dict[str, object] | list[object] = {} if isinstance(event, yaml.MappingStartEvent) else []
            _put(event, values, open_tables, trees)
            open_tables.append(_Table(values))
            if len(open_tables) > MAX_DEPTH:
                raise _OddYaml(event, f"is nested more than {MAX_DEPTH} levels deep")
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            open_tables.pop()
    return [tree for tree in trees if tree is not None]


def _put(event: yaml.Event, value: object, open_tables: list[_Table], trees: list[object]) -> None:
    """Add a value where it belongs: to a list, as a key, under a key, or as a whole document."""
    if not open_tables:
        trees.append(value)
        return
    table = open_tables[-1]
    if isinstance(table.values, list):
        table.values.append(value)
    elif table.key is not None:
        table.values[table.key] = value
        table.key = None
    elif not isinstance(value, str | None):
        raise _OddYaml(event, "has a table as a key")
    elif (value or "") in table.values:
        raise _OddYaml(event, "has the same key twice in one table")
    else:
        table.key = value or ""
