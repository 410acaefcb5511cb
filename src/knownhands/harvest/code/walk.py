"""What a walk over a Python syntax tree keeps: names, constants, what was seen and the flow of values."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knownhands.harvest.code import known
from knownhands.harvest.code.flow import Flow
from knownhands.harvest.code.naming import Naming
from knownhands.harvest.code.notes import Ends
from knownhands.harvest.code.sights import Sight, Sink, parts

if TYPE_CHECKING:
    from collections.abc import Iterable

_SILENT: frozenset[type] = frozenset({type(None), ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal})
_NAMED = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
_FOLDED = (ast.Constant, ast.BinOp, ast.JoinedStr, ast.Call, ast.Subscript, ast.List)
LONGEST_NAME = 200
_MOST_ELEMENTS = 200


@dataclass(slots=True)
class Walk:
    """What is known of a tree so far: names, constants, calls and the flow of values between them.

    Attributes:
        paths: whether the file holds any path worth looking for, so that its strings have to be read.
        main_runs: whether `if __name__ == "__main__"` counts as the module level, as it does in setup.py.
        inner: source text that the file hands to exec, eval or an interpreter.
    """

    paths: bool
    main_runs: bool
    naming: Naming = field(default_factory=Naming)
    sights: list[Sight] = field(default_factory=list)
    calls: dict[str, set[str]] = field(default_factory=dict)
    sinks: list[Sink] = field(default_factory=list)
    inner: list[tuple[str, int, str]] = field(default_factory=list)
    flow: Flow = field(default_factory=Flow)
    vocabulary: known.Names = field(default_factory=known.python_names)
    overrides_commands: bool = False
    stack: list[tuple[ast.AST, str, str]] = field(default_factory=list)
    later: list[tuple[ast.AST, str, str]] = field(default_factory=list)
    _silent: frozenset[type] = field(init=False)
    _silent_into: frozenset[type] = field(init=False)

    def __post_init__(self) -> None:
        self._silent_into = _SILENT if self.paths else _SILENT | {ast.Constant}
        self._silent = self._silent_into | {ast.Name}

    def push(self, node: ast.AST, function: str, into: str) -> None:
        """Visit the parts of a node next."""
        stack, silent = self.stack, self._silent_into if into else self._silent
        for name in parts(type(node)):
            value = getattr(node, name)
            if type(value) is list:
                stack.extend(
                    [
                        (item, function, into)
                        for item in reversed(value)
                        if type(item) not in silent and isinstance(item, ast.AST)
                    ]
                )
            elif type(value) not in silent and isinstance(value, ast.AST):
                stack.append((value, function, into))

    def push_all(self, nodes: Iterable[ast.AST | None], function: str, into: str) -> None:
        """Visit some nodes next, the first of them first."""
        silent = self._silent_into if into else self._silent
        self.stack.extend(
            [(node, function, into) for node in reversed(list(nodes)) if node is not None and type(node) not in silent]
        )

    def note(self, node: ast.expr, capability: str, ends: Ends, function: str) -> None:
        """Note one thing seen."""
        self.sights.append(Sight(node.lineno, capability, ends, function))

    def key(self, node: ast.expr, function: str) -> str:
        """Name what the flow knows a variable, attribute or element by; "" for anything else."""
        if isinstance(node, ast.Name):
            return f"{function}/{node.id}"
        if isinstance(node, ast.Attribute):
            return f"/.{node.attr}"
        return self.key(node.value, function) if isinstance(node, ast.Subscript | ast.Starred) else ""

    def place(self, node: ast.expr, function: str) -> str:
        """Name the file that an expression points at, so that what is written there is known to be run from there."""
        if isinstance(node, ast.List | ast.Tuple) and node.elts:
            return self.place(node.elts[-1], function)
        text = self.naming.folder.text(node)
        return f"'{text}" if text else self.key(node, function) or "'"

    def see_environment(self, node: ast.expr, variable: str, function: str, into: str) -> None:
        """Note that a variable of the environment is read, or with "" all of them."""
        capability = known.match("variables", variable)
        if capability is None:
            return
        self.note(node, capability.id, Ends("os.environ", target=variable), function)
        if into:
            self.flow.add(into, "!credential" if capability.behaviour == "credential-access" else "!environment")

    def read_text(self, node: ast.expr, value: object, function: str, into: str) -> None:
        """Look for the paths of secrets and of what runs at start-up in a text that the program holds."""
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        if not isinstance(text, str) or not 4 <= len(text) <= 400:  # noqa: PLR2004 - a path, not a page
            return
        secret, startup = known.paths("paths").search(text), known.paths("startup_paths").search(text)
        if secret:
            self.note(node, known.owner_of(secret), Ends(source=secret[0]), function)
        for kind, place in (("credential", secret), ("startup", startup)) if into else ():
            if place:
                self.flow.add(into, f"!{kind}:{place[0]}")

    def bind(self, target: ast.expr, value: ast.expr, function: str) -> str:
        """Give a name its value, and say by which key the flow knows it."""
        if isinstance(target, ast.Tuple | ast.List | ast.Starred):
            parts = [target.value] if isinstance(target, ast.Starred) else target.elts
            for part, own in zip(parts, getattr(value, "elts", ()), strict=False):
                if isinstance(part, ast.Name) and isinstance(own, _NAMED) and self._runs(self.naming.resolve(own)):
                    self.naming.aliases[part.id] = self.naming.resolve(own)
            keys = [key for key in (self.key(part, function) for part in parts) if key]
            for key in keys[1:]:
                self.flow.add(key, keys[0])
            return keys[0] if keys else ""
        if isinstance(target, ast.Name):
            name = self.naming.resolve(value) if isinstance(value, _NAMED) else ""
            if name and name != target.id and len(name) < LONGEST_NAME:
                self.naming.aliases[target.id] = name
            self._keep_elements(target.id, value)
            folded = self.naming.folder.fold(value) if isinstance(value, _FOLDED) else None
            if folded is not None:
                self.naming.folder.constants[target.id] = folded
                self.read_text(value, folded, function, "")
            else:
                self.naming.folder.constants.pop(target.id, None)
        elif isinstance(target, ast.Subscript):
            if self._runs(name := self.naming.resolve(value)):
                self.naming.keep(self.naming.resolve(target.value), target.slice, name)
            self.stack.append((target, function, ""))
        return self.key(target, function)

    def _keep_elements(self, target: str, value: ast.expr) -> None:
        """Remember which elements of a dictionary or list run code or programs."""
        if isinstance(value, ast.Dict):
            elements = [(key, own) for key, own in zip(value.keys, value.values, strict=True) if key is not None]
        elif isinstance(value, ast.List | ast.Tuple):
            elements = [(ast.Constant(number), own) for number, own in enumerate(value.elts)]
        elif isinstance(value, ast.Call) and getattr(value.func, "id", "") == "dict":
            elements = [(ast.Constant(keyword.arg), keyword.value) for keyword in value.keywords if keyword.arg]
        else:
            return
        for key, own in elements[:_MOST_ELEMENTS]:
            if isinstance(own, _NAMED) and self._runs(name := self.naming.resolve(own)):
                self.naming.keep(target, key, name)

    def _runs(self, name: str) -> bool:
        """Whether a name is of a function that runs code or programs."""
        capability = self.vocabulary.longest(name) if name and "()" not in name else None
        return bool(capability and capability.behaviour in {"process", "dynamic-code"})
