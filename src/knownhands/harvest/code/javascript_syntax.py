"""Parts of JavaScript's syntax tree: texts, constants, imports and where functions stand."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from knownhands.harvest.code.shell_words import unescape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tree_sitter import Node

_LONGEST_TEXT = 2_000  # bytes
_LONGEST_SUM = 200  # bytes
NO_TEXTS: Mapping[str, str] = MappingProxyType({})
"""What is known of names at first."""


def called_function(node: Node) -> tuple[int, int]:
    """Say where the function stands that a call runs where it is written, as in `(function () { … })()`."""
    inside = node.child_by_field_name("function")
    for _ in range(5):
        if inside is not None and inside.type == "parenthesized_expression" and inside.named_children:
            inside = inside.named_children[0]
        elif inside is not None and inside.type == "member_expression":
            inside = inside.child_by_field_name("object")
    is_function = inside is not None and inside.type in {"function_expression", "arrow_function", "generator_function"}
    return inside.byte_range if inside is not None and is_function else (-1, -1)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out spans inside other spans; they come outermost first."""
    outermost: list[tuple[int, int]] = []
    for span in spans:
        if not outermost or span[0] >= outermost[-1][1]:
            outermost.append(span)
    return outermost


def imported(clause: Node) -> Iterator[tuple[str, str]]:
    """Yield the local names of an import clause, each with the member it stands for, "" for the module."""
    for part in clause.named_children:
        if part.type == "identifier":
            yield text_of(part), ""
        elif part.type == "namespace_import":
            yield text_of(part.named_children[-1]), ""
        elif part.type == "named_imports":
            for item in part.named_children:
                name, alias = item.child_by_field_name("name"), item.child_by_field_name("alias")
                if name is not None:
                    yield text_of(alias or name), text_of(name)


def constant(node: Node, texts: Mapping[str, str] = NO_TEXTS) -> str:
    """Give the text of a string, of a short sum of strings or of a template with nothing else in it, "" for anything else.

    Args:
        node: the expression.
        texts: what names stand for.
    """
    if node.type == "string":
        text = text_of(node)[1:-1]
        return unescape(text) if "\\" in text else text
    if size_of(node) > _LONGEST_SUM:
        return ""
    if node.type == "identifier":
        return texts.get(text_of(node), "")
    if node.type == "parenthesized_expression" and node.named_children:
        return constant(node.named_children[0], texts)
    if node.type in {"template_string", "binary_expression"}:
        return _template(node, texts) if node.type == "template_string" else _sum(node, texts)
    return ""


def _sum(node: Node, texts: Mapping[str, str]) -> str:
    operator = node.child_by_field_name("operator")
    parts = [constant(part, texts) for part in node.named_children] if operator and operator.type == "+" else []
    return "".join(parts) if all(parts) else ""


def _template(node: Node, texts: Mapping[str, str]) -> str:
    if not any(part.type == "template_substitution" for part in node.children):
        return text_of(node)[1:-1]
    pieces: list[str] = []
    for part in node.named_children:
        inner = part.named_children[0] if part.type == "template_substitution" and part.named_children else None
        piece = constant(inner, texts) if inner is not None else text_of(part)
        if not piece:
            return ""
        pieces.append(piece)
    return "".join(pieces)


def is_path(text: str) -> bool:
    """Honest packages compute paths inside themselves."""
    return any(word in text for word in ("__dirname", "path.", "resolve", "'./", '"./', "'../", '"../'))


def module_name(name: str) -> str:
    """Mark the name of a module, so that a variable called `request` is not taken for one."""
    return f"@{name.removeprefix('node:').replace('/', '.', 1)}" if name else ""


def arguments_of(node: Node) -> list[Node]:
    """Return what a call is given."""
    arguments = node.child_by_field_name("arguments")
    return arguments.named_children if arguments is not None else []


def text_of(node: Node) -> str:
    """Give a node's text; "" for one too long to be a name or a path, since nested nodes would be copied again and again."""
    return (node.text or b"").decode("utf-8", "replace") if size_of(node) <= _LONGEST_TEXT else ""


def size_of(node: Node) -> int:
    """Return how many bytes a node has."""
    return node.end_byte - node.start_byte


def outer_first(node: Node) -> tuple[int, int]:
    """Return what nodes are sorted by, so that each comes before those within it."""
    return node.start_byte, -node.end_byte
