"""Walk one Python syntax tree once and note what it does."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

from knownhands.harvest.code.calls import see_call
from knownhands.harvest.code.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable


def visit(walk: Walk, tree: ast.Module) -> None:
    """Walk the module first and the bodies of functions after it, when every import is known."""
    walk.push(tree, "", "")
    while walk.stack or walk.later:
        if not walk.stack:
            walk.stack, walk.later = walk.later[::-1], []
        node, function, into = walk.stack.pop()
        _HANDLERS.get(type(node), Walk.push)(walk, node, function, into)


def _import(walk: Walk, node: ast.Import, _: str, __: str) -> None:
    for alias in node.names:
        if alias.asname:
            walk.naming.aliases[alias.asname] = alias.name


def _import_from(walk: Walk, node: ast.ImportFrom, _: str, __: str) -> None:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            walk.naming.aliases.update((name.rpartition(".")[2], name) for name in walk.vocabulary.members(module))
        elif not (node.level and walk.vocabulary.longest(alias.asname or alias.name)):
            walk.naming.aliases[alias.asname or alias.name] = _plain(f"{module}.{alias.name}")


def _function(walk: Walk, node: ast.FunctionDef | ast.AsyncFunctionDef, function: str, _: str, owner: str = "") -> None:
    # NOTE: a function of one's own never hides a known name, or a dead `def exec` would blind the reader.
    if not owner and not walk.vocabulary.longest(node.name):
        walk.naming.aliases[node.name] = f".{node.name}"
    walk.push_all((*node.decorator_list, *node.args.defaults, *node.args.kw_defaults), function, "")
    walk.later.extend((part, owner + node.name, "") for part in node.body)


def _class(walk: Walk, node: ast.ClassDef, function: str, _: str) -> None:
    walk.naming.aliases[node.name] = f".{node.name}"
    walk.calls.setdefault(node.name, set()).add(f"{node.name}.__init__")
    for part in node.body:
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            _function(walk, part, function, "", f"{node.name}.")
        else:
            walk.stack.append((part, function, ""))
    walk.push_all((*node.decorator_list, *node.bases), function, "")


def _if(walk: Walk, node: ast.If, function: str, into: str) -> None:
    is_main = isinstance(node.test, ast.Compare) and getattr(node.test.left, "id", "") == "__name__"
    if not is_main or walk.main_runs:
        walk.push(node, function, into)
        return
    walk.push_all(node.orelse, function, into)
    walk.later.extend((part, "__main__", into) for part in node.body)


def _assign(walk: Walk, node: ast.Assign | ast.AnnAssign | ast.NamedExpr, function: str, into: str) -> None:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if node.value is None:
        return
    first = ""
    for target in targets:
        key = walk.bind(target, node.value, function)
        if first and key:
            walk.flow.add(key, first)
        first = first or key
    if into and first:
        walk.flow.add(into, first)  # the value of `:=` goes on
    walk.stack.append((node.value, function, first))


def _add_to(walk: Walk, node: ast.AugAssign, function: str, _: str) -> None:
    if isinstance(node.target, ast.Name) and isinstance(node.op, ast.Add):
        old, new = walk.naming.folder.constants.pop(node.target.id, None), walk.naming.folder.fold(node.value)
        if type(old) is type(new) and isinstance(old, str | bytes) and len(old) < 1_000_000:  # noqa: PLR2004
            walk.naming.folder.constants[node.target.id] = operator.add(old, new)
            walk.naming.folder.steps -= len(old) // 1000
    walk.stack.append((node.value, function, walk.key(node.target, function)))


def _with(walk: Walk, node: ast.With, function: str, into: str) -> None:
    walk.push_all(node.body, function, into)
    for item in reversed(node.items):
        key = walk.bind(item.optional_vars, item.context_expr, function) if item.optional_vars else ""
        walk.stack.append((item.context_expr, function, key))


def _for(walk: Walk, node: ast.For, function: str, into: str) -> None:
    walk.push_all((*node.body, *node.orelse), function, into)
    walk.stack.append((node.iter, function, walk.bind(node.target, node.iter, function)))


def _return(walk: Walk, node: ast.Return, function: str, _: str) -> None:
    value = node.value
    if value is not None:
        walk.stack.append((value, function, f"{function}()"))


def _expression(walk: Walk, node: ast.Expr, function: str, into: str) -> None:
    value = node.value
    if type(value) is not ast.Constant:  # a docstring does nothing
        walk.stack.append((value, function, into))


def _name(walk: Walk, node: ast.Name, function: str, into: str) -> None:
    if into:
        name = node.id
        walk.flow.add(into, f"{function}/{name}")
        if walk.naming.aliases.get(name) == "os.environ":
            walk.see_environment(node, "", function, into)


def _attribute(walk: Walk, node: ast.Attribute, function: str, into: str) -> None:
    if node.attr in {"environ", "environb"} and walk.naming.resolve(node) in {"os.environ", "os.environb"}:
        walk.see_environment(node, "", function, into)
        return
    if into:
        walk.flow.add(into, f"/.{node.attr}")
    if into or type(node.value) is not ast.Name:
        walk.stack.append((node.value, function, into))


def _subscript(walk: Walk, node: ast.Subscript, function: str, into: str) -> None:
    if walk.naming.resolve(node.value) == "os.environ":
        if isinstance(node.ctx, ast.Load):
            walk.see_environment(node, walk.naming.folder.text(node.slice), function, into)
        return
    walk.push(node, function, into)


def _sum(walk: Walk, node: ast.BinOp, function: str, into: str) -> None:
    folded = walk.naming.folder.fold(node)
    if folded is None:
        walk.push(node, function, into)
    else:
        walk.read_text(node, folded, function, into)


def _constant(walk: Walk, node: ast.Constant, function: str, into: str) -> None:
    if walk.paths:
        walk.read_text(node, node.value, function, into)


def _plain(name: str) -> str:
    """`from builtins import exec` and `exec` are the same."""
    return name.removeprefix("builtins.")


_HANDLERS: dict[type[ast.AST], Callable[[Walk, Any, str, str], None]] = {
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
    ast.Call: see_call,
}
