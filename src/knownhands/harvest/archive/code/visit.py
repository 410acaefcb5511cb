"""Walk one Python syntax tree once and note what it does."""

from __future__ import annotations

import ast
import operator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, ClassVar

from knownhands.harvest.archive.code import known, names
from knownhands.harvest.archive.code.commands import written_words
from knownhands.harvest.archive.code.flow import Flow
from knownhands.harvest.archive.code.naming import Naming
from knownhands.harvest.archive.code.notes import Ends, clip, ends_of
from knownhands.harvest.archive.code.sights import Sight, Sink, parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_SILENT: frozenset[type] = frozenset({type(None), ast.Pass, ast.Break, ast.Continue, ast.Global, ast.Nonlocal})
_NAMED = (ast.Name, ast.Attribute, ast.Call, ast.Subscript)
_FOLDED = (ast.Constant, ast.BinOp, ast.JoinedStr, ast.Call, ast.Subscript, ast.List)
_LONGEST_NAME = 200
_FILE_METHODS = names.WRITING_METHODS | names.READING_METHODS
_SETTLED = frozenset("rbtU")


@dataclass(slots=True)
class Visitor:
    """Reads a tree: names, constants, calls and the flow of values between them.

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
    _stack: list[tuple[ast.AST, str, str]] = field(default_factory=list)
    _later: list[tuple[ast.AST, str, str]] = field(default_factory=list)
    _silent: frozenset[type] = field(init=False)
    _silent_into: frozenset[type] = field(init=False)

    def __post_init__(self) -> None:
        self._silent_into = _SILENT if self.paths else _SILENT | {ast.Constant}
        self._silent = self._silent_into | {ast.Name}

    def visit(self, tree: ast.Module) -> None:
        """Walk the module first and the bodies of functions after it, when every import is known."""
        self._push(tree, "", "")
        while self._stack or self._later:
            if not self._stack:
                self._stack, self._later = self._later[::-1], []
            node, function, into = self._stack.pop()
            self._HANDLERS.get(type(node), Visitor._push)(self, node, function, into)

    def note(self, node: ast.expr, capability: str, ends: Ends, function: str) -> None:
        """Note one thing seen."""
        self.sights.append(Sight(node.lineno, capability, ends, function))

    def _push(self, node: ast.AST, function: str, into: str) -> None:
        stack, silent = self._stack, self._silent_into if into else self._silent
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

    def _push_all(self, nodes: Iterable[ast.AST | None], function: str, into: str) -> None:
        silent = self._silent_into if into else self._silent
        self._stack.extend(
            [(node, function, into) for node in reversed(list(nodes)) if node is not None and type(node) not in silent]
        )

    def _import(self, node: ast.Import, _: str, __: str) -> None:
        for alias in node.names:
            if alias.asname:
                self.naming.aliases[alias.asname] = alias.name

    def _import_from(self, node: ast.ImportFrom, _: str, __: str) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self.naming.aliases.update((name.rpartition(".")[2], name) for name in self.vocabulary.members(module))
            elif not (node.level and self.vocabulary.longest(alias.asname or alias.name)):
                self.naming.aliases[alias.asname or alias.name] = _plain(f"{module}.{alias.name}")

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef, function: str, _: str, owner: str = "") -> None:
        # NOTE: a function of one's own never hides a known name, or a dead `def exec` would blind the reader.
        if not owner and not self.vocabulary.longest(node.name):
            self.naming.aliases[node.name] = f".{node.name}"
        self._push_all((*node.decorator_list, *node.args.defaults, *node.args.kw_defaults), function, "")
        self._later.extend((part, owner + node.name, "") for part in node.body)

    def _class(self, node: ast.ClassDef, function: str, _: str) -> None:
        self.naming.aliases[node.name] = f".{node.name}"
        self.calls.setdefault(node.name, set()).add(f"{node.name}.__init__")
        for part in node.body:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                self._function(part, function, "", f"{node.name}.")
            else:
                self._stack.append((part, function, ""))
        self._push_all((*node.decorator_list, *node.bases), function, "")

    def _if(self, node: ast.If, function: str, into: str) -> None:
        is_main = isinstance(node.test, ast.Compare) and getattr(node.test.left, "id", "") == "__name__"
        if not is_main or self.main_runs:
            self._push(node, function, into)
            return
        self._push_all(node.orelse, function, into)
        self._later.extend((part, "__main__", into) for part in node.body)

    def _assign(self, node: ast.Assign | ast.AnnAssign | ast.NamedExpr, function: str, into: str) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is None:
            return
        first = ""
        for target in targets:
            key = self._bind(target, node.value, function)
            if first and key:
                self.flow.add(key, first)
            first = first or key
        if into and first:
            self.flow.add(into, first)  # the value of `:=` goes on
        self._stack.append((node.value, function, first))

    def _bind(self, target: ast.expr, value: ast.expr, function: str) -> str:
        """Give a name its value, and say by which key the flow knows it."""
        if isinstance(target, ast.Tuple | ast.List | ast.Starred):
            parts = [target.value] if isinstance(target, ast.Starred) else target.elts
            keys = [key for key in (self._key(part, function) for part in parts) if key]
            for key in keys[1:]:
                self.flow.add(key, keys[0])
            return keys[0] if keys else ""
        if isinstance(target, ast.Name):
            name = self.naming.resolve(value) if isinstance(value, _NAMED) else ""
            if name and name != target.id and len(name) < _LONGEST_NAME:
                self.naming.aliases[target.id] = name
            folded = self.naming.folder.fold(value) if isinstance(value, _FOLDED) else None
            if folded is not None:
                self.naming.folder.constants[target.id] = folded
                self._read_text(value, folded, function, "")
            else:
                self.naming.folder.constants.pop(target.id, None)
        elif isinstance(target, ast.Subscript):
            self._stack.append((target, function, ""))
        return self._key(target, function)

    def _add_to(self, node: ast.AugAssign, function: str, _: str) -> None:
        if isinstance(node.target, ast.Name) and isinstance(node.op, ast.Add):
            old, new = self.naming.folder.constants.pop(node.target.id, None), self.naming.folder.fold(node.value)
            if type(old) is type(new) and isinstance(old, str | bytes) and len(old) < 1_000_000:  # noqa: PLR2004
                self.naming.folder.constants[node.target.id] = operator.add(old, new)
                self.naming.folder.steps -= len(old) // 1000
        self._stack.append((node.value, function, self._key(node.target, function)))

    def _key(self, node: ast.expr, function: str) -> str:
        if isinstance(node, ast.Name):
            return f"{function}/{node.id}"
        if isinstance(node, ast.Attribute):
            return f"/.{node.attr}"
        return self._key(node.value, function) if isinstance(node, ast.Subscript | ast.Starred) else ""

    def _with(self, node: ast.With, function: str, into: str) -> None:
        self._push_all(node.body, function, into)
        for item in reversed(node.items):
            key = self._bind(item.optional_vars, item.context_expr, function) if item.optional_vars else ""
            self._stack.append((item.context_expr, function, key))

    def _for(self, node: ast.For, function: str, into: str) -> None:
        self._push_all((*node.body, *node.orelse), function, into)
        self._stack.append((node.iter, function, self._bind(node.target, node.iter, function)))

    def _return(self, node: ast.Return, function: str, _: str) -> None:
        value = node.value
        if value is not None:
            self._stack.append((value, function, f"{function}()"))

    def _expression(self, node: ast.Expr, function: str, into: str) -> None:
        value = node.value
        if type(value) is not ast.Constant:  # a docstring does nothing
            self._stack.append((value, function, into))

    def _name(self, node: ast.Name, function: str, into: str) -> None:
        if into:
            name = node.id
            self.flow.add(into, f"{function}/{name}")
            if self.naming.aliases.get(name) == "os.environ":
                self._environment(node, "", function, into)

    def _attribute(self, node: ast.Attribute, function: str, into: str) -> None:
        if node.attr in {"environ", "environb"} and self.naming.resolve(node) in {"os.environ", "os.environb"}:
            self._environment(node, "", function, into)
            return
        if into:
            self.flow.add(into, f"/.{node.attr}")
        if into or type(node.value) is not ast.Name:
            self._stack.append((node.value, function, into))

    def _subscript(self, node: ast.Subscript, function: str, into: str) -> None:
        if self.naming.resolve(node.value) == "os.environ":
            if isinstance(node.ctx, ast.Load):
                self._environment(node, self.naming.folder.text(node.slice), function, into)
            return
        self._push(node, function, into)

    def _environment(self, node: ast.expr, variable: str, function: str, into: str) -> None:
        capability = known.match("variables", variable)
        if capability is None:
            return
        self.note(node, capability.id, Ends("os.environ", target=variable), function)
        if into:
            self.flow.add(into, "!credential" if capability.behaviour == "credential-access" else "!environment")

    def _sum(self, node: ast.BinOp, function: str, into: str) -> None:
        folded = self.naming.folder.fold(node)
        if folded is None:
            self._push(node, function, into)
        else:
            self._read_text(node, folded, function, into)

    def _constant(self, node: ast.Constant, function: str, into: str) -> None:
        if self.paths:
            self._read_text(node, node.value, function, into)

    def _read_text(self, node: ast.expr, value: object, function: str, into: str) -> None:
        """Look for the paths of secrets and of what runs at start-up in a text that the program holds."""
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        if not isinstance(text, str) or not 4 <= len(text) <= 400:  # noqa: PLR2004 - a path, not a page
            return
        secret, startup = known.paths("paths").search(text), known.paths("startup_paths").search(text)
        if secret:
            self.note(node, known.owner_of(secret), Ends(source=secret[0]), function)
        for kind, found in (("credential", secret), ("startup", startup)) if into else ():
            if found:
                self.flow.add(into, f"!{kind}:{found[0]}")

    def _call(self, node: ast.Call, function: str, into: str) -> None:
        name = self.naming.resolve(node.func)
        capability = self.vocabulary.longest(name) if name else None
        if capability and capability.behaviour != "network" and "()." in name:
            capability = None  # what is done with an answer was noted where it was asked for; connections go on to send
        self._follow(node, name, function, into)
        given = (*node.args, *[keyword.value for keyword in node.keywords])
        for arg in given:
            if type(arg) is ast.Name or type(arg) is ast.Attribute:
                self._reference(arg, function)
        if name.startswith(("os.environ.get", "os.getenv", "os.environ.pop", "os.environ.setdefault")):
            self._environment(node, self.naming.folder.text(node.args[0]) if node.args else "", function, into)
            self._push_all(node.args[1:], function, into)
            return
        if capability:
            self.note(node, capability.id, ends_of(capability, name.replace("()", "")), function)
        target = self._special(node, name, capability.behaviour if capability else "", function, into) or into
        self._push_all(given, function, target)
        if not isinstance(node.func, ast.Name):
            self._stack.append((node.func, function, target))

    def _special(self, node: ast.Call, name: str, behaviour: str, function: str, into: str) -> str:
        """Treat the calls that open, read, write, decode, run or send; say where their arguments go."""
        attribute = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if name in {"open", "io.open", "codecs.open"} or attribute in _FILE_METHODS:
            return self._open(node, attribute, function, into)
        if attribute == "write" and isinstance(node.func, ast.Attribute):
            return self._key(node.func.value, function)
        if name in names.READS and into:
            self.flow.add(into, "!file")
        if behaviour == "decoding" and into and name.endswith(names.DECODES):
            self.flow.add(into, "!decoded")
        if (name == "setup" or name.endswith(".setup")) and any(k.arg == names.SETUP_COMMANDS for k in node.keywords):
            self.overrides_commands = True
            self.note(node, "setup_override", Ends(sink="setup", target=names.SETUP_COMMANDS), "")
        if behaviour in {"process", "network"} or name in names.RUNS:
            return self._sink(node, name, behaviour, function, into)
        return ""

    def _sink(self, node: ast.Call, name: str, behaviour: str, function: str, into: str) -> str:
        sink = Sink(f"#{len(self.sinks)}", name.replace("()", ""), behaviour, node.lineno, function)
        self.sinks.append(sink)
        if into:
            self.flow.add(into, sink.key)
            if behaviour == "network":
                self.flow.add(into, "!download")
        if name.endswith("urlretrieve") and len(node.args) > 1:
            self.flow.add(self._place(node.args[1], function), "!download")
        if name in {"exec", "eval", "compile", "execfile"} and node.args:
            text = self.naming.folder.text(node.args[0])
            if text:
                self.inner.append((text, node.lineno, function))
        if behaviour == "process":
            self._command(node, function)
            for arg in node.args:
                self.flow.add(sink.key, self._place(arg, function))
        return sink.key

    def _command(self, node: ast.Call, function: str) -> None:
        """Note what a program is started with, as far as it is written out, and the code that an interpreter is given."""
        words = written_words(node.args, self.naming.folder)
        command = clip(" ".join(word[:_LONGEST_NAME] for word in words))
        capability = known.match("commands", command) if command else None
        if capability:
            self.note(node, capability.id, Ends(target=command), function)
        self.inner.extend(
            (text, node.lineno, function) for option, text in pairwise(words) if option in {"-c", "-e"} and text
        )

    def _place(self, node: ast.expr, function: str) -> str:
        """Name the file that an expression points at, so that what is written there is known to be run from there."""
        if isinstance(node, ast.List | ast.Tuple) and node.elts:
            return self._place(node.elts[-1], function)
        text = self.naming.folder.text(node)
        return f"'{text}" if text else self._key(node, function) or "'"

    def _open(self, node: ast.Call, attribute: str, function: str, into: str) -> str:
        modes = [*node.args[1:2], *(keyword.value for keyword in node.keywords if keyword.arg == "mode")]
        mode = self.naming.folder.text(modes[0]) if modes and not attribute else "r"
        place = node.args[0] if node.args and not attribute else getattr(node.func, "value", None)
        if attribute in names.WRITING_METHODS or not set(mode) <= _SETTLED:
            sink = Sink(f"#{len(self.sinks)}", attribute or "open", "file-write", node.lineno, function)
            self.sinks.append(sink)
            self.note(node, "file_write", Ends(sink=attribute or f"open({mode})"), function)
            if into and place is not None:
                self.flow.add(self._place(place, function), into)
            return sink.key
        if into:
            path = self.naming.folder.text(place) if place is not None else ""
            self.flow.add(into, f"!file:{path}")
            if path:
                self.flow.add(into, f"'{path}")
        return into

    def _follow(self, node: ast.Call, name: str, function: str, into: str) -> None:
        """Remember which of the file's own functions call which."""
        target = name[1:].replace("()", "") if name.startswith(".") else ""
        if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in {"self", "cls"}:
            target = f"{function.rpartition('.')[0]}.{node.func.attr}"
        if target:
            self.calls.setdefault(function, set()).add(target)
            if into:
                self.flow.add(into, f"{target}()")

    def _reference(self, node: ast.expr, function: str) -> None:
        """A dangerous function handed to another: `map(exec, pieces)`, `Thread(target=os.system)`."""
        name = self.naming.resolve(node)
        if name.startswith("."):
            self.calls.setdefault(function, set()).add(name[1:])
            return
        capability = self.vocabulary.longest(name) if name and (name in names.RUNS or "." in name) else None
        if capability and capability.behaviour in {"process", "dynamic-code"} and "()" not in name:
            self.note(node, capability.id, ends_of(capability, name.replace("()", "")), function)
        elif name == "os.environ" and isinstance(node, ast.Name):
            self._environment(node, "", function, "")

    _HANDLERS: ClassVar[dict[type[ast.AST], Callable[[Visitor, Any, str, str], None]]] = {
        ast.Import: _import,
        ast.ImportFrom: _import_from,
        ast.FunctionDef: _function,
        ast.AsyncFunctionDef: _function,
        ast.ClassDef: _class,
        ast.If: _if,
        ast.Assign: _assign,
        ast.AnnAssign: _assign,
        ast.NamedExpr: _assign,
        ast.AugAssign: _add_to,
        ast.With: _with,
        ast.AsyncWith: _with,
        ast.For: _for,
        ast.AsyncFor: _for,
        ast.Return: _return,
        ast.Expr: _expression,
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.Subscript: _subscript,
        ast.BinOp: _sum,
        ast.Constant: _constant,
        ast.Call: _call,
    }


def _plain(name: str) -> str:
    """`from builtins import exec` and `exec` are the same."""
    return name.removeprefix("builtins.")
