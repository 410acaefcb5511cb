"""Parts of JavaScript's syntax tree: texts, constants, imports and where functions stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tree_sitter import Node

_LONGEST_TEXT = 2_000  # bytes


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


def constant(node: Node) -> str:
    """Give the text of a string or of a short sum of strings, "" for anything else."""
    if node.type in {"string", "template_string"}:
        return text_of(node)[1:-1] if all(part.type != "template_substitution" for part in node.children) else ""
    if node.type == "binary_expression" and size_of(node) < 200 and len(node.named_children) == 2:  # noqa: PLR2004
        left, right = (constant(part) for part in node.named_children)
        return left + right if left and right else ""
    return ""


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
