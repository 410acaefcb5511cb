"""setup.py: the requirements that are written out in it, by its syntax tree; it is never run."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from knownhands.harvest.dependencies.manifests._manifest import Contents, Index, Manifest, Wish
from knownhands.harvest.dependencies.manifests._python import wishes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTS = frozenset({"install_requires", "setup_requires", "tests_require", "extras_require", "requires"})
_WORDS = (b"_require", b"dependency_links")
_SENSELESS = (ValueError, RecursionError, SyntaxError, MemoryError)


def read(body: bytes) -> Contents:
    """Read what stands under the names of setuptools, wherever in the file: in the call, in a table, in an assignment."""
    if not any(word in body for word in _WORDS):
        return Contents()
    try:
        with warnings.catch_warnings(action="ignore"):
            nodes = list(ast.walk(ast.parse(body)))
    except _SENSELESS:
        return Contents()
    named = {
        target.id: node.value
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    wishes: list[Wish] = []
    indexes: list[Index] = []
    for part, value in _parts(nodes):
        texts: list[object] = [*_texts(value, named)]
        if part in _PARTS:
            wishes += wishes_of(texts, part, builds=part == "setup_requires")
        elif part == "dependency_links":
            indexes += [Index("pypi", part, str(text)) for text in texts]
    return Contents(tuple(wishes), tuple(indexes))


def _parts(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Yield every value that stands under a name."""
    for node in nodes:
        match node:
            case ast.keyword(arg=str(name), value=value):
                yield name, value
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values, strict=True)
                yield from ((str(key.value), value) for key, value in pairs if isinstance(key, ast.Constant))
            case ast.Assign(targets=targets, value=value):
                yield from ((name, value) for target in targets if (name := _named(target)))
            case ast.AugAssign(target=target, value=value):
                yield _named(target), value
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="append" | "extend" | "insert"), args=values
            ):
                yield from ((name, value) for value in values)


def _named(target: ast.expr) -> str:
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return str(target.slice.value)
    return target.id if isinstance(target, ast.Name) else ""


def _texts(value: ast.expr, named: dict[str, ast.expr]) -> Iterator[str]:
    """Yield the texts in a value, those of names that it uses included; a text of several lines holds one each."""
    waiting, seen = [value], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from filter(None, map(str.strip, node.value.splitlines()))
        elif isinstance(node, ast.Name) and node.id in named and node.id not in seen:
            seen.add(node.id)
            waiting.append(named[node.id])
        elif isinstance(node, ast.List | ast.Tuple | ast.Set):
            waiting += reversed(node.elts)
        elif isinstance(node, ast.Dict):
            waiting += reversed(node.values)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            waiting += [node.right, node.left]
        elif isinstance(node, ast.IfExp):
            waiting += [node.orelse, node.body]
        elif isinstance(node, ast.Starred):
            waiting.append(node.value)


MANIFEST = Manifest("setup_py", "pypi", re.compile(r"(?:^|/)setup\.py$"), read)
