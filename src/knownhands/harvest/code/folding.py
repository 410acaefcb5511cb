"""Work out text that a program puts together from constants, without running it."""

from __future__ import annotations

import ast
import base64
import binascii
import codecs
import operator
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

Value = str | bytes | int | list["Value"]
_LONGEST = 1_000_000  # characters of one folded text
_STEPS = 100_000  # nodes looked at for one file, so that no file costs more than a fraction of a second
_LARGEST = 10_000_000  # product of the lengths that a method combines
_DEEPEST = 60
_LONGEST_FORMAT = 2_000
_PERCENT = re.compile(r"(?:[^%]|%[sc])*+")
_BRACES = re.compile(r"(?:[^{}]|\{\d?\})*+")
_CODECS = frozenset({"utf-8", "utf8", "ascii", "latin-1", "latin1", "unicode_escape", "utf-16"})
_SENSELESS = (
    ValueError,
    TypeError,
    AttributeError,
    binascii.Error,
    zlib.error,
    UnicodeError,
    OverflowError,
    LookupError,
)


@dataclass(slots=True)
class Folder:
    """Folds the constants of one file.

    Attributes:
        constants: what names are known to stand for.
        resolve: the dotted name of an expression, "" if unknown.
        steps: how many nodes may still be looked at.
    """

    resolve: Callable[[ast.expr], str]
    constants: dict[str, Value] = field(default_factory=dict)
    steps: int = _STEPS

    def fold(self, node: ast.expr, depth: int = 0) -> Value | None:
        """Give the value of an expression made of constants, or None."""
        self.steps -= 1
        if self.steps < 0 or depth > _DEEPEST:
            return None
        step = _STEP_OF.get(type(node))
        try:
            value = step(self, node, depth + 1) if step else None
        except _SENSELESS:
            return None
        if isinstance(value, int) or value is None:
            return value
        self.steps -= len(value) // 1000
        return value if len(value) <= _LONGEST else None

    def text(self, node: ast.expr) -> str:
        """Give the text of an expression made of constants, "" if there is none."""
        value = self.fold(node)
        if isinstance(value, bytes):
            return value.decode("utf-8", "replace")
        return value if isinstance(value, str) else ""


def _constant(_: Folder, node: ast.expr, __: int) -> Value | None:
    value = cast("ast.Constant", node).value
    return value if isinstance(value, str | bytes | int) else None


def _name(folder: Folder, node: ast.expr, _: int) -> Value | None:
    return folder.constants.get(cast("ast.Name", node).id)


def _sum(folder: Folder, node: ast.expr, depth: int) -> Value | None:
    node = cast("ast.BinOp", node)
    right = folder.fold(node.right, depth)
    left = None if right is None else folder.fold(node.left, depth)
    if left is None or right is None:
        return None
    if isinstance(node.op, ast.Mod) and isinstance(left, str):
        return left % (tuple(right) if isinstance(right, list) else right) if _is_plain(left, _PERCENT, right) else None
    if isinstance(node.op, ast.Add):
        return cast("Value", operator.add(left, right))  # of two kinds it raises, as it would when run
    if isinstance(left, int) and isinstance(right, int):
        return {ast.BitXor: left ^ right, ast.Sub: left - right}.get(type(node.op))
    return None


def _pieces(folder: Folder, node: ast.expr, depth: int) -> Value | None:
    parts = [folder.fold(part, depth) for part in cast("ast.List", node).elts]
    return None if None in parts else cast("list[Value]", parts)


def _joined(folder: Folder, node: ast.expr, depth: int) -> Value | None:
    parts = [
        folder.fold(part.value if isinstance(part, ast.FormattedValue) else part, depth)
        for part in cast("ast.JoinedStr", node).values
    ]
    texts = [part for part in parts if isinstance(part, str)]
    return "".join(texts) if len(texts) == len(parts) else None


def _slice(folder: Folder, node: ast.expr, depth: int) -> Value | None:
    """Only the slice that turns text round, which is what hides names."""
    node = cast("ast.Subscript", node)
    if not (isinstance(node.slice, ast.Slice) and node.slice.step is not None):
        return None
    backwards = node.slice.lower is None and node.slice.upper is None and ast.dump(node.slice.step) == _MINUS_ONE
    value = folder.fold(node.value, depth) if backwards else None
    return value[::-1] if isinstance(value, str | bytes | list) else None


def _call(folder: Folder, node: ast.expr, depth: int) -> Value | None:
    node = cast("ast.Call", node)
    name = folder.resolve(node.func)
    if name == "map" and len(node.args) == 2 and folder.resolve(node.args[0]) == "chr":  # noqa: PLR2004
        codes = folder.fold(node.args[1], depth)
        return [chr(cast("int", code)) for code in codes] if isinstance(codes, list | bytes) else None
    if name in _FUNCTIONS:
        value = folder.fold(node.args[0], depth) if node.args else None
        return None if value is None else cast("Value", _FUNCTIONS[name](value))
    return _method(folder, node, node.func, depth) if isinstance(node.func, ast.Attribute) else None


def _method(folder: Folder, node: ast.Call, method: ast.Attribute, depth: int) -> Value | None:
    if method.attr not in _METHODS:
        return None
    base = folder.fold(method.value, depth)
    values = [folder.fold(arg, depth) for arg in node.args]
    if base is None or None in values or not _is_small(base, values):
        return None
    if method.attr == "format" and not (isinstance(base, str) and _is_plain(base, _BRACES, values)):
        return None
    if method.attr in {"decode", "encode"} and not {str(value).lower() for value in values} <= _CODECS:
        return None
    return cast("Value", getattr(base, method.attr)(*values))


def _is_plain(text: str, pattern: re.Pattern[str], values: Value | list[Value | None]) -> bool:
    """Whether a text with places for others has no width in them, and grows by no more than those."""
    return (
        bool(pattern.fullmatch(text[:_LONGEST_FORMAT]))
        and len(text) < _LONGEST_FORMAT
        and _is_small(text, [*(values if isinstance(values, list) else [values])])
    )


def _is_small(base: Value, values: list[Value | None]) -> bool:
    """Tell whether a method's answer is bounded: replacing and joining multiply lengths, and some codecs are slow."""
    size = 1
    for value in (base, *values):
        size *= max(1, len(value)) if isinstance(value, str | bytes | list) else 1
    return size <= _LARGEST


def _unpacked(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, _LONGEST)


def _turned(text: str) -> str:
    return codecs.decode(text, "rot13")


_MINUS_ONE = ast.dump(ast.parse("-1", mode="eval").body)
_METHODS = frozenset({"decode", "encode", "join", "replace", "strip", "lower", "upper", "hex", "format"})
_FUNCTIONS: dict[str, Callable[..., object]] = {
    "chr": chr,
    "bytes.fromhex": bytes.fromhex,
    "bytearray.fromhex": bytes.fromhex,
    "base64.b64decode": base64.b64decode,
    "base64.urlsafe_b64decode": base64.urlsafe_b64decode,
    "base64.b32decode": base64.b32decode,
    "base64.b16decode": base64.b16decode,
    "base64.b85decode": base64.b85decode,
    "binascii.unhexlify": binascii.unhexlify,
    "binascii.a2b_base64": binascii.a2b_base64,
    "zlib.decompress": _unpacked,
    "codecs.decode": _turned,
}
_STEP_OF: dict[type[ast.expr], Callable[[Folder, ast.expr, int], Value | None]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.BinOp: _sum,
    ast.List: _pieces,
    ast.Tuple: _pieces,
    ast.JoinedStr: _joined,
    ast.Subscript: _slice,
    ast.Call: _call,
}
