"""Give expressions the dotted names of what they stand for, through aliases, reflection and constants."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from knownhands.harvest.code.folding import Folder

_REFLECTION = {"__import__", "importlib.import_module", "importlib.__import__"}
_BUILTINS = {"builtins", "__builtins__", "__builtin__", "globals()", "locals()", "builtins.__dict__"}
_DEEPEST = 40
_MOST_KEPT = 500
_LONGEST = 200  # characters of a name


@dataclass(slots=True)
class Naming:
    """The names of one file.

    Attributes:
        aliases: what a name stands for; a leading dot marks the file's own functions and classes. One table serves
            the whole file, since a name reused in another function costs a false alarm at worst.
        kept: the dangerous functions that elements of dictionaries and lists stand for.
        folder: knows the constants of the file.
    """

    aliases: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    folder: Folder = field(init=False)

    def __post_init__(self) -> None:
        self.folder = Folder(self.resolve)

    def resolve(self, node: ast.expr, depth: int = 0) -> str:
        """Give the dotted name of an expression, "" if it has none."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id, node.id)
        if depth > _DEEPEST:
            return ""
        if isinstance(node, ast.Attribute):
            base = self.resolve(node.value, depth + 1)
            return node.attr if base in _BUILTINS else base and f"{base}.{node.attr}"
        if isinstance(node, ast.Call):
            return self._resolve_call(node, depth + 1)
        if isinstance(node, ast.Subscript):
            return self._element(node, depth + 1)
        return ""

    def _element(self, node: ast.Subscript, depth: int) -> str:
        base = self.resolve(node.value, depth)
        if base == "sys.modules":
            return self.folder.text(node.slice) or f"{base}[]"
        name = self.folder.text(node.slice) if base in _BUILTINS or base.endswith("__dict__") else ""
        if name:
            return self._member(base.removesuffix(".__dict__"), name)
        return self.kept_in(base, node.slice) or f"{base}[]"

    def keep(self, target: str, key: ast.expr, name: str) -> None:
        """Remember what is kept in an element of a dictionary or list.

        Args:
            target: what that is called.
            key: of the element.
            name: what it stands for.
        """
        place = self._place(target, key)
        if place and len(self.kept) < _MOST_KEPT:
            self.kept[place] = name

    def kept_in(self, target: str, key: ast.expr) -> str:
        """Return what is kept in an element, "" where that is not known."""
        return self.kept.get(self._place(target, key), "") if self.kept else ""

    def _place(self, target: str, key: ast.expr) -> str:
        value = self.folder.fold(key)
        return f"{target}[{value!r}]" if isinstance(value, str | int) and len(target) < _LONGEST else ""

    def _member(self, base: str, name: str) -> str:
        return self.aliases.get(name, name) if base in _BUILTINS else f"{base}.{name}"

    def _resolve_call(self, node: ast.Call, depth: int) -> str:
        name, args = self.resolve(node.func, depth), node.args
        if name in _REFLECTION and args:
            return self.folder.text(args[0])
        if name == "getattr" and len(args) > 1:
            attribute = self.folder.text(args[1])
            return attribute and self._member(self.resolve(args[0], depth), attribute)
        if name.endswith(".get") and args and (kept := self.kept_in(name.removesuffix(".get"), args[0])):
            return kept
        if name == "vars" and args:
            return f"{self.resolve(args[0], depth)}.__dict__"
        return name and f"{name}()"
